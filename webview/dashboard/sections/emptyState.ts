// Owns what the page shows while there is no run: what it is for, and ways to begin. Refuses the ways themselves.
import { sentence, type SentenceId } from "../../../src/core/messages/sentences.ts";
import type { PanelSnapshot } from "../../../src/protocol/dashboard.ts";
import { element, type Child } from "../dom.ts";
import { button } from "../toolkit.ts";
import type { Action, Actions } from "../view.ts";

const STEPS = [["sample", "openSample"], ["dataset", "openDataset"], ["check", "checkDataset"], ["model", "addModel"]] as const satisfies readonly (readonly [string, Action])[];

/** Nothing yet, or runs still being read. */
export function emptyState({ language, state }: PanelSnapshot, actions: Pick<Actions, "act">): Child {
  const word = (id: SentenceId): string => sentence(id, {}, language);
  if (state.kind === "loading") return element("p", { class: "note", role: "status" }, state.because ?? word("page-loading"));
  const steps = STEPS.map(([step, action]) => element("div", { class: "step" }, button(word(`empty-${step}`), () => actions.act(action), step === "sample" ? "primary" : "secondary"), element("span", { class: "note" }, word(`empty-${step}-note`))));
  return [element("h1", {}, word("empty-title")), element("p", {}, word("empty-text")), state.because !== undefined && element("p", { class: "warning" }, state.because), steps];
}
