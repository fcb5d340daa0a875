'use strict';
// The process of a user: starts a server from the sources, says so, and then ends as it is told.
const { join } = require('node:path');
require('../support/require-typescript.cjs');

const { startServer } = require(join(__dirname, '../../lib/testing'));

const endings = {
  wait: () => setInterval(() => {}, 60_000),
  forget: () => {},
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('uncaught');
  },
  handle: () => setInterval(() => {}, 60_000),
  stop: (server) => server.stop(),
};

// Like a test runner with a handler of its own: nobody may take the signal from it.
if (process.argv[2] === 'handle') process.on('SIGINT', () => process.exit(4));

startServer().then((server) => {
  const { pid, datadir, unixSocket } = server;
  process.stdout.write(`${JSON.stringify({ pid, datadir, unixSocket })}\n`, () =>
    setImmediate(endings[process.argv[2]], server),
  );
});
