// What to do about the errors that people meet first, in one sentence each: `error.hint`. A hint
// never repeats the message, and knows nothing of the statement or its parameters.

import { CR } from './client-errors';
import type { Flavor } from './flavor';
import { ER, MARIADB_ER, MYSQL_ER } from './server-errors';

/** Some numbers stand for several mistakes, which their English text tells apart. */
interface Cases {
  readonly cases: readonly (readonly [text: RegExp, hint: string])[];
  readonly otherwise?: string;
}

type Hints = Readonly<Record<number, string | Cases>>;

const LISTENING = 'Check that the server runs and listens where `host` and `port` point';
const IDLE = 'The server closes what is idle for longer than wait_timeout: open a new connection.';
const KILLED = 'Someone ended this connection with KILL: open a new one.';
const NEW_PASSWORD = 'The password has expired: set a new one with ALTER USER.';
const LOCKED = 'Have the account unlocked with ALTER USER … ACCOUNT UNLOCK.';
const TOO_OFTEN =
  'Wrong passwords came too often: wait, or have the account unlocked with FLUSH PRIVILEGES or ALTER USER.';
const LARGE_PACKET = 'Send less at once, or raise max_allowed_packet on the server.';
const TOO_LONG = 'The statement met its time limit: make it faster, or raise the limit.';
const CHECK = 'The condition of this CHECK constraint does not hold for the new row.';
const LOCAL_INFILE =
  'LOAD DATA LOCAL is off until both sides allow it: `localInfile` here, and local_infile on the server.';
const NEEDS_TLS =
  "Use TLS (`sslMode: 'REQUIRED'`) or the unix socket, or let the password be encrypted with the server's key by `getServerPublicKey` or `serverPublicKeyPath`.";
const PUBLIC_KEY =
  "Allow it to be fetched with `getServerPublicKey: true`, name a PEM file in `serverPublicKeyPath`, or use TLS (`sslMode: 'REQUIRED'`).";
const TCP = `${LISTENING}, and that no firewall is between.`;

/** Both servers and the client library mean the same by these. */
const SHARED: Hints = {
  // Getting in.
  [CR.CONNECTION_ERROR]: {
    cases: [
      [
        /socket '.*' \(2\)/,
        "No socket is at this path: start the server, give `unixSocket` the path that its @@socket names, or use TCP with host '127.0.0.1' ('localhost' means the socket).",
      ],
      [
        /socket '.*' \(13\)/,
        "The system user of this process may not use the socket: allow it, or use TCP with host '127.0.0.1'.",
      ],
      [/socket '/, 'No server listens at this socket: start it, or correct `unixSocket`.'],
    ],
    otherwise: `${LISTENING}; 'localhost' means the unix socket, '127.0.0.1' means TCP.`,
  },
  [CR.CONN_HOST_ERROR]: TCP,
  [CR.UNKNOWN_HOST]: 'Check how `host` is spelled, and that this machine can resolve it.',
  [CR.SERVER_HANDSHAKE_ERR]: `${LISTENING}: what answered there may be no MySQL server.`,
  [CR.SSL_CONNECTION_ERROR]: {
    cases: [
      [
        /no such file|no start line|no certificate or crl|base64|unable to get|verify_(locations|paths)/i,
        'A file of `ssl` is not there or holds no PEM: check the paths of `ca`, `cert`, `key` and `crl`.',
      ],
    ],
    otherwise:
      'Check that the server offers TLS, and that its certificate is valid for `host` and signed by someone you trust.',
  },
  [CR.AUTH_PLUGIN_CANNOT_LOAD]:
    'The client library lacks the way in which this account logs in: install that plugin, or give the account another with ALTER USER.',
  [CR.AUTH_PLUGIN_ERR]: {
    cases: [
      [/secure connection|SSL|TLS/i, NEEDS_TLS],
      [/public key/i, PUBLIC_KEY],
    ],
    otherwise: 'Check `user` and `password`, and which plugin the account has.',
  },
  [CR.PLUGIN_NOT_ALLOWED]:
    'Give the account another plugin with ALTER USER; one that sends the password in clear needs `enableCleartextPlugin` and TLS.',
  [ER.SECURE_TRANSPORT_REQUIRED]: "Use TLS: `sslMode: 'REQUIRED'`.",
  [ER.CON_COUNT_ERROR]:
    'Close connections that nobody uses, share them, or raise max_connections on the server.',
  [ER.TOO_MANY_USER_CONNECTIONS]:
    'Close connections that nobody uses, or have the limit of this account raised.',
  [ER.USER_LIMIT_REACHED]:
    'Use fewer connections or statements, or have the limit of this account raised with ALTER USER … WITH.',
  [ER.DBACCESS_DENIED_ERROR]:
    'GRANT the account access to this database, or connect to one that it may use.',
  [ER.ACCESS_DENIED_ERROR]: {
    cases: [
      [
        /password: (NO|NEIN|NON)\)/i,
        'No `password` was given: give one, and check `user` and that the account may come from this host.',
      ],
    ],
    otherwise:
      'Check `user` and `password`, that the account may come from this host (an account is a name and a host), and whether it requires TLS.',
  },
  [ER.ACCESS_DENIED_NO_PASSWORD_ERROR]:
    'This account may log in through the unix socket as the system user of the same name: do that, or use one with a password.',
  [ER.HOST_NOT_PRIVILEGED]:
    'No account of the server may come from this host: create one for it with CREATE USER.',
  [ER.HOST_IS_BLOCKED]:
    'Find out why connections from this host broke off, then run mysqladmin flush-hosts on the server.',
  [ER.NOT_SUPPORTED_AUTH_MODE]:
    'The account logs in in a way that this client library does not know: give it another plugin with ALTER USER.',
  [ER.MUST_CHANGE_PASSWORD]: NEW_PASSWORD,
  [ER.MUST_CHANGE_PASSWORD_LOGIN]: NEW_PASSWORD,

  // Staying in.
  [CR.SERVER_GONE_ERROR]:
    'The server had closed the connection, after wait_timeout, a restart or a packet above max_allowed_packet: open a new one.',
  [CR.SERVER_LOST]: {
    cases: [
      [
        /did not answer in time/,
        'The server may still be at work on the statement: give `readTimeout` more, or limit the statement on the server.',
      ],
    ],
    otherwise:
      "The connection broke while a statement ran, which may have taken effect: look in the server's log for the cause.",
  },
  [CR.COMMANDS_OUT_OF_SYNC]:
    'Fetch all rows of the streaming cursor or close it first, or use another connection.',
  [CR.LOAD_DATA_LOCAL_INFILE_REJECTED]:
    'Pass what the server shall get as `infile` of execute(), with the connect option `localInfile`, or allow a directory by `localInfileDir`; the connection was cut.',
  [ER.STMT_HAS_NO_OPEN_CURSOR]:
    'A server-side cursor ends with reset(), changeUser(), and behind a proxy with the session there: execute the statement again.',
  [CR.NOT_IMPLEMENTED]: {
    cases: [
      [
        /no cursor/,
        'What answers may be a proxy that has no cursors: use SSCursor, or connect to the server itself.',
      ],
    ],
  },
  [ER.NET_PACKET_TOO_LARGE]: LARGE_PACKET,
  [CR.NET_PACKET_TOO_LARGE]:
    'Send or fetch less at once, or raise max_allowed_packet on both the server and the client.',
  [ER.QUERY_INTERRUPTED]:
    'KILL QUERY, a timeout or an abort ended the statement; the connection can still be used.',

  // Writing statements.
  [ER.PARSE_ERROR]:
    'The text after "near" is where the server stopped understanding: the mistake is there or right before it.',
  [ER.EMPTY_QUERY]: 'The text holds no statement: only white space, comments or semicolons.',
  [ER.NO_DB_ERROR]:
    'Give connect() a `database`, run USE first, or write the table as database.table.',
  [ER.BAD_DB_ERROR]: 'Run CREATE DATABASE first, or correct the name of the database.',
  [ER.NO_SUCH_TABLE]:
    'Check the name and SELECT DATABASE(); most servers tell upper from lower case in table names.',
  [ER.BAD_FIELD_ERROR]:
    'Check the name; if it was meant as text, pass it as a parameter or put it in single quotes.',
  [ER.NON_UNIQ_ERROR]: 'Write the name of the table or its alias before the column.',
  [ER.WRONG_VALUE_COUNT_ON_ROW]:
    'Name the columns after the table, as in INSERT INTO t (a, b), and give one value for each.',
  [ER.WRONG_FIELD_WITH_GROUP]:
    'Add the column to GROUP BY, or wrap it in an aggregate such as MIN().',
  [ER.CANT_AGGREGATE_2COLLATIONS]:
    'Give both columns the same collation, or write COLLATE after one side of the comparison.',
  [ER.TRUNCATED_WRONG_VALUE_FOR_FIELD]:
    'If it says "string value", the column cannot hold such characters: convert it to utf8mb4.',
  [ER.NOT_ALLOWED_COMMAND]: `If this was LOAD DATA LOCAL: it is off until both sides allow it, by \`localInfile\` here, and by local_infile on the server.`,

  // Changing data.
  [ER.DUP_ENTRY]:
    'A row with this key is there already: choose another, or use INSERT … ON DUPLICATE KEY UPDATE.',
  [ER.NO_DEFAULT_FOR_FIELD]: 'Give the column a value, or a DEFAULT in the table.',
  [ER.NO_REFERENCED_ROW_2]: 'Insert the row that this one refers to first.',
  [ER.ROW_IS_REFERENCED_2]: 'Change or delete the rows that refer to this one first.',
  [ER.CANT_CREATE_TABLE]: {
    cases: [
      [
        /errno: 150/,
        'A foreign key needs columns of the same type and charset on both sides, and an index on the parent: SHOW WARNINGS tells what is missing.',
      ],
    ],
    otherwise: "Look in the server's log for the cause.",
  },
  [ER.MAX_PREPARED_STMT_COUNT_REACHED]:
    'Close prepared statements that nobody needs, by `close()`, `using` or `await using`, or raise max_prepared_stmt_count on the server.',
  [ER.UNSUPPORTED_PS]: {
    cases: [
      [
        /may cut an integer/,
        'MariaDB calls the expression an INT UNSIGNED, which may be too short: write CAST(… AS DECIMAL(20)), or use SSCursor.',
      ],
    ],
    otherwise: 'Execute it as text: without `prepared`, by another cursor than a server-side one.',
  },
  [ER.LOCK_WAIT_TIMEOUT]:
    'Another transaction holds the lock: commit that one sooner, and run this one again from its start.',
  [ER.UNKNOWN_ERROR]: { cases: [[/max_allowed_packet/, LARGE_PACKET]] },
  [ER.LOCK_DEADLOCK]:
    'The server rolled this transaction back to end a deadlock: run it again from its start.',
  [ER.TABLE_DEF_CHANGED]: 'The table was altered meanwhile: run the transaction again.',
  [ER.OPTION_PREVENTS_STATEMENT]: {
    cases: [
      [
        /secure[-_]file[-_]priv/,
        'The server reads and writes files in @@secure_file_priv only: use that folder.',
      ],
    ],
    otherwise: 'If it says read-only, this server is a replica: write to the primary.',
  },
};

const OF_FLAVOR: Readonly<Record<Flavor, Hints>> = {
  mariadb: {
    [ER.CONNECTION_KILLED]: KILLED,
    [ER.STATEMENT_TIMEOUT]: TOO_LONG,
    [ER.CONSTRAINT_FAILED]: CHECK,
    [ER.LOAD_INFILE_CAPABILITY_DISABLED]: LOCAL_INFILE,
    [ER.USER_IS_BLOCKED]: TOO_OFTEN,
    [MARIADB_ER.ACCOUNT_HAS_BEEN_LOCKED]: LOCKED,
  },
  mysql: {
    [ER.SESSION_WAS_KILLED]: KILLED,
    [ER.CLIENT_INTERACTION_TIMEOUT]: IDLE,
    [ER.QUERY_TIMEOUT]: TOO_LONG,
    [ER.CHECK_CONSTRAINT_VIOLATED]: CHECK,
    [ER.CLIENT_LOCAL_FILES_DISABLED]: LOCAL_INFILE,
    [ER.LOCK_NOWAIT]: 'Another transaction holds the row: run this one again from its start.',
    [ER.USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK]: TOO_OFTEN,
    [MYSQL_ER.ACCOUNT_HAS_BEEN_LOCKED]: LOCKED,
  },
};

/** What to do about an error with this text, or undefined when there is no advice for it. */
export function hintFor(
  errno: number,
  flavor: Flavor | undefined,
  message: string,
): string | undefined {
  const hint = (flavor && OF_FLAVOR[flavor][errno]) ?? SHARED[errno];
  if (typeof hint !== 'object') return hint;
  return hint.cases.find(([text]) => text.test(message))?.[1] ?? hint.otherwise;
}
