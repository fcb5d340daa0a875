// The least that a point query costs over one of Node's own sockets: the packet of an execution that was
// made before, and the answer as it comes, with nothing parsed or made of it. Any driver written in
// JavaScript pays that, and its own work on top. mysql2 logs in and prepares; from then on the socket is ours.
import { mysql2Driver } from './mysql2.mjs';

const COM_STMT_EXECUTE = 0x17;
const LONGLONG = 8;

const mysql2 = mysql2Driver('execute');

/** Where the id stands in an answer: the same in all of them. */
let rowAt = -1;

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  ...mysql2,
  version: `Node ${process.versions.node}`,
  open: async (target) => ({ connection: await mysql2.open(target), packet: undefined }),
  point: async (line, sql, id) => {
    line.packet ??= await takeOver(line, sql);
    line.packet.writeUInt32LE(id, line.packet.length - 8);
    return new Promise((resolve) => {
      line.answered = (/** @type {Buffer} */ data) => {
        if (rowAt < 0) rowAt = data.indexOf(beginOfRow(id)) + 2;
        resolve(data);
      };
      line.stream.write(line.packet);
    });
  },
  pointRow: (data) => ({ id: data.readUInt32LE(rowAt) }),
  close: ({ stream }) => stream.destroy(),
};

/**
 * Prepares the statement, and takes the socket away from the driver that has opened it.
 * @param {any} line
 * @param {string} sql
 * @returns {Promise<Buffer>} the packet that executes it, whose last eight bytes are the parameter
 */
async function takeOver(line, sql) {
  const { statement } = await line.connection.prepare(sql);
  line.stream = line.connection.connection.stream;
  line.stream.removeAllListeners('data');
  line.stream.on('data', (/** @type {Buffer} */ data) => line.answered(data));
  return executionOf(statement.id);
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_execute.html */
function executionOf(/** @type {number} */ statementId) {
  const id = Buffer.alloc(4);
  id.writeUInt32LE(statementId);
  const [noCursor, noNulls, typesFollow] = [0, 0, 1];
  const body = Buffer.from([
    ...[COM_STMT_EXECUTE, ...id, noCursor, 1, 0, 0, 0, noNulls, typesFollow, LONGLONG, 0],
    ...Buffer.alloc(8),
  ]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}

/** A row's first byte, its bits for NULLs, and its first column. */
function beginOfRow(/** @type {number} */ id) {
  const row = Buffer.alloc(6);
  row.writeUInt32LE(id, 2);
  return row;
}
