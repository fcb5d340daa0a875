'use strict';
// Runs in a process whose TZ is the zone to test: prints what the constructors make there, as JSON.
const { join } = require('node:path');
require('../support/require-typescript.cjs');

const { dateOf, timestampOf } = require(join(__dirname, '../../lib/constructors.ts'));

function outcome(make) {
  try {
    return make();
  } catch (error) {
    return error.name;
  }
}

console.log(
  JSON.stringify({
    leftOutDay: outcome(() => dateOf(2011, 12, 30)),
    leftOutDayAtNoon: outcome(() => timestampOf(2011, 12, 30, 12)),
    leftOutHour: outcome(() => timestampOf(2024, 3, 31, 2, 30)),
    hourBefore: outcome(() => timestampOf(2024, 3, 31, 1, 59, 59)),
    twice: outcome(() => timestampOf(2024, 10, 27, 2, 30)),
  }),
);
