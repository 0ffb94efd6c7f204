// Owns the strip of hand-picked probes: where they are and what was said, for reading. Refuses any number over them.
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import { element, type Child } from "../dom.ts";
import { speak, type Actions, type View } from "../view.ts";
import { stagesText, stageText } from "../words.ts";

/** The newest hand-picked probes as links to their turns. */
export function handPicked(view: View, actions: Actions): Child {
  const { count, rows } = view.snapshot.handPicked;
  if (count === 0) return [element("h2", {}, speak(view, "handpicked-title")), element("p", { class: "note" }, speak(view, "handpicked-none"))];
  const item = ({ conversation, turn, realStage, simulatedStages }: (typeof rows)[number]): HTMLElement => {
    const button = element("button", { class: "picked" }, element("span", { class: "id" }, visibleLabel(conversation, 40)), element("span", { class: "muted" }, speak(view, "probes-turn", { turn: turn + 1 })), element("span", {}, `${realStage === undefined ? speak(view, "probes-invalid") : stageText(realStage, view)} → ${stagesText(simulatedStages, view)}`));
    button.addEventListener("click", () => actions.openTurn({ conversation, turn }));
    return element("li", {}, button);
  };
  return [element("h2", {}, speak(view, "handpicked-title")), element("p", { class: "note" }, speak(view, count === 1 ? "handpicked-one" : "handpicked-some", { count })), element("ul", { class: "strip" }, rows.map(item))];
}
