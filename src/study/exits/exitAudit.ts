// Owns the shape of a run's exit audit: who ended how, what the simulator did there, and what counting turns does at the same moments.
// Refuses computing it (audit.ts). Plain data, so that it can be printed, sent and stored in a receipt.
import type { InstrumentIdentity, JudgeIdentity } from "../../core/journal/entry.ts";
import type { EndsLedger } from "../../core/probe/endsLedger.ts";
import type { EndsBlock } from "../../core/stats/endsBlock.ts";
import type { ScoresBeside } from "../../core/stats/exitBeside.ts";
import type { ExitBlock, ExitRateRow } from "../../core/stats/exitShape.ts";
import type { Reported, ShareRow, UnitKind } from "../../core/stats/reportShape.ts";

export const EXIT_AUDIT_VERSION = 1;

/** Rates of one source at the same moments. */
export interface ExitRates {
  readonly all: ExitRateRow;
  readonly negative: ExitRateRow;
  readonly positive: ExitRateRow;
}

/** A part that was made, or why it was not. */
export type Part<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: "data-not-given" | "no-end-probes" | "no-silence-probes" };

/** Shares of all probes, conversation-averaged and pooled, of each behaviour: real and simulated, by stratum. */
export interface BehaviourBlock {
  readonly judge: JudgeIdentity;
  readonly instrument: InstrumentIdentity;
  /** Turns that resist, leave or are silent, and how many of them no label could be had for. */
  readonly turns: { readonly real: number; readonly simulated: number; readonly invalid: number };
  /** `label`: a behaviour of the codebook; difference is simulated minus real. */
  readonly rows: readonly ShareRow[];
}

export interface ExitAudit {
  readonly what: "decision-fidelity-exits";
  readonly version: typeof EXIT_AUDIT_VERSION;
  readonly run: string;
  readonly unit: UnitKind;
  /** The condition, or the control's donors, can end a conversation; otherwise rates are "not offered". */
  readonly offersExit: boolean;
  /** Who ended the drawn conversations and how, and which have an end probe (E24); of the journal, else of the dataset. */
  readonly ends: Part<EndsLedger>;
  /** The length of every conversation was set by a task: who "left" says nothing of the person. */
  readonly setByTask: boolean;
  /** E25–E28 of the simulator; its discrimination stands beside that of counting turns. */
  readonly exit: ExitBlock;
  /** E25 and E26 of counting turns alone at the same moments: it "leaves" with the share that ended at that user turn in the other folds. */
  readonly turnCount: Part<ExitRates>;
  /** E28 again, with intervals for both and for the skill of one against the other. */
  readonly scores: Part<ScoresBeside>;
  /** At agent turns left unanswered before the agent wrote again: share of samples that end or are silent there too. */
  readonly silences: Part<{ readonly probes: number; readonly negative: Reported; readonly positive: Reported; readonly all: Reported }>;
  /** When the people stop, at every user turn of the dataset (E27), and how well counting turns tells it. */
  readonly people: Part<
    Pick<EndsBlock, "hazard" | "turnCountAuc"> & {
      /** How well counting turns tells after which user turn a conversation stops, whoever ended it: high where a task set the length. */
      readonly anyStopAuc: Reported;
    }
  >;
  readonly behaviours: Part<BehaviourBlock>;
}
