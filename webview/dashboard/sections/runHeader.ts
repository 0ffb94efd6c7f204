// Owns the head of the page: which run, how far, pause and resume. Refuses numbers of the measure.
import { count } from "../../../src/core/figures/numbers.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { Channel } from "../channel.ts";
import { element, Section } from "../dom.ts";
import { button, Dropdown, ring } from "../toolkit.ts";
import { speak, type Actions, type View } from "../view.ts";
import { timeText } from "../words.ts";

export class RunHeader {
  readonly element: HTMLElement;
  readonly #picker: Dropdown;
  readonly #progress: Section<View>;

  constructor(channel: Channel, actions: Actions) {
    this.#picker = new Dropdown("Run", (run) => channel.send({ type: "showRun", run }));
    this.#progress = new Section("progress", (view) => this.#draw(view, actions), "div");
    this.element = element("header", { class: "run" }, this.#picker.element, this.#progress.element);
  }

  show(view: View): void {
    const { runs, run } = view.snapshot;
    this.#picker.element.setAttribute("aria-label", speak(view, "run-picker"));
    this.#picker.show(runs.map(({ id, title, dataset }) => ({ value: id, label: visibleLabel(`${title} · ${dataset}`, 90) })), run?.id);
    this.#progress.show(view);
  }

  #draw(view: View, actions: Actions): readonly (Node | string)[] {
    const { status, done, total, failed, left } = view.run;
    const running = status === "running";
    const parts = [
      speak(view, `run-${status}`),
      speak(view, "run-done", { done: count(done), total: count(total) }),
      ...(failed > 0 ? [speak(view, "run-failed", { count: count(failed) })] : []),
      ...(running && left !== undefined ? [speak(view, "run-left", { time: timeText(left, view) })] : []),
    ];
    const bar = element("progress", { value: done, max: Math.max(1, total), "aria-label": speak(view, "run-progress-name") });
    return [
      ...(running || view.snapshot.computing ? [ring(speak(view, "run-running"))] : []),
      element("span", { class: "muted", "aria-live": "polite" }, parts.join(" · ")),
      ...(status === "finished" ? [] : [bar]),
      ...(running ? [button(speak(view, "run-pause"), () => actions.act("pauseRun"))] : []),
      ...(status === "paused" ? [button(speak(view, "run-resume"), () => actions.act("resumeRun"), "primary")] : []),
    ];
  }
}
