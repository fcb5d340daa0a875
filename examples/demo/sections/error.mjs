import { DatabaseError } from 'mysqldb';
import { heading, say, showCode, showError } from '../screen.mjs';

const misspell = async (conn) => {
  try {
    await conn.fetchall('SELECT nmae FROM zone');
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  }
};

/** @param {import('../stage.mjs').Stage} stage */
export async function error({ conn }) {
  heading('An error, as you would meet it');
  say('PEP 249 has a class for each kind of error; the hint says what to do.');
  showCode(misspell);
  showError(await misspell(conn));
  const [zones] = await conn.fetchone('SELECT COUNT(*) FROM zone');
  say(`The connection goes on as if nothing had happened: it counts ${zones} zones.`);
}
