// Owns counting turns of one record from who speaks when, as normalising it would. Refuses texts, and records that must be looked at.
import type { RecordFacts } from "../facts.ts";

export const [SYSTEM, AGENT, USER] = [0, 1, 2] as const;

/** What of the facts follows from speakers and times alone. */
export type TurnCounts = Pick<RecordFacts, "hasUser" | "hasAgent" | "messages" | "merged" | "cut" | "system" | "turns" | "userTurns">;

/** Takes the messages of one record after the other; what it holds between two is only room. */
export class TurnCount {
  readonly #within: number;
  #roles = new Uint8Array(64);
  #times = new Float64Array(64);
  #messages = 0;

  constructor(mergeWithinMinutes: number) {
    this.#within = mergeWithinMinutes * 60_000;
  }

  start(): void {
    this.#messages = 0;
  }

  /** `time`: milliseconds since the epoch, NaN where there is none. */
  add(role: number, time: number): void {
    if (this.#messages === this.#roles.length) {
      const roles = new Uint8Array(2 * this.#messages);
      const times = new Float64Array(2 * this.#messages);
      roles.set(this.#roles);
      times.set(this.#times);
      this.#roles = roles;
      this.#times = times;
    }
    this.#roles[this.#messages] = role;
    this.#times[this.#messages] = time;
    this.#messages++;
  }

  /** The counts with everything after `end` cut, NaN where nothing is; undefined where there is an end and no message has a time. */
  counted(end: number): TurnCounts | undefined {
    let [system, cut, merged, turns, userTurns, before] = [0, 0, 0, 0, 0, 0];
    let time = Number.NaN;
    let hasUser = false;
    let hasAgent = false;
    let after = false;
    let timed = false;
    for (let index = 0; index < this.#messages; index++) {
      const role = this.#roles[index] ?? SYSTEM;
      const at = this.#times[index] ?? Number.NaN;
      timed ||= at === at;
      if (role === SYSTEM) {
        system++;
        continue;
      }
      hasUser ||= role === USER;
      hasAgent ||= role === AGENT;
      if (at === at && end === end) after = at > end;
      if (after) {
        cut++;
        continue;
      }
      // Not more than: a time that is missing is near.
      if (role === before && !(Math.abs(at - time) > this.#within)) merged++;
      else {
        turns++;
        if (role === USER) userTurns++;
      }
      before = role;
      time = at;
    }
    if (end === end && !timed) return undefined;
    return { hasUser, hasAgent, messages: this.#messages, merged, cut, system, turns, userTurns };
  }
}
