// Owns the door through which one turn is labelled. Refuses implementations (models/judges.ts, lexicon.ts).
import type { InstrumentIdentity, JudgeIdentity, Verdict } from "../journal/entry.ts";
import type { ModelReport, Prefix } from "../probe/probe.ts";

/** One turn to label and what came before it. Branch and outcome have no place here: real and simulated turns look alike. */
export interface JudgeItem {
  /** The turns before the labelled one, oldest first (causal window). */
  readonly prefix: Prefix["turns"];
  /** Full window only: the real turns after the labelled one, the same whichever branch it is of. */
  readonly after?: Prefix["turns"];
  /** The text of the user turn to label. */
  readonly turn: string;
  readonly language: Prefix["language"];
}

export interface Judgement {
  readonly verdict: Verdict;
  /** {@link Judge.hashOf} of the item. */
  readonly judgeHash: string;
  readonly reported?: ModelReport;
}

/** What applies the instrument. An answer that is no verdict is `invalid`, not an exception; no answer at all rejects with a `Failure`. */
export interface Judge {
  readonly identity: JudgeIdentity;
  readonly instrument: InstrumentIdentity;
  /** Cache key, known before any call: SHA-256 of the exact messages and settings (for the lexicon: of item and rules). */
  hashOf(item: JudgeItem): string;
  judge(item: JudgeItem, signal: AbortSignal): Promise<Judgement>;
}
