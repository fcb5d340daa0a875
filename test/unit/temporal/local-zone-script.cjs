'use strict';
// Runs in a process whose TZ is the zone to test: compares timeZone('local') with what JavaScript's
// own Date makes of the same clock, and prints what differs as JSON.
const { join } = require('node:path');
require('../../support/require-typescript.cjs');

const { timeZone } = require(join(__dirname, '../../../lib/temporal/time-zone.ts'));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const local = timeZone('local');
const named = timeZone(process.env.TZ);

/** Milliseconds since the epoch when a local clock shows this, as Date says. */
function dateOf(wall) {
  const at = new Date(wall);
  const date = new Date(2000, 0, 1);
  date.setFullYear(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  // One call, so that no time in between falls into a gap.
  const day = [date.getFullYear(), date.getMonth(), date.getDate()];
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), at.getUTCMilliseconds()];
  if (at.getUTCFullYear() >= 100) {
    return new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), ...clock).getTime();
  }
  return new Date(...day, ...clock).setFullYear(...day);
}

function offsetAt(utc) {
  const date = new Date(utc);
  const wall = new Date(0);
  wall.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  wall.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds());
  return wall.getTime() - utc;
}

/** The instants at which the offset changes, with the offsets before and after. */
function changes() {
  const found = [];
  const step = 12 * HOUR;
  for (let from = Date.UTC(1830, 0, 1); from < Date.UTC(2045, 0, 1); from += step) {
    let low = from;
    let high = from + step;
    const before = offsetAt(low);
    if (offsetAt(high) === before) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ at: high, before, after: offsetAt(high) });
  }
  return found;
}

function* walls() {
  let state = 1;
  const random = (from, to) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor(from + (state / 0x7fffffff) * (to - from));
  };
  for (let i = 0; i < 3000; i++) yield random(Date.UTC(1000, 0, 1), Date.UTC(9999, 11, 31));
  for (let i = 0; i < 3000; i++) yield random(Date.UTC(1850, 0, 1), Date.UTC(2040, 0, 1));
  const around = [-25 * HOUR, -2 * HOUR, -HOUR, 1 - HOUR, -HOUR / 2, -1, 0, 1, HOUR / 2, HOUR - 1];
  for (const { at, before, after } of changes()) {
    for (const offset of [before, after])
      for (const more of [...around, HOUR, 2 * HOUR, DAY - 1]) yield at + offset + more;
  }
}

/** Whether a local clock shows this at all. */
function exists(wall) {
  return [-DAY, 0, DAY].some((more) => {
    const offset = offsetAt(wall + more);
    return offsetAt(wall - offset) === offset;
  });
}

const report = { compared: 0, changes: changes().length, gaps: 0, date: [], named: [], back: [] };
for (const wall of walls()) {
  const utc = local.toUtc(wall);
  const text = new Date(wall).toISOString();
  report.compared++;
  if (utc !== dateOf(wall)) report.date.push([text, utc - dateOf(wall)]);
  if (named.toUtc(wall) !== utc) report.named.push([text, named.toUtc(wall) - utc]);
  if (!exists(wall)) report.gaps++;
  else if (local.toWall(utc) !== wall) report.back.push([text, local.toWall(utc) - wall]);
}
for (const key of ['date', 'named', 'back']) report[key] = report[key].slice(0, 10);
process.stdout.write(JSON.stringify(report));
