// Who runs when. Rounds are interleaved, A B C A B C …, so that a machine that gets slower for a
// while does so for every driver. Each round starts one driver further on: nobody always runs behind
// the same neighbour. Two processes of one program differ by more than the rounds of one do, because V8
// compiles them differently and lays out their memory otherwise: so each driver has several, one after the
// other, beside those of the others.
import { canRun, launch } from './launch.mjs';
import { meanSample } from './measure.mjs';

/**
 * @typedef {object} DriverResult
 * @property {string} driver
 * @property {string} version
 * @property {import('./measure.mjs').Sample[]} samples those of its first process, then those of the next, …
 */

/** @typedef {{ driver: string, reason: string }} Skipped */

/** @typedef {{ scenario: string, processes: number, results: DriverResult[], skipped: Skipped[] }} ScenarioResult */

/** @typedef {DriverResult & { process: any }} Lane */

/**
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @param {import('./options.mjs').Options} options
 */
export function plan(scenario, options) {
  const entries = options.drivers.filter((driver) => canRun(driver, scenario));
  const { warmups, rounds, processes } = scenario.once ? ONCE : options;
  const runs = entries.length * processes * (warmups + rounds);
  return { entries, warmups, rounds, processes, runs };
}

const ONCE = { warmups: 0, rounds: 1, processes: 1 };

export class Schedule {
  #scenario;
  #plan;
  #target;
  #prefix;
  #execute;
  #onRun;
  /** @type {Lane[]} with a process that works */
  #lanes = [];
  /** @type {Map<string, DriverResult>} */
  #results = new Map();
  /** @type {Skipped[]} */
  #skipped = [];

  /**
   * @param {import('./catalogue.mjs').Scenario} scenario
   * @param {ReturnType<typeof plan>} planned
   * @param {import('./target.mjs').Target} target
   * @param {string[]} prefix from placement.mjs
   * @param {import('./catalogue.mjs').Execute} execute for what is done between runs
   * @param {(driver: string) => void} onRun called after every run
   */
  constructor(scenario, planned, target, prefix, execute, onRun) {
    this.#scenario = scenario;
    this.#plan = planned;
    this.#target = target;
    this.#prefix = prefix;
    this.#execute = execute;
    this.#onRun = onRun;
  }

  /** @returns {Promise<ScenarioResult>} */
  async run() {
    const { processes } = this.#plan;
    try {
      for (let done = 0; done < processes; done++) {
        // A single run needs no neighbours, and it can have the machine to itself.
        await (this.#scenario.once ? this.#runInTurn() : this.#runInterleaved());
        await this.#closeAll();
      }
    } finally {
      await this.#closeAll();
    }
    const failed = new Set(this.#skipped.map(({ driver }) => driver));
    const results = [...this.#results.values()].filter(({ driver }) => !failed.has(driver));
    return { scenario: this.#scenario.name, processes, results, skipped: this.#skipped };
  }

  async #runInTurn() {
    for (const entry of this.#plan.entries) {
      await this.#start(entry);
      await this.#round(0, true);
      await this.#closeAll();
    }
  }

  async #runInterleaved() {
    for (const entry of this.#plan.entries) await this.#start(entry);
    const { warmups, rounds } = this.#plan;
    for (let round = 0; round < warmups + rounds; round++) {
      await this.#round(round, round >= warmups);
    }
  }

  /** @param {import('./catalogue.mjs').DriverEntry} entry */
  async #start(entry) {
    if (this.#skipped.some(({ driver }) => driver === entry.name)) return;
    try {
      const started = await launch(entry, this.#scenario, this.#target, this.#prefix);
      this.#lanes.push({ driver: entry.name, samples: [], ...started });
    } catch (error) {
      this.#skip(entry.name, error);
    }
  }

  /**
   * @param {number} round
   * @param {boolean} counted
   */
  async #round(round, counted) {
    const first = this.#lanes.length ? round % this.#lanes.length : 0;
    for (const lane of [...this.#lanes.slice(first), ...this.#lanes.slice(0, first)]) {
      await this.#runLane(lane, counted);
      this.#onRun(lane.driver);
    }
  }

  /**
   * @param {Lane} lane
   * @param {boolean} counted
   */
  async #runLane(lane, counted) {
    const { together = 1 } = this.#scenario;
    const samples = [];
    try {
      while (samples.length < together) samples.push(await this.#runOnce(lane));
      if (counted) lane.samples.push(meanSample(samples));
    } catch (error) {
      lane.process.kill();
      this.#lanes = this.#lanes.filter((other) => other !== lane);
      this.#skip(lane.driver, error);
    }
  }

  /**
   * @param {Lane} lane
   * @returns {Promise<import('./measure.mjs').Sample>}
   */
  async #runOnce(lane) {
    await this.#scenario.beforeRun?.(this.#execute);
    const sample = await lane.process.run();
    await this.#scenario.afterRun?.(this.#execute);
    const { operations } = this.#scenario;
    if (sample.operations === operations) return sample;
    throw new Error(`${sample.operations} rows or queries of ${operations}`);
  }

  /**
   * @param {string} driver
   * @param {unknown} error
   */
  #skip(driver, error) {
    const message = error instanceof Error ? error.message : String(error);
    this.#skipped.push({ driver, reason: message.split('\n')[0] });
  }

  async #closeAll() {
    await Promise.all(this.#lanes.map(({ process }) => process.close()));
    for (const { driver, version, samples } of this.#lanes) {
      const before = this.#results.get(driver)?.samples ?? [];
      this.#results.set(driver, { driver, version, samples: [...before, ...samples] });
    }
    this.#lanes = [];
  }
}
