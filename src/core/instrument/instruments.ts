// Owns what an instrument is to a setup: a codebook under a name, with its anchor turns; and those shipped. Refuses files (study/instruments.ts).
import { ANCHORS_V1, type Anchor } from "./anchors.ts";
import { instrumentNameOf, type Codebook } from "./codebook.ts";
import { CODEBOOK_V1 } from "./codebookV1.ts";

export interface Instrument {
  /** What a setup calls it. A codebook of the user has the name of its file. */
  readonly name: string;
  readonly codebook: Codebook;
  readonly anchors: readonly Anchor[];
}

/** Codebook v1 in both languages: the same labels, other wording, another hash. */
export const INSTRUMENTS: readonly Instrument[] = [CODEBOOK_V1.en, CODEBOOK_V1.zh].map((codebook) => ({ name: instrumentNameOf(codebook), codebook, anchors: ANCHORS_V1 }));
