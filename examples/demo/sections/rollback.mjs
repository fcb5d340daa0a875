import { count, heading, say, showCode, table } from '../screen.mjs';

const abolishSummerTime = async (conn, now) => {
  const summers = 'FROM transition WHERE is_dst AND at > ?';
  const counted = () => conn.fetchone(`SELECT COUNT(*) ${summers}`, [now]);
  const [before] = await counted();
  const cur = await conn.execute(`DELETE ${summers}`, [now]);
  const [during] = await counted();
  await conn.rollback();
  const [after] = await counted();
  return { before, deleted: cur.rowcount, during, after };
};

/** @param {import('../stage.mjs').Stage} stage */
export async function rollback({ conn }) {
  heading('A transaction: abolish summer time, and think again');
  say('Autocommit is off, as PEP 249 says: a transaction begins by itself.');
  showCode(abolishSummerTime);
  const { before, deleted, during, after } = await abolishSummerTime(conn, new Date());
  table(
    ['', 'summers to come'],
    [
      ['before', before],
      [`after DELETE (rowcount ${count(deleted)})`, during],
      ['after rollback()', after],
    ],
  );
}
