/** What a test hears on the driver's tracing channels. */
import { channel } from 'node:diagnostics_channel';
import type { TraceContext } from '../../lib';

export const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
export type TraceEvent = (typeof EVENTS)[number];

/** One event of a call; the attributes are those of that moment. */
export interface Heard {
  readonly channel: string;
  readonly event: TraceEvent;
  readonly attributes: TraceContext['attributes'];
  readonly context: TraceContext;
}

/** Listens during each test; the array that is returned fills with what is heard. */
export function useTraces(...channels: readonly string[]): Heard[] {
  const heard: Heard[] = [];
  const listeners = channels.flatMap((name) =>
    EVENTS.map((event) => {
      const listener = (message: unknown): void => {
        const context = message as TraceContext;
        heard.push({ channel: name, event, attributes: { ...context.attributes }, context });
      };
      return { of: channel(`tracing:${name}:${event}`), listener };
    }),
  );
  beforeEach(() => {
    heard.length = 0;
    for (const { of, listener } of listeners) of.subscribe(listener);
  });
  afterEach(() => {
    for (const { of, listener } of listeners) of.unsubscribe(listener);
  });
  return heard;
}

/** The attributes of the calls that have ended, in the order in which they began. */
export function endedCalls(heard: readonly Heard[]): TraceContext['attributes'][] {
  return [...new Set(heard.map(({ context }) => context))].map(({ attributes }) => attributes);
}
