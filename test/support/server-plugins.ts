import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const FETCHED = resolve(__dirname, '../../build/server-plugins');

/** A plugin of MariaDB's server: one that the set-up fetched, or the server's own. */
export class ServerPlugin implements Disposable {
  /** What a server is to be started with. */
  readonly options: readonly string[];
  #folder: string | undefined;

  constructor(name: string) {
    const load = `--plugin-load-add=${name}`;
    const file = join(FETCHED, `${name}.so`);
    this.options = existsSync(file) ? [`--plugin-dir=${this.#copy(file, name)}`, load] : [load];
  }

  /** The account that the server runs under need not see the project's folder. */
  #copy(file: string, name: string): string {
    this.#folder = mkdtempSync(join(tmpdir(), 'mysqldb-plugin-'));
    chmodSync(this.#folder, 0o755);
    copyFileSync(file, join(this.#folder, `${name}.so`));
    return this.#folder;
  }

  [Symbol.dispose](): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true });
  }
}
