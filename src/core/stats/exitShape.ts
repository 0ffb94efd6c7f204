// Owns the shape of what a report says about ending (E25–E28). Refuses computing it (exitBlock.ts).
import type { Estimate } from "./labelledProbe.ts";
import type { Reported } from "./reportedShape.ts";

/**
 * Means over units. `endRate`: share of samples that end where the person ended, also by `leave` and by `silence` alone; `prematureRate`:
 * the same where the person went on; `balanced`: ½·end + ½·(1 − premature), .5 for who always or never leaves.
 */
export type ExitRateRow = Readonly<Record<"endRate" | "endRateLeave" | "endRateSilence" | "prematureRate" | "balanced", Reported>>;

/** E27 at one user turn: of the moments there, how many the person ended (Wilson interval) and the mean share of samples that did. */
export interface HazardTurn {
  readonly turn: number;
  readonly moments: number;
  readonly ended: number;
  readonly real: Reported;
  readonly simulated: Reported;
  /** Fewer than ten moments. */
  readonly few: boolean;
}

/** Ten bins of the score with the share of moments that ended in each; empty ones are left out. */
export interface ReliabilityRow {
  readonly low: number;
  readonly high: number;
  readonly moments: number;
  readonly meanScore: number;
  readonly endedShare: number;
}

/**
 * E28: how well the simulator's leaving tells moments that ended from others. The score is the stated probability of leaving where every
 * sample states one, else the share of samples that end. Every moment weighs 1: where the rule samples turns, going on is under-represented.
 */
export interface ExitDiscrimination {
  /** Moments scored by a stated probability. */
  readonly stated: number;
  readonly auc: Reported;
  readonly brier: Reported;
  readonly logLoss: Reported;
  /** 1 − Brier / Brier of the turn count: 0 is as good as counting turns, below 0 worse. */
  readonly skill: Reported;
  /** What counting turns alone predicts at the same moments, in five folds by customer. */
  readonly turnCount: { readonly auc: Reported; readonly brier: Reported };
  /** Brier score of always saying the share that ended. */
  readonly constantBrier: Reported;
  readonly reliability: readonly ReliabilityRow[];
}

/** Everything about ending that probes of known outcome say; a condition without a structural end is `not-offered`, never 0 %. */
export interface ExitBlock {
  /** Moments with a usable sample, from the second user turn on: after which the person went on, and at which the person ended. */
  readonly moments: { readonly continuing: number; readonly ended: number };
  readonly rates: { readonly all: ExitRateRow; readonly negative: ExitRateRow; readonly positive: ExitRateRow; readonly paired: ExitRateRow };
  /** Only under the rule of every turn. */
  readonly hazard: Estimate<readonly HazardTurn[]>;
  readonly discrimination: ExitDiscrimination;
}
