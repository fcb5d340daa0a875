'use strict';

const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Those have configurations of their own.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/prebuild/',
    '<rootDir>/test/orms/full/',
  ],
  // scripts/prebuild.mjs keeps a copy of package.json there: one package, not two.
  modulePathIgnorePatterns: ['<rootDir>/build/prebuild/', '<rootDir>/build/orms/'],
  transform: { '\\.ts$': ['@swc/jest', swc] },
  // Starts one private server for all test files, unless MYSQLDB_TEST_URL names one.
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/scripts/count-reporter.cjs'],
};
