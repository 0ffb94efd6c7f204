// Owns what the sections share: words, numbers, and what can be done from the page. Refuses drawing.
import type { Drawn } from "../../src/core/figures/drawn.ts";
import type { Provenanced } from "../../src/core/figures/outcomes.ts";
import type { Overview } from "../../src/core/figures/overview.ts";
import { CITATION, type Published } from "../../src/core/figures/published.ts";
import { say, type Wording } from "../../src/core/figures/words.ts";
import type { SentenceId } from "../../src/core/messages/sentences.ts";
import type { SentenceValues } from "../../src/core/messages/sentence.ts";
import { visibleLabel } from "../../src/core/transcript/visible.ts";
import type { FromPage, PanelComparison, PanelFilter, PanelPage, PanelSnapshot, ProbeQuery, ShownRun } from "../../src/protocol/dashboard.ts";
import type { TurnPlace } from "./channel.ts";

/** The probes behind a mark: the part of a query that the mark decides. */
export type MarkQuery = Omit<ProbeQuery, "run" | "filter" | "order" | "from" | "count">;

export type Action = Extract<FromPage, { type: "act" }>["action"];

/** What a section may do. */
export interface Actions {
  readonly probes: (query: MarkQuery, what: string) => void;
  readonly openTurn: (place: Omit<TurnPlace, "run">) => void;
  readonly copy: (text: string) => void;
  readonly act: (action: Action) => void;
  readonly showPage: (page: PanelPage) => void;
  readonly showRun: (run: string) => void;
  readonly setFilter: (filter: PanelFilter) => void;
  readonly showField: (field: string | undefined) => void;
  readonly showPublished: (shown: boolean) => void;
  readonly compare: (runs: readonly string[]) => Promise<PanelComparison>;
  /** Saves a picture of paper; says so when it is done. */
  readonly save: (kind: "svg" | "png", name: string, picture: Drawn) => void;
}

/** A run with its numbers as the sections draw it. */
export interface View {
  readonly snapshot: PanelSnapshot;
  readonly run: ShownRun;
  readonly overview: Overview | undefined;
  readonly wording: Wording;
  /** What was published, while it is switched on. */
  readonly published?: Published;
}

/** Says a sentence in the language of the page. */
export function speak({ wording }: Pick<View, "wording">, id: SentenceId, values: SentenceValues = {}): string {
  return say(id, values, wording);
}

/** A title with the filter in force, so that no part of the page, copied or saved, passes for the whole. */
export function titled({ snapshot: { filter } }: Pick<View, "snapshot">, title: string): string {
  return filter === undefined ? title : `${title} · ${filter.words}`;
}

/** What pictures say of the run on paper. */
export function provenance(view: View): Provenanced {
  const { run } = view;
  const shown = (name: string): string => visibleLabel(name, 80);
  const source = [shown(run.dataset), `${shown(run.simulator)}, ${shown(run.condition)}`, speak(view, "paper-judge", { judge: shown(run.judge) }), speak(view, "paper-plan", { plan: run.planHash.slice(0, 8) })].join("; ");
  return { invented: run.invented, source: [`${source}.`, ...(view.overview?.look ? [speak(view, "paper-look")] : [])].join(" ") };
}

/** What the dashed marks are, with their source; empty while they are off. */
export function publishedNote(view: View): string {
  const { published } = view;
  return published ? speak(view, "published-note", { condition: published.condition, conversations: published.conversations, citation: CITATION }) : "";
}
