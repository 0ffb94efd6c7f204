// Owns what was published on the question, as numbers to lay beside a run's own. Refuses counting them as data of any run.
// Source: Chen, arXiv:2606.20708v1: tables 1 and 5 (bias, Δ), 2 (shares, pooled over probes), 6 (positions).
import type { Stratum } from "./words.ts";

/** A published number with its 95 % interval, where one is given. */
export interface PublishedValue {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export interface PublishedShare {
  readonly real: number;
  readonly simulated: number;
}

/** One published condition. Positions and shares are absent where the source gives none. */
export interface Published {
  /** The condition of ours it is beside. */
  readonly condition: "persona" | "may-disengage";
  readonly conversations: number;
  readonly bias: Readonly<Record<Stratum, PublishedValue>>;
  readonly delta: PublishedValue;
  readonly positions: readonly ({ readonly position: number; readonly delta: number } & Readonly<Record<Stratum, number>>)[];
  /** By name of the stage, 0…1. */
  readonly shares: Readonly<Record<string, Readonly<Partial<Record<Stratum, PublishedShare>>>>>;
}

export const CITATION = "Chen (2026), Simulated Customers Never Walk Away, arXiv:2606.20708v1";

const PERSONA: Published = {
  condition: "persona",
  conversations: 374,
  bias: { negative: { value: 0.396, low: 0.3, high: 0.49 }, positive: { value: 0.092, low: -0.04, high: 0.22 } },
  delta: { value: 0.304, low: 0.14, high: 0.46 },
  positions: [
    { position: 30, negative: 0.25, positive: 0.2, delta: 0.054 },
    { position: 60, negative: 0.43, positive: 0.28, delta: 0.149 },
    { position: 90, negative: 0.5, positive: -0.2, delta: 0.706 },
  ],
  shares: {
    resisting: { negative: { real: 0.251, simulated: 0.135 }, positive: { real: 0.16, simulated: 0.136 } },
    considering: { negative: { real: 0.219, simulated: 0.401 }, positive: { real: 0.337, simulated: 0.466 } },
    deciding: { negative: { real: 0.043, simulated: 0.043 } },
  },
};

const MAY_DISENGAGE: Published = {
  condition: "may-disengage",
  conversations: 200,
  bias: { negative: { value: 0.098, low: -0.05, high: 0.24 }, positive: { value: -0.187, low: -0.36, high: -0.01 } },
  delta: { value: 0.285, low: 0.06, high: 0.51 },
  positions: [],
  shares: {},
};

/** What was published of the condition; of any other, the published main condition. */
export function publishedBeside(condition: string): Published {
  return condition === MAY_DISENGAGE.condition ? MAY_DISENGAGE : PERSONA;
}
