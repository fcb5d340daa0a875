/** What went wrong with a throwaway server. */
export type TestServerErrorCode =
  | 'INVALID_OPTION'
  | 'SERVER_NOT_FOUND'
  | 'SERVER_START_FAILED'
  | 'SERVER_START_TIMEOUT'
  | 'SERVER_STOP_FAILED';

/** How many of the last lines of the log an error message shows. */
const SHOWN_LINES = 20;

/**
 * Every error of `mysqldb/testing`. The message says what failed and what to do; when the server
 * had begun to log, its last lines follow, and `log` has all of it.
 *
 * @example
 * await startServer().catch((error) => {
 *   if (error instanceof TestServerError && error.code === 'SERVER_NOT_FOUND') return undefined;
 *   throw error;
 * });
 */
export class TestServerError extends Error {
  /** For logs: the class's name. */
  override readonly name = 'TestServerError';
  /** What went wrong. */
  readonly code: TestServerErrorCode;
  /** What the server wrote until then; empty when it wrote nothing. */
  readonly log: string;

  /** @internal */
  constructor(code: TestServerErrorCode, message: string, log = '', options?: ErrorOptions) {
    super(withLastLines(message, log), options);
    this.code = code;
    this.log = log;
  }
}

function withLastLines(message: string, log: string): string {
  const lines = log.trimEnd().split('\n').slice(-SHOWN_LINES);
  return log.trim() === '' ? message : `${message}\nThe server's last lines:\n${lines.join('\n')}`;
}
