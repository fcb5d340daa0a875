/** Items that were taken are cut off when there are so many. */
const MOST_TAKEN = 1024;

/** First in, first out, also for a hundred thousand: `shift()` of such an array moves all that is left. */
export class Fifo<T> {
  #items: (T | undefined)[] = [];
  #taken = 0;

  get size(): number {
    return this.#items.length - this.#taken;
  }

  get first(): T | undefined {
    return this.#items[this.#taken];
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** Takes the first out; undefined when there is none. */
  take(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#taken];
    // What was taken is not kept alive.
    this.#items[this.#taken++] = undefined;
    if (this.size === 0) this.#items = [];
    else if (this.#taken === MOST_TAKEN) this.#items.splice(0, this.#taken);
    else return item;
    this.#taken = 0;
    return item;
  }

  /** Takes one out before its turn. */
  remove(item: T): void {
    this.#items = this.takeAll().filter((other) => other !== item);
  }

  takeAll(): T[] {
    const all = this.#items.slice(this.#taken) as T[];
    this.#items = [];
    this.#taken = 0;
    return all;
  }
}
