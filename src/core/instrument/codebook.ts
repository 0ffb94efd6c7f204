// Owns the shape of an instrument's label sets and the shipped codebook v1. Refuses judging: see judgePrompt.ts and lexicon.ts.

/** Part a stage plays in the statistics of custom codebooks: resistance, deliberation, fabricated commitments. */
export type StageRole = "resists" | "deliberates" | "commits";

/** The fields of a decision state that a codebook has labels for. */
export const LABEL_FIELDS = ["stage", "emotion", "blocker"] as const;
export type LabelField = (typeof LABEL_FIELDS)[number];

/** One label of a codebook with the definition a judge (model or person) reads. */
export interface LabelDefinition {
  readonly name: string;
  readonly definition: string;
}

/** An engagement stage. Its place in {@link Codebook.stages} is its depth (0 = first). */
export interface StageDefinition extends LabelDefinition {
  readonly role?: StageRole;
}

/** The label sets and rules of an instrument. `version` names it; its hash (over the canonical JSON) identifies it. */
export interface Codebook {
  readonly name: string;
  readonly version: string;
  readonly language: "en" | "zh";
  readonly stages: readonly StageDefinition[];
  readonly emotions: readonly LabelDefinition[];
  readonly blockers: readonly LabelDefinition[];
  /** Further rules shown to the judge after the definitions, e.g. how ties are broken. */
  readonly rules: readonly string[];
  /** What labels of older versions are called now (core/labels/renaming.ts). No part of what identifies the instrument: it changes no label. */
  readonly formerly?: Readonly<Record<string, Readonly<Partial<Record<LabelField, Readonly<Record<string, string>>>>>>>;
}

/** What an instrument says about one turn. Names are those of the codebook. */
export interface DecisionState {
  readonly stage: string;
  readonly emotion: string;
  readonly blocker: string;
  /** Whether the user had stated or performed the commitment in an earlier turn of the prefix; absent where the label predates the field. */
  readonly committedBefore?: boolean;
  /** Verbatim part of the labelled turn the judge points at. */
  readonly evidence?: string;
}

/** Name of the shipped codebook, and what a setup calls it in each of its languages. */
export const SHIPPED_CODEBOOK = "decision-state";
export const SHIPPED_INSTRUMENTS = { en: "v1", zh: "v1-zh" } as const satisfies Readonly<Record<Codebook["language"], string>>;

/** What a setup calls the instrument of a codebook; one of the user has the name of its file. */
export function instrumentNameOf({ name, language }: Pick<Codebook, "name" | "language">): string {
  return name === SHIPPED_CODEBOOK ? SHIPPED_INSTRUMENTS[language] : name;
}

/** Depth (0 … stages − 1) of a stage, or undefined when the codebook does not know the name. */
export function depthOf(codebook: Pick<Codebook, "stages">, stage: string): number | undefined {
  const depth = codebook.stages.findIndex((candidate) => candidate.name === stage);
  return depth < 0 ? undefined : depth;
}
