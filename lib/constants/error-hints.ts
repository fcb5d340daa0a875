// What to do about the errors that people meet first, in one sentence each: `error.hint`. A hint
// never repeats the message, and knows nothing of the statement or its parameters.

import { CR } from './client-errors';
import type { Flavor } from './flavor';
import { MYSQL_ER } from './mysql-errors';
import { ER } from './server-errors';

const LISTENING = 'Check that the server runs and listens where `host` and `port` point';
const IDLE = 'The server closes what is idle for longer than wait_timeout: open a new connection.';
const KILLED = 'Someone ended this connection with KILL: open a new one.';
const NEW_PASSWORD = 'The password has expired: set a new one with ALTER USER.';

/** Both servers and the client library mean the same by these. */
const SHARED: Readonly<Record<number, string>> = {
  // Getting in.
  [CR.CONNECTION_ERROR]: `${LISTENING}, or at \`unixSocket\`; 'localhost' means the socket, '127.0.0.1' means TCP.`,
  [CR.CONN_HOST_ERROR]: `${LISTENING}, and that no firewall is between.`,
  [CR.UNKNOWN_HOST]: 'Check how `host` is spelled, and that this machine can resolve it.',
  [CR.SERVER_HANDSHAKE_ERR]: `${LISTENING}: what answered there may be no MySQL server.`,
  [CR.SSL_CONNECTION_ERROR]:
    'Check that the server offers TLS, and that its certificate is valid for `host` and signed by someone you trust.',
  [CR.AUTH_PLUGIN_CANNOT_LOAD]:
    'The client library lacks the way in which this account logs in: install that plugin, or give the account another with ALTER USER.',
  [CR.AUTH_PLUGIN_ERR]:
    'If it asks for a secure connection, use TLS or the unix socket; else check `user` and `password`.',
  [ER.CON_COUNT_ERROR]:
    'Close connections that nobody uses, share them, or raise max_connections on the server.',
  [ER.TOO_MANY_USER_CONNECTIONS]:
    'Close connections that nobody uses, or have the limit of this account raised.',
  [ER.DBACCESS_DENIED_ERROR]:
    'GRANT the account access to this database, or connect to one that it may use.',
  [ER.ACCESS_DENIED_ERROR]:
    'Check `user` and `password`, and that the account may come from this host: an account is a name and a host.',
  [ER.ACCESS_DENIED_NO_PASSWORD_ERROR]:
    'This account may log in through the unix socket as the system user of the same name: do that, or use one with a password.',
  [ER.HOST_NOT_PRIVILEGED]:
    'No account of the server may come from this host: create one for it with CREATE USER.',
  [ER.HOST_IS_BLOCKED]:
    'Find out why connections from this host broke off, then run mysqladmin flush-hosts on the server.',
  [ER.MUST_CHANGE_PASSWORD]: NEW_PASSWORD,
  [ER.MUST_CHANGE_PASSWORD_LOGIN]: NEW_PASSWORD,

  // Staying in.
  [CR.SERVER_GONE_ERROR]:
    'The server had closed the connection, after wait_timeout, a restart or a packet above max_allowed_packet: open a new one.',
  [CR.SERVER_LOST]:
    "The connection broke while a statement ran, which may have taken effect: look in the server's log for the cause.",
  [CR.COMMANDS_OUT_OF_SYNC]:
    'Fetch all rows of the streaming cursor or close it first, or use another connection.',
  [CR.PLUGIN_NOT_ALLOWED]:
    'The server asked for the password in clear, or by a way that the driver does not use: give the account another plugin with ALTER USER.',
  [ER.LOAD_INFILE_CAPABILITY_DISABLED]:
    'LOAD DATA LOCAL is off: let the server read a file of its own, or insert the rows with executemany().',
  [ER.NET_PACKET_TOO_LARGE]: 'Send less at once, or raise max_allowed_packet on the server.',
  [CR.NET_PACKET_TOO_LARGE]:
    'Send or fetch less at once, or raise max_allowed_packet on both the server and the client.',
  [ER.QUERY_INTERRUPTED]:
    'KILL QUERY, a timeout or an abort ended the statement; the connection can still be used.',

  // Writing statements.
  [ER.PARSE_ERROR]:
    'The text after "near" is where the server stopped understanding: the mistake is there or right before it.',
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

  // Changing data.
  [ER.DUP_ENTRY]:
    'A row with this key is there already: choose another, or use INSERT … ON DUPLICATE KEY UPDATE.',
  [ER.NO_REFERENCED_ROW_2]: 'Insert the row that this one refers to first.',
  [ER.ROW_IS_REFERENCED_2]: 'Change or delete the rows that refer to this one first.',
  [ER.LOCK_WAIT_TIMEOUT]:
    'Another transaction holds the lock: commit that one sooner, and run this one again from its start.',
  [ER.LOCK_DEADLOCK]:
    'The server rolled this transaction back to end a deadlock: run it again from its start.',
  [ER.OPTION_PREVENTS_STATEMENT]:
    'If it says read-only, this server is a replica: write to the primary.',
};

const OF_FLAVOR: Readonly<Record<Flavor, Readonly<Record<number, string>>>> = {
  mariadb: { [ER.CONNECTION_KILLED]: KILLED },
  mysql: { [MYSQL_ER.CLIENT_INTERACTION_TIMEOUT]: IDLE },
};

/** What to do about an error, or undefined when there is no advice for it. */
export function hintFor(errno: number, flavor: Flavor | undefined): string | undefined {
  return (flavor && OF_FLAVOR[flavor][errno]) ?? SHARED[errno];
}
