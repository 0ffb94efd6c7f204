// Owns what one does with runs besides carrying them out: naming, putting away, making again, larger, deleting, forgetting people. Refuses
// carrying out (running.ts) and what any of it means (study/).
import path from "node:path";
import * as vscode from "vscode";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import { visible } from "../core/transcript/visible.ts";
import { choicesOf, largerChoices, type PlanChoices } from "../study/again.ts";
import { changedSince } from "../study/changes.ts";
import type { Whom } from "../study/forget.ts";
import type { Run } from "../study/run.ts";
import { DEFAULT_SETUP, type Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { Clock } from "../core/ports.ts";
import { ask, language } from "./edge.ts";
import type { Running } from "./running.ts";
import type { Setups } from "./setups.ts";
import type { TextPages } from "./textPages.ts";

export interface RunActionsParts {
  readonly study: Study;
  readonly running: Running;
  readonly setups: Setups;
  readonly pages: TextPages;
  readonly clock: Clock;
  /** Folder of the built-in recorded runs. */
  readonly recordings: string;
}

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

export class RunActions {
  readonly #parts: RunActionsParts;

  constructor(parts: RunActionsParts) {
    this.#parts = parts;
  }

  async importContinuations(open: OpenDataset): Promise<void> {
    const [file] = (await vscode.window.showOpenDialog({ filters: { JSONL: ["jsonl"] }, title: say("import-title") })) ?? [];
    if (!file) return;
    const setup: Setup = { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: file.fsPath }, judge: { kind: "recorded" } };
    await this.#parts.running.checkTogether(open, [setup]);
  }

  async exportPairs(run: Run): Promise<void> {
    const target = await vscode.window.showSaveDialog({ filters: { CSV: ["csv"] }, saveLabel: say("export-label") });
    if (!target) return;
    const { pairsText } = await import("../study/pairs.ts");
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await pairsText(run)));
  }

  /** A title of one's own; an empty one gives the run's own back. */
  async rename(run: Run): Promise<void> {
    const title = await vscode.window.showInputBox({ title: say("run-rename"), value: run.title, prompt: say("run-rename-hint", { title: run.manifest.title }) });
    if (title !== undefined) await run.describe({ title: title.trim() === run.manifest.title ? "" : title.trim() }, this.#parts.clock);
  }

  async note(run: Run): Promise<void> {
    const note = await vscode.window.showInputBox({ title: say("run-note", { title: run.title }), value: run.note, ignoreFocusOut: true });
    if (note !== undefined) await run.describe({ note: note.trim() }, this.#parts.clock);
  }

  /** Out of sight, or back. */
  async archive(run: Run, archived: boolean): Promise<void> {
    await run.describe({ archived }, this.#parts.clock);
  }

  /** The same plan with another order seed, or the same probes with another setup: a new run either way. */
  async duplicate(run: Run): Promise<void> {
    const open = this.#datasetOf(run);
    const choices = open && choicesOf(run.manifest, this.#parts.recordings);
    if (!open || !choices) return;
    const what = await vscode.window.showQuickPick([{ label: say("duplicate-seed"), value: "seed" as const }, { label: say("duplicate-setup"), value: "setup" as const }], { title: say("duplicate-title", { title: run.title }) });
    if (what?.value === "seed") {
      const seed = await this.#whole(say("duplicate-seed"), choices.options.seed + 1, 0, 2 ** 31 - 1);
      if (seed !== undefined) await this.#start(open, { ...choices, options: { ...choices.options, seed } });
    } else if (what?.value === "setup") {
      const setup = await this.#parts.setups.choose(open);
      if (setup) await this.#start(open, { ...choices, setup });
    }
  }

  /** More conversations or samples; what the run found out is taken over and not paid again. */
  async extend(run: Run): Promise<void> {
    const open = this.#datasetOf(run);
    if (!open) return;
    const { limit, samples } = run.manifest;
    const more = await vscode.window.showQuickPick(
      [...(limit === undefined ? [] : [{ label: say("extend-conversations", { limit }), value: "conversations" as const }]), { label: say("extend-samples", { samples }), value: "samples" as const }],
      { title: say("extend-title", { title: run.title }) },
    );
    if (!more) return;
    const least = (more.value === "samples" ? samples : (limit ?? 0)) + 1;
    const most = more.value === "samples" ? 100 : open.dataset.entries.length;
    const number = await this.#whole(more.label, Math.min(most, least), least, most);
    const choices = number === undefined ? undefined : largerChoices(run.manifest, { [more.value]: number }, this.#parts.recordings);
    if (choices) await this.#start(open, choices);
  }

  /** A page with what is other now than when the run was made. */
  async changes(run: Run): Promise<void> {
    const { study, pages } = this.#parts;
    const changed = changedSince(run, await study.nowOf(run));
    const title = say("changes-title", { title: visible(run.title) });
    const lines = changed.length === 0 ? [say("changes-none")] : changed.map(({ id, values }) => `· ${say(id, values)}`);
    await pages.show(pages.page(title, `${[title, "", ...lines].join("\n")}\n`, run.id));
  }

  async remove(run: Run): Promise<void> {
    const { study } = this.#parts;
    const move = say("move-to-trash");
    if ((await ask(say("delete-run", { run: run.title }), [run.id], move)) !== move) return;
    const home = study.datasetOf(run)?.home ?? study.homeOf(run);
    if (home === undefined) return;
    for (const name of run.files) {
      const file = vscode.Uri.file(path.join(home, name));
      const there = await vscode.workspace.fs.stat(file).then(() => true, () => false);
      if (there) await vscode.workspace.fs.delete(file, { useTrash: true });
    }
    study.forget(run);
  }

  /** Takes a conversation or all of a customer out of journals, packets and caches, after saying how much that is. */
  async forget(open: OpenDataset, given: string | undefined): Promise<void> {
    const { study } = this.#parts;
    const whom = given === undefined ? await this.#whom(open) : { conversations: [given], customers: [] };
    if (!whom) return;
    const of = (manifest: Run["manifest"]): boolean => manifest.dataset.hash === open.hash || manifest.dataset.path === open.dataset.path;
    const would = await study.forgetPeople(open.home, whom, { of, dryRun: true });
    const go = say("forget-go");
    if ((await ask(say("forget-ask"), [say("forget-would", { home: open.home, ...would })], go)) !== go) return;
    const done = await study.forgetPeople(open.home, whom, { of, dryRun: false });
    void vscode.window.showInformationMessage(`${say("forget-done", { home: open.home, ...done })} ${say("forget-elsewhere", {})}`);
  }

  async #whom({ dataset }: OpenDataset): Promise<Whom | undefined> {
    const typed = (await vscode.window.showInputBox({ title: say("forget-title", { dataset: dataset.name }), prompt: say("forget-prompt"), ignoreFocusOut: true }))?.trim();
    if (!typed) return undefined;
    const conversations: string[] = dataset.entry(typed) ? [typed] : [];
    for await (const { id, customer } of dataset.all(new AbortController().signal)) if (customer === typed) conversations.push(id);
    return { conversations, customers: [typed] };
  }

  async #start(open: OpenDataset, { setup, options }: PlanChoices): Promise<void> {
    const { running } = this.#parts;
    await running.start(await running.planned(open, [setup], options));
  }

  #datasetOf(run: Run): OpenDataset | undefined {
    const open = this.#parts.study.datasetOf(run);
    if (!open) void vscode.window.showWarningMessage(say("resume-needs-dataset", { dataset: run.manifest.dataset.name, path: run.manifest.dataset.path }));
    return open;
  }

  async #whole(title: string, value: number, least: number, most: number): Promise<number | undefined> {
    const wrong = (text: string): string | undefined => (Number.isInteger(Number(text)) && text.trim() !== "" && Number(text) >= least && Number(text) <= most ? undefined : say("whole-number", { least, most }));
    const typed = await vscode.window.showInputBox({ title, value: String(value), validateInput: wrong });
    return typed === undefined ? undefined : Number(typed);
  }
}
