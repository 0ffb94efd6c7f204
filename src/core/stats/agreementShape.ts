// Owns the shape of what people's labels say of a judge and of the bias it measured: one document for panel, command line and receipt.
// Refuses computing it (agreementReport.ts) and choosing the labels (study/labels).
import type { LabelField } from "../instrument/codebook.ts";
import type { Estimate, Label, OutcomeValue } from "./labelledProbe.ts";
import type { ByStratum } from "./reportedShape.ts";

/** Version of {@link AgreementReport}; any change of its shape or meaning counts up. */
export const AGREEMENT_REPORT_VERSION = 1;

/** One turn as the judge has it, with the people's labels that may be used. */
export interface RatedTurn {
  readonly conversation: string;
  readonly customer?: string;
  readonly outcome: OutcomeValue;
  readonly position: number;
  readonly branch: "real" | "simulated";
  /** Undefined where there is nothing to judge: leave and silence, which are depth 0 by themselves. */
  readonly judge: Label | undefined;
  /** One an annotator, by name; empty where the turn was not drawn or nobody answered. */
  readonly people: readonly { readonly by: string; readonly values: Readonly<Partial<Record<LabelField, string>>> }[];
  /** What was decided where people differed; counts in place of theirs. */
  readonly final?: Readonly<Partial<Record<LabelField, string>>>;
  /** Probability with which it came to be labelled, in (0, 1]. */
  readonly inclusion: number;
}

/** A value with its 95 % percentile interval over resampled conversations where there is one; draws and seed stand once in the report. */
export type Ranged = Estimate<number> & { readonly low?: number; readonly high?: number };

/** Agreement in one field (E33), all weighted 1/π. The coefficients leave out turns whose judge label is invalid; `raw` counts them as differing. */
export interface FieldAgreement {
  /** Turns with a label of people in this field, and their conversations. */
  readonly turns: number;
  readonly conversations: number;
  /** Of the turns: those the judge has an invalid label for. */
  readonly invalid: number;
  readonly raw: Ranged;
  readonly kappa: Ranged;
  readonly alpha: Ranged;
  readonly ac1: Ranged;
  /** Of ordered fields: stages. */
  readonly quadratic?: Ranged;
  readonly ordinal?: Ranged;
}

/** A part of the turns: a branch, an outcome, or both. */
export interface AgreementGroup {
  readonly branch: "real" | "simulated" | "both";
  readonly outcome: OutcomeValue | "all";
  readonly fields: Readonly<Partial<Record<LabelField, FieldAgreement>>>;
}

/** Rows the judge (the last one invalid), columns people; sums of 1/π, and plain counts. A turn of several people counts in parts. */
export interface AgreementConfusion {
  readonly branch: "real" | "simulated";
  readonly field: LabelField;
  readonly labels: readonly string[];
  readonly weights: readonly (readonly number[])[];
  readonly counts: readonly (readonly number[])[];
}

/** People against people: how much agreement there is to be had. */
export interface PeopleAgreement {
  readonly branch: "real" | "simulated" | "both";
  readonly field: LabelField;
  /** Turns that several people labelled. */
  readonly turns: number;
  readonly conversations: number;
  readonly raw: Ranged;
  /** Of two people Cohen's; of more the mean over pairs, by their weight (R. Light, 1971). */
  readonly kappa: Ranged;
  readonly alpha: Ranged;
  readonly quadratic?: Ranged;
  readonly ordinal?: Ranged;
  readonly pairs: readonly { readonly a: string; readonly b: string; readonly turns: number; readonly raw: Estimate<number>; readonly kappa: Estimate<number> }[];
}

/** Δ and the mean bias of each stratum under one kind of label. */
export interface LabelledContrast {
  readonly delta: Estimate<number>;
  readonly se: Estimate<number>;
  readonly interval: Estimate<readonly [number, number]>;
  readonly means: ByStratum<Estimate<number>>;
}

/** E36: shares of stages by the judge, and as people would give them. */
export interface SharesByPeople {
  readonly branch: "real" | "simulated";
  readonly outcome: "negative" | "positive";
  readonly judge: readonly number[];
  readonly people: Estimate<readonly number[]>;
  /** Per stage, where `people` is known. */
  readonly intervals?: readonly Ranged[];
}

/** E35–E38. Shown together always: what the judge says, what people say alone, and the judge corrected by people. */
export interface BiasCorrection {
  readonly judge: LabelledContrast;
  readonly people: LabelledContrast;
  readonly corrected: LabelledContrast;
  readonly tuned: LabelledContrast & { readonly lambda: number };
  /** Labelled turns of probes that count. */
  readonly labels: number;
  readonly probes: number;
  /** Judge minus people in depth, by branch and stratum. */
  readonly judgeError: readonly { readonly branch: "real" | "simulated"; readonly outcome: "negative" | "positive"; readonly error: Ranged; readonly turns: number }[];
  /** The part of Δ the judge made: its error on simulated minus on real turns, negative minus positive. */
  readonly madeByJudge: Ranged;
  readonly shares: readonly SharesByPeople[];
}

/** The statistics alone; study/labels adds which labels they are of. */
export interface AgreementReport {
  readonly version: typeof AGREEMENT_REPORT_VERSION;
  readonly seed: number;
  readonly draws: number;
  readonly stages: readonly string[];
  readonly turns: number;
  readonly labelled: number;
  readonly groups: readonly AgreementGroup[];
  readonly confusions: readonly AgreementConfusion[];
  readonly people: readonly PeopleAgreement[];
  /** Absent where labels of one branch only were to be had. */
  readonly correction?: Estimate<BiasCorrection>;
}
