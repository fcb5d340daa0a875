'use strict';

// The suite that needs `npm run prebuilds` first; `npm test` does without.

const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/prebuild/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
