/**
 * @file Shows what the driver does, on real data and a throwaway server:
 *
 *     npm run demo
 */

import { INTERRUPTED, Interruption, interruption } from './demo/interruption.mjs';
import { Stage } from './demo/stage.mjs';

const stage = new Stage();
let play;

/** Loads late: where nothing is built there is no driver, and this file has to say so. */
async function perform() {
  play = await import('./demo/play.mjs');
  await play.sections(stage);
  await stage.clear();
  play.readNext();
}

/** Says on stderr why the demo could not go on; a stack is shown for our own mistakes only. */
function explain(error) {
  process.stderr.write(`\n${reason(error)}\n`);
}

function reason(error) {
  if (error instanceof Interruption) return 'Interrupted: stopping the server.';
  if (play === undefined) {
    return `${error.message}\nWhat the demo needs may not be built yet; this does it: npm run demo`;
  }
  return play.errorText(error) ?? error.stack;
}

/** The exit code for what ended the demo. */
async function end(error) {
  play?.fallSilent();
  explain(error);
  await stage.clear();
  return error instanceof Interruption ? INTERRUPTED : 1;
}

process.stderr.on('error', () => {}); // nobody reads it
try {
  await Promise.race([perform(), interruption()]);
} catch (error) {
  process.exit(await end(error).catch((failure) => (explain(failure), 1)));
}
