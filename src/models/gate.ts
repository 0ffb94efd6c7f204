// Owns how many calls go to one endpoint at once: doubled round by round until the server first limits, from then on additive increase and
// multiplicative decrease (as TCP's slow start and congestion avoidance, RFC 5681), and a common pause. Refuses retrying.
import type { Clock } from "../core/ports.ts";

export interface GateLimits {
  /** Calls at once at the beginning, and at most. */
  readonly start: number;
  readonly most: number;
}

/** A place inside; `leave` must be called once, whatever happened. */
export interface Lease {
  /** The server limited the rate: fewer calls from now on, and none before `waitMilliseconds` have passed. */
  limited(waitMilliseconds: number): void;
  leave(succeeded: boolean): void;
}

const DECREASE = 0.5;

/** Lets calls in one after the other while fewer than the limit are inside. */
export class Gate {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #inside = 0;
  #closedUntil = 0;
  /** The server has limited the rate before. */
  #slow = false;
  /** Calls that began before the last decrease tell nothing about the new limit. */
  #epoch = 0;

  constructor(limits: GateLimits, clock: Clock) {
    this.#clock = clock;
    this.#most = Math.max(1, limits.most);
    this.#limit = Math.min(this.#most, Math.max(1, limits.start));
  }

  /** Calls allowed at once, a whole number from 1. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Waits for a place, in the order of asking. Rejects with the signal's reason. */
  async enter(signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted();
    while (this.#inside >= this.limit) await this.#turn(signal);
    this.#inside += 1;
    try {
      for (let wait = this.#closedFor(); wait > 0; wait = this.#closedFor()) await this.#clock.sleep(wait, signal);
    } catch (error) {
      this.#release();
      throw error;
    }
    return this.#lease(this.#epoch);
  }

  #lease(epoch: number): Lease {
    let left = false;
    return {
      limited: (wait) => {
        this.#closedUntil = Math.max(this.#closedUntil, this.#clock.milliseconds() + wait);
        if (epoch !== this.#epoch) return;
        this.#epoch += 1;
        this.#slow = true;
        this.#limit = Math.max(1, this.#limit * DECREASE);
      },
      leave: (succeeded) => {
        if (left) return;
        left = true;
        // One more for each success is twice as many after a round of them.
        if (succeeded) this.#limit = Math.min(this.#most, this.#limit + (this.#slow ? 1 / this.#limit : 1));
        this.#release();
      },
    };
  }

  #closedFor(): number {
    return this.#closedUntil - this.#clock.milliseconds();
  }

  #release(): void {
    this.#inside -= 1;
    for (let free = this.limit - this.#inside; free > 0; free--) this.#waiting.shift()?.();
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const called = (): void => {
        signal.removeEventListener("abort", cancelled);
        resolve();
      };
      const cancelled = (): void => {
        const place = this.#waiting.indexOf(called);
        if (place >= 0) this.#waiting.splice(place, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", cancelled, { once: true });
      this.#waiting.push(called);
    });
  }
}
