// Few rules, all errors: what the compiler and Prettier cannot see, and what design and style pin.

import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Files are read whole: CONTRIBUTING.md's aim is half of these numbers. */
const size = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 60, IIFEs: true }],
};

const javascript = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-throw-literal': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

const typescript = {
  ...javascript,
  // The compiler reports unused locals itself, and knows which are types.
  'no-unused-vars': 'off',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-implied-eval': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/no-unsafe-call': 'error',
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
};

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one noun per file, called the same everywhere.',
};

/**
 * V8 takes such a function for a method and makes it among the old objects at once. There it and all it
 * refers to, such as a result, outlive the collections of the young ones, dead as they may be.
 */
const noAssignedFunction = {
  selector:
    "AssignmentExpression[left.type='MemberExpression'] > :matches(ArrowFunctionExpression, FunctionExpression).right",
  message:
    'Name the function, and assign the name: V8 gives one that is assigned as it is made a long life.',
};

export default defineConfig(
  { ignores: ['build/', 'coverage/', 'dist/', 'docs/api/', 'packages/**/*.d.ts', 'prebuilds/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.{js,cjs,mjs}'], rules: { ...size, ...javascript } },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...size, ...typescript },
  },
  {
    files: ['lib/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noAssignedFunction] },
  },
  // A describe block is a chapter, not a function: the file's limit bounds it.
  { files: ['test/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
);
