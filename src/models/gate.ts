// Owns how many calls go to one server at once: doubled round by round until the server first limits, from then on additive increase and
// multiplicative decrease (as TCP's slow start and congestion avoidance, RFC 5681), a common pause, and turns of its models. Refuses retrying.
import type { Clock } from "../core/ports.ts";

export interface GateLimits {
  /** Calls at once at the beginning, and at most. */
  readonly start: number;
  readonly most: number;
  /** Calls of one model in a row while another waits, for a server that has to swap its models; without it models mix freely. */
  readonly block?: number;
}

/** A place inside; `leave` must be called once, whatever happened. */
export interface Lease {
  /** The server may have to load the model for this call: none of its calls was answered since another model's, or for a while. */
  readonly first: boolean;
  /** The server has too much to do: fewer calls from now on, and none before `waitMilliseconds` have passed. */
  limited(waitMilliseconds: number): void;
  leave(succeeded: boolean): void;
}

const DECREASE = 0.5;
/** Local servers put a model away that nobody asks, the common ones after five minutes. */
const KEPT_LOADED = 240_000;

interface Waiting {
  readonly model: string;
  readonly called: () => void;
}

/** Lets calls in one after the other while fewer than the limit are inside. */
export class Gate {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #block: number;
  readonly #waiting: Waiting[] = [];
  #limit: number;
  #inside = 0;
  #closedUntil = 0;
  /** The server has limited the rate before. */
  #slow = false;
  /** Calls that began before the last decrease tell nothing about the new limit. */
  #epoch = 0;
  /** The model whose turn it is, and how many calls it has had in it. */
  #turn: { readonly model: string; calls: number } = { model: "", calls: 0 };
  #answered = { model: "", at: -Infinity };

  constructor(limits: GateLimits, clock: Clock) {
    this.#clock = clock;
    this.#most = Math.max(1, limits.most);
    this.#limit = Math.min(this.#most, Math.max(1, limits.start));
    this.#block = limits.block ?? Infinity;
  }

  /** Calls allowed at once, a whole number from 1. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Waits for a place, in the order of asking and of the models' turns. Rejects with the signal's reason. */
  async enter(signal: AbortSignal, model = ""): Promise<Lease> {
    signal.throwIfAborted();
    await this.#place(model, signal);
    try {
      for (let wait = this.#closedFor(); wait > 0; wait = this.#closedFor()) await this.#clock.sleep(wait, signal);
      signal.throwIfAborted();
    } catch (error) {
      this.#release();
      throw error;
    }
    return this.#lease(model, this.#epoch);
  }

  #lease(model: string, epoch: number): Lease {
    let left = false;
    return {
      first: this.#answered.model !== model || this.#clock.milliseconds() - this.#answered.at > KEPT_LOADED,
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
        if (succeeded) this.#answered = { model, at: this.#clock.milliseconds() };
        this.#release();
      },
    };
  }

  #closedFor(): number {
    return this.#closedUntil - this.#clock.milliseconds();
  }

  #release(): void {
    this.#inside -= 1;
    this.#admit();
  }

  #admit(): void {
    while (this.#inside < this.limit) {
      const place = this.#next();
      const [next] = place < 0 ? [] : this.#waiting.splice(place, 1);
      if (!next) return;
      if (next.model !== this.#turn.model) this.#turn = { model: next.model, calls: 0 };
      this.#turn.calls += 1;
      this.#inside += 1;
      next.called();
    }
  }

  /** Who comes in next: a call of the model whose turn it is, and of another only when nobody is inside any more. */
  #next(): number {
    if (this.#block === Infinity) return this.#waiting.length > 0 ? 0 : -1;
    const same = this.#waiting.findIndex(({ model }) => model === this.#turn.model);
    const other = this.#waiting.findIndex(({ model }) => model !== this.#turn.model);
    if (other < 0 || (same >= 0 && this.#turn.calls < this.#block)) return same;
    return this.#inside === 0 ? other : -1;
  }

  #place(model: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const called = (): void => {
        signal.removeEventListener("abort", cancelled);
        resolve();
      };
      const waiting = { model, called };
      const cancelled = (): void => {
        const place = this.#waiting.indexOf(waiting);
        if (place >= 0) this.#waiting.splice(place, 1);
        reject(signal.reason as Error);
        // Whoever stood behind may be the next one now.
        this.#admit();
      };
      signal.addEventListener("abort", cancelled, { once: true });
      this.#waiting.push(waiting);
      this.#admit();
    });
  }
}
