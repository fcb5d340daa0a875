import { Readable, type ReadableOptions } from 'node:stream';
import type { Statement } from './statement';

/**
 * The rows of a statement as a stream. While it is full the statement's connection is paused; when it is
 * destroyed the rows that are left are dropped.
 */
export function resultStream(statement: Statement, options: ReadableOptions): Readable {
  const stream = new Readable({
    ...options,
    objectMode: true,
    emitClose: true,
    autoDestroy: true,
    read: () => statement.gate.resume(),
  });
  const onResult = (row: unknown, index: number): void => {
    if (!stream.push(row)) statement.gate.pause();
    stream.emit('result', row, index);
  };
  const onFields = (fields: unknown): void => void stream.emit('fields', fields);
  const onEnd = (): void => void stream.push(null);
  const onError = (error: Error): void => void stream.destroy(error);
  const destroy: Readable['_destroy'] = (error, callback) => {
    statement.off('result', onResult).off('fields', onFields).off('end', onEnd);
    statement.off('error', onError);
    // What fails from here on concerns nobody.
    statement.on('error', () => {});
    statement.gate.resume();
    callback(error);
  };
  stream._destroy = destroy;
  statement.on('result', onResult).on('fields', onFields).on('end', onEnd).on('error', onError);
  // Who waits for the end gets it after an early close too.
  stream.once('close', () => {
    if (!stream.readableEnded) stream.emit('end');
  });
  return stream;
}
