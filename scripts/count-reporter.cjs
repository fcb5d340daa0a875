'use strict';

// Appends each jest run's counts to the file that MYSQLDB_TEST_COUNTS names, one JSON line a run.
// .ci/run closes with their sum; without the variable this reporter does nothing.

const { appendFileSync } = require('node:fs');

class CountReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.MYSQLDB_TEST_COUNTS;
    if (!file) return;
    // A file that cannot even be loaded has no tests of its own: it counts as one failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const counts = { passed: results.numPassedTests, failed, skipped: results.numPendingTests };
    appendFileSync(file, `${JSON.stringify(counts)}\n`);
  }
}

module.exports = CountReporter;
