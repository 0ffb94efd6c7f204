// Owns what the sections share: words, numbers, and what can be done from the page. Refuses drawing.
import type { Overview } from "../../src/core/figures/overview.ts";
import { say, type Wording } from "../../src/core/figures/words.ts";
import type { SentenceId } from "../../src/core/messages/sentences.ts";
import type { SentenceValues } from "../../src/core/messages/sentence.ts";
import type { FromPage, PanelSnapshot, ProbeQuery, ShownRun } from "../../src/protocol/dashboard.ts";

/** The probes behind a mark: the part of a query that the mark decides. */
export type MarkQuery = Omit<ProbeQuery, "run" | "order" | "from" | "count">;

/** What a section may do. */
export interface Actions {
  readonly probes: (query: MarkQuery, what: string) => void;
  readonly copy: (text: string) => void;
  readonly act: (action: Extract<FromPage, { type: "act" }>["action"]) => void;
}

/** A run with its numbers as the sections draw it. */
export interface View {
  readonly snapshot: PanelSnapshot;
  readonly run: ShownRun;
  readonly overview: Overview | undefined;
  readonly wording: Wording;
}

/** Says a sentence in the language of the page. */
export function speak({ wording }: Pick<View, "wording">, id: SentenceId, values: SentenceValues = {}): string {
  return say(id, values, wording);
}
