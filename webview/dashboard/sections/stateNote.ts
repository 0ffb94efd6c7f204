// Owns what is said of the state of a run beside how far it is: why it stopped, what changed since, and what to do. Refuses working it out.
import { element, type Child } from "../dom.ts";
import { button } from "../toolkit.ts";
import { speak, type Action, type Actions, type View } from "../view.ts";
import type { SentenceId } from "../../../src/core/messages/sentences.ts";

/** Nothing where all is well. */
export function stateNote(view: View, actions: Actions): Child {
  const { kind, because, changed = [] } = view.snapshot.state;
  const todo = TODO[kind] ?? [];
  if (because === undefined && changed.length === 0 && kind !== "failed") return false;
  const said = because ?? (kind === "stale" ? speak(view, "state-stale") : kind === "failed" ? speak(view, "state-failed") : "");
  return element(
    "div",
    { class: kind === "failed" ? "warning" : "mark" },
    said !== "" && element("p", {}, said),
    changed.length > 0 && element("ul", {}, changed.map((text) => element("li", {}, text))),
    todo.length > 0 && element("div", { class: "actions" }, todo.map(([id, action]) => button(speak(view, id), () => actions.act(action), "icon"))),
  );
}

const TODO: Readonly<Partial<Record<View["snapshot"]["state"]["kind"], readonly (readonly [SentenceId, Action])[]>>> = {
  stale: [["state-show-changes", "showChanges"], ["state-repeat", "duplicateRun"]],
  failed: [["state-show-log", "showLog"]],
};
