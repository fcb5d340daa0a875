import type { Command } from './command';

/** Taken ones are cut off when there are so many. */
const MOST_TAKEN = 1024;

/** Commands that wait, in the order in which they came; there may be a hundred thousand of them. */
export class CommandQueue {
  #commands: (Command | undefined)[] = [];
  /** How many were taken; not shift(), which moves all that wait behind. */
  #taken = 0;

  get size(): number {
    return this.#commands.length - this.#taken;
  }

  /** The one whose turn is next. */
  get first(): Command | undefined {
    return this.#commands[this.#taken];
  }

  add(command: Command): void {
    this.#commands.push(command);
  }

  /** Takes the first out. */
  take(): void {
    // A command that is done is not kept alive, with its rows.
    this.#commands[this.#taken++] = undefined;
    if (this.#taken < MOST_TAKEN && this.size > 0) return;
    this.#commands.splice(0, this.#taken);
    this.#taken = 0;
  }

  /** Takes one out before its turn. */
  remove(command: Command): void {
    this.#commands = this.#commands.slice(this.#taken).filter((waiting) => waiting !== command);
    this.#taken = 0;
  }

  /** Takes all of them out. */
  takeAll(): Command[] {
    const all = this.#commands.slice(this.#taken) as Command[];
    this.#commands = [];
    this.#taken = 0;
    return all;
  }
}
