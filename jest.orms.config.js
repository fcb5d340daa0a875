'use strict';

// The long tests of ORMs: `npm run test:orms`. Each installs its ORM into build/ when it is not there.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/orms/full/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
