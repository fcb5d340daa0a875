import { serverAttributes, type TracedSession } from './attributes';
import { connectChannel } from './channels';
import { type Finish, isWatched, Trace } from './trace';

/** A trace for connecting; undefined when nobody listens. */
export function traceConnect(session: TracedSession): Trace | undefined {
  if (!isWatched(connectChannel)) return undefined;
  return new Trace(connectChannel, serverAttributes(session));
}

/** Which server it is, and which of several, is known when it is reached. */
export function finishConnect(session: TracedSession): Finish<void> {
  return (attributes) => void Object.assign(attributes, serverAttributes(session));
}
