// Owns what a person says of turns in open transcripts: agree, dispute, relabel, note, resolve, take back. Refuses queues: what is said
// here is said with the judge's label in view, and is stored so.
import * as vscode from "vscode";
import { LABEL_FIELDS } from "../../core/instrument/codebook.ts";
import type { AnnotationBody, LabelEntry, LabelValues } from "../../core/labels/entry.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { authorText, realTurn } from "../../study/turnWords.ts";
import { valuesText } from "../../study/labels/labelWords.ts";
import { language } from "../edge.ts";
import type { Annotator } from "./annotator.ts";
import { askLabel } from "./askLabel.ts";
import { labelledBy, type Labelled, type LabelledDoors } from "./labelled.ts";
import type { People } from "./people.ts";

const TOLD_MILLISECONDS = 6000;
const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

export class TurnLabels {
  readonly #doors: LabelledDoors;
  readonly #people: People;
  readonly #annotator: Annotator;

  constructor(doors: LabelledDoors, people: People, annotator: Annotator) {
    this.#doors = doors;
    this.#people = people;
    this.#annotator = annotator;
  }

  /** Takes the judge's label over; a dispute of it ends. */
  async agree(given: unknown): Promise<void> {
    await this.#on(given, async (labelled) => {
      const { judged } = labelled;
      if (!judged) { tell("label-nothing-to-agree"); return; }
      const values: LabelValues = { stage: judged.stage, emotion: judged.emotion, blocker: judged.blocker };
      await this.#say(labelled, this.#label(labelled, values, "agreed", ""));
      if ((await this.#saidOf(labelled)).disputed) await this.#say(labelled, { kind: "resolve", ...this.#about(labelled) });
      return say("label-agreed", { turn: nameOf(labelled), label: valuesText(values) });
    });
  }

  /** Says that the label is wrong; the thread stays unresolved until somebody resolves it. */
  async dispute(given: unknown): Promise<void> {
    await this.#on(given, async (labelled) => {
      const reason = await vscode.window.showInputBox({ title: say("label-dispute-title", { turn: nameOf(labelled) }), prompt: say("label-ask-reason"), ignoreFocusOut: true });
      if (reason === undefined) return undefined;
      await this.#say(labelled, { kind: "dispute", ...this.#about(labelled), ...reasonOf(reason) });
      return say("label-disputed", { turn: nameOf(labelled) });
    });
  }

  /** A label of one's own, beside the judge's. */
  async relabel(given: unknown): Promise<void> {
    await this.#on(given, async (labelled, by) => {
      const own = (await this.#saidOf(labelled)).opinions.find((opinion) => opinion.by === by)?.label;
      const asked = await askLabel(nameOf(labelled), labelled.codebook, own?.values ?? labelled.judged ?? {});
      if (!asked) return undefined;
      const { judged } = labelled;
      const manner = !judged ? "own" : LABEL_FIELDS.every((field) => asked.values[field] === judged[field]) ? "agreed" : "changed";
      const values = Object.fromEntries(LABEL_FIELDS.flatMap((field) => (asked.values[field] === undefined ? [] : [[field, asked.values[field]]])));
      await this.#say(labelled, this.#label(labelled, values, manner, asked.reason));
      return say("label-given", { turn: nameOf(labelled), label: valuesText(asked.values) });
    });
  }

  async note(given: unknown): Promise<void> {
    await this.#on(given, async (labelled) => {
      const text = await vscode.window.showInputBox({ title: say("label-note-title", { turn: nameOf(labelled) }), ignoreFocusOut: true });
      if (text === undefined || text.trim() === "") return undefined;
      await this.#say(labelled, { kind: "note", ...this.#about(labelled), text: text.trim() });
      return say("label-noted", { turn: nameOf(labelled) });
    });
  }

  async resolve(given: unknown): Promise<void> {
    await this.#on(given, async (labelled) => {
      if (!(await this.#saidOf(labelled)).disputed) { tell("label-not-disputed"); return; }
      await this.#say(labelled, { kind: "resolve", ...this.#about(labelled) });
      return say("label-resolved", { turn: nameOf(labelled) });
    });
  }

  /** Takes the annotator's last entry back, by a new entry. */
  async undo(given: unknown): Promise<void> {
    await this.#on(given, async ({ place }, by) => {
      const annotations = await this.#people.of(place.open.home);
      const last = annotations.state.lastOf(by);
      if (!last) { tell("label-nothing-to-undo"); return; }
      await annotations.append(by, { kind: "undo", of: last.id });
      return say("label-undone", { kind: say(`label-kind-${last.kind}`), turn: (last.target.turn ?? -1) + 1 });
    });
  }

  async #on(given: unknown, work: (labelled: Labelled, by: string) => Promise<string | undefined>): Promise<void> {
    const labelled = await labelledBy(given, this.#doors);
    if (!labelled) {
      tell("label-turn-here");
      return;
    }
    const by = await this.#annotator.known();
    if (by === undefined) return;
    const told = await work(labelled, by);
    if (told !== undefined) vscode.window.setStatusBarMessage(told, TOLD_MILLISECONDS);
  }

  #about(labelled: Labelled): Pick<LabelEntry, "target" | "content"> {
    const { conversation, place, view, target } = labelled;
    return { target, content: this.#people.contentAt(conversation, place.turn, view?.text) };
  }

  #label(labelled: Labelled, values: LabelValues, manner: LabelEntry["manner"], reason: string): AnnotationBody {
    return { kind: "label", ...this.#about(labelled), values, instrument: labelled.instrument, blind: false, manner, ...reasonOf(reason) };
  }

  async #saidOf(labelled: Labelled) {
    return (await this.#people.of(labelled.place.open.home)).state.of(this.#about(labelled).content);
  }

  async #say({ place }: Labelled, body: AnnotationBody): Promise<void> {
    const by = await this.#annotator.known();
    if (by !== undefined) await (await this.#people.of(place.open.home)).append(by, body);
  }
}

function tell(id: SentenceId): undefined {
  void vscode.window.showInformationMessage(say(id));
  return undefined;
}

function nameOf({ place, view }: Labelled): string {
  const what = view ? authorText(view, language) : realTurn(place.open.dataset.users, language);
  return say("label-turn-name", { turn: place.turn + 1, what });
}

function reasonOf(reason: string): { readonly reason?: string } {
  return reason.trim() === "" ? {} : { reason: reason.trim() };
}
