// Owns the head of the page: which run, how far, pause and resume, the receipt of a finished one. Refuses numbers of the measure.
import { count } from "../../../src/core/figures/numbers.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import type { Channel } from "../channel.ts";
import { element } from "../dom.ts";
import { button, Dropdown, ring } from "../toolkit.ts";
import { speak, type Actions, type View } from "../view.ts";
import { timeText } from "../words.ts";

/** Its parts stay while a run goes on, so that focus stays and a screen reader hears of a state only when it changes. */
export class RunHeader {
  readonly element: HTMLElement;
  readonly #picker: Dropdown;
  readonly #ring = ring("");
  readonly #status = element("span", { role: "status" });
  readonly #counts = element("span");
  readonly #bar = element("progress");
  readonly #pause: HTMLElement;
  readonly #resume: HTMLElement;
  readonly #receipt: HTMLElement;

  constructor(channel: Channel, actions: Actions) {
    this.#picker = new Dropdown("Run", (run) => channel.send({ type: "showRun", run }));
    this.#pause = button("", () => actions.act("pauseRun"));
    this.#resume = button("", () => actions.act("resumeRun"), "primary");
    this.#receipt = button("", () => actions.act("writeReceipt"));
    const words = element("span", { class: "muted" }, this.#status, this.#counts);
    this.element = element("header", { class: "run" }, this.#picker.element, element("div", { class: "progress" }, this.#ring, words, this.#bar, this.#pause, this.#resume, this.#receipt));
  }

  show(view: View): void {
    const { runs, run } = view.snapshot;
    this.#picker.element.setAttribute("aria-label", speak(view, "run-picker"));
    this.#picker.show(runs.map(({ id, title, dataset }) => ({ value: id, label: visibleLabel(`${title} · ${dataset}`, 90) })), run?.id);
    this.#progress(view);
  }

  #progress(view: View): void {
    const { status, done, total, failed, left, invented } = view.run;
    const running = status === "running";
    const parts = [
      speak(view, "run-done", { done: count(done), total: count(total) }),
      ...(failed > 0 ? [speak(view, "run-failed", { count: count(failed) })] : []),
      ...(running && left !== undefined ? [speak(view, "run-left", { time: timeText(left, view) })] : []),
    ];
    const said = speak(view, `run-${status}`);
    if (this.#status.textContent !== said) this.#status.textContent = said;
    this.#counts.textContent = ` · ${parts.join(" · ")}`;
    this.#ring.hidden = !running && !view.snapshot.computing;
    this.#ring.setAttribute("aria-label", speak(view, "run-running"));
    this.#bar.hidden = status === "finished";
    this.#bar.max = Math.max(1, total);
    this.#bar.value = done;
    this.#bar.setAttribute("aria-label", speak(view, "run-progress-name"));
    this.#pause.textContent = speak(view, "run-pause");
    this.#pause.hidden = !running;
    this.#resume.textContent = speak(view, "run-resume");
    this.#resume.hidden = status !== "paused";
    this.#receipt.textContent = speak(view, "receipt-page-write");
    this.#receipt.hidden = status !== "finished" || invented;
  }
}
