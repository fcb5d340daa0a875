'use strict';
// Runs in a process whose TZ is the zone to test: reads texts of local times as the facade does, and
// prints those of which JavaScript's own Date makes something else.
const { join } = require('node:path');
require('../support/require-typescript.cjs');

const { parseDate } = require(join(__dirname, '../../lib/mysql2/dates.ts'));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const wrong = [];
let offsets = 0;
let lastOffset;

function compare(wall) {
  const utc = new Date(wall);
  const text = utc.toISOString().replace('T', ' ').replace('Z', '');
  const expected = new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
    utc.getUTCMilliseconds(),
  );
  if (expected.getTimezoneOffset() !== lastOffset) offsets++;
  lastOffset = expected.getTimezoneOffset();
  for (const read of [parseDate(text, 'local'), parseDate(text, 'local')]) {
    if (read.getTime() !== expected.getTime()) wrong.push(text);
  }
}

// Each day of some years, and on each the hours in which clocks are changed.
for (const year of [1950, 1979, 1980, 2011, 2024]) {
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
    for (let minute = 0; minute < 5 * 60; minute += 7) compare(day + minute * MINUTE + 1234);
  }
}
console.log(JSON.stringify({ wrong: wrong.slice(0, 5), offsets }));
