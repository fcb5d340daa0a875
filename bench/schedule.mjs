// Who runs when. Rounds are interleaved, A B C A B C …, so that a machine that gets slower for a
// while does so for every driver. Each round starts one driver further on: nobody always runs behind
// the same neighbour.
import { canRun, launch } from './launch.mjs';

/**
 * @typedef {object} DriverResult
 * @property {string} driver
 * @property {string} version
 * @property {import('./measure.mjs').Sample[]} samples
 */

/** @typedef {{ driver: string, reason: string }} Skipped */

/** @typedef {{ scenario: string, results: DriverResult[], skipped: Skipped[] }} ScenarioResult */

/** @typedef {{ driver: string, version: string, process: any, samples: any[] }} Lane */

/**
 * @param {import('./catalogue.mjs').Scenario} scenario
 * @param {import('./options.mjs').Options} options
 */
export function plan(scenario, options) {
  const entries = options.drivers.filter((driver) => canRun(driver, scenario));
  const warmups = scenario.once ? 0 : options.warmups;
  const rounds = scenario.once ? 1 : options.rounds;
  return { entries, warmups, rounds, runs: entries.length * (warmups + rounds) };
}

export class Schedule {
  #scenario;
  #plan;
  #target;
  #prefix;
  #execute;
  #onRun;
  /** @type {Lane[]} with a process that works */
  #lanes = [];
  /** @type {Lane[]} */
  #finished = [];
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
    try {
      // A single run needs no neighbours, and it can have the machine to itself.
      await (this.#scenario.once ? this.#runInTurn() : this.#runInterleaved());
    } finally {
      await this.#closeAll();
    }
    const results = this.#finished.map(({ driver, version, samples }) => {
      return { driver, version, samples };
    });
    return { scenario: this.#scenario.name, results, skipped: this.#skipped };
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
    try {
      await this.#scenario.beforeRun?.(this.#execute);
      const sample = await lane.process.run();
      await this.#scenario.afterRun?.(this.#execute);
      const { operations } = this.#scenario;
      if (sample.operations !== operations) {
        throw new Error(`${sample.operations} rows or queries of ${operations}`);
      }
      if (counted) lane.samples.push(sample);
    } catch (error) {
      lane.process.kill();
      this.#lanes = this.#lanes.filter((other) => other !== lane);
      this.#skip(lane.driver, error);
    }
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
    this.#finished.push(...this.#lanes);
    this.#lanes = [];
  }
}
