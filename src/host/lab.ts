// Owns the editor's commands about conditions and ends: the guided comparison, trying a template, pages of the lab and of the exit audit.
// Refuses planning, sums and statistics (study/).
import * as vscode from "vscode";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import type { Wording } from "../core/figures/words.ts";
import type { Digest, StatsEngine } from "../core/ports.ts";
import { arePeople } from "../core/transcript/conversation.ts";
import { finished } from "../node/steps.ts";
import { conditionsOf, type ConditionDoors } from "../study/conditions.ts";
import { exitAudit } from "../study/exits/audit.ts";
import { exitLexiconJudge } from "../study/exits/exitJudge.ts";
import { exitTables } from "../study/exits/exitTables.ts";
import { lab, type LabRun } from "../study/lab/lab.ts";
import { labTables } from "../study/lab/labTables.ts";
import { placesToTry, triedText, tryOut } from "../study/lab/tryOut.ts";
import { originOf, reportOf, schemeOf } from "../study/reportOf.ts";
import type { Run } from "../study/run.ts";
import type { Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { Consent } from "./consent.ts";
import { language, type Edge } from "./edge.ts";
import type { Running } from "./running.ts";
import type { Setups } from "./setups.ts";
import type { TextPages } from "./textPages.ts";

export interface LabParts {
  readonly study: Study;
  readonly setups: Setups;
  readonly consent: Consent;
  readonly edge: Edge;
  readonly pages: TextPages;
  readonly stats: StatsEngine;
  readonly digest: Digest;
  readonly running: () => Promise<Running>;
  readonly doors: ConditionDoors;
}

/** The ladder a guided comparison proposes, in this order; templates of one's own come after it. */
const LADDER = ["persona", "may-disengage", "decision-aware"];

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

export class LabCommands {
  readonly #parts: LabParts;

  constructor(parts: LabParts) {
    this.#parts = parts;
  }

  /** Persona, may-disengage, decision-aware, then templates of one's own: planned, estimated, agreed to, run side by side; then the lab of them. */
  async compare(open: OpenDataset): Promise<void> {
    const { setups, running } = this.#parts;
    const chosen = await setups.choose(open);
    if (!chosen) return;
    const conditions = chosen.simulator.kind === "model" ? await this.#conditions(open, chosen.condition) : [chosen.condition];
    if (conditions.length === 0) return;
    const runs = await (await running()).checkTogether(open, conditions.map((condition): Setup => ({ ...chosen, condition })));
    const ended = runs.filter(({ status }) => status === "finished");
    if (ended.length > 1) await this.#page(ended);
  }

  /** Ten hand-picked probes with a condition, to be read. */
  async tryCondition(open: OpenDataset): Promise<void> {
    const { setups, consent, edge, pages, study } = this.#parts;
    const current = setups.current(open);
    const [condition] = current.simulator.kind === "model" ? await this.#conditions(open, current.condition, "try-choose") : [current.condition];
    if (condition === undefined) return;
    const places = await placesToTry(open, new AbortController().signal);
    const [first] = places;
    if (!first) return;
    const each = (current.simulator.kind === "model" ? 1 : 0) + (current.judge.kind === "model" ? 2 : 0);
    const agreed = await consent.agreed({
      open,
      setups: [setups.redacted(open, { ...current, condition })],
      example: { conversation: await open.dataset.read(first.conversation), turn: first.turn },
      ...(each > 0 ? { size: [say("try-size", { count: places.length, calls: each * places.length })] } : {}),
    });
    const [setup] = agreed ?? [];
    if (!setup) return;
    const tried = await edge.progress(say("try-trying", { condition, count: places.length }), vscode.ProgressLocation.Notification, (_report, signal) => tryOut(study, open, setup, places, signal));
    await pages.show(pages.page(say("try-page", { condition }), triedText(tried, condition, language)));
  }

  /** The lab of a finished run and of others on its dataset. */
  async show(run: Run): Promise<void> {
    const others = this.#parts.study.runs.filter((each) => each !== run && each.status === "finished" && each.manifest.dataset.hash === run.manifest.dataset.hash);
    if (run.status !== "finished" || others.length === 0) {
      void vscode.window.showInformationMessage(say("lab-none"));
      return;
    }
    const beside = await vscode.window.showQuickPick(others.map((each) => ({ label: each.title, description: each.id, run: each, picked: each.manifest.simulator.kind !== "control" })), { canPickMany: true, title: say("lab-choose-runs", { run: run.title }) });
    if (beside && beside.length > 0) await this.#page([run, ...beside.map((each) => each.run)]);
  }

  /** The exit audit of a run; behaviours where its dataset is open. */
  async exits(run: Run): Promise<void> {
    const { study, edge, pages, digest } = this.#parts;
    const dataset = study.datasetOf(run)?.dataset;
    const audit = await edge.progress(say("exit-audit-computing", { title: run.title }), vscode.ProgressLocation.Notification, (_report, signal) =>
      exitAudit({ run, judge: { judge: exitLexiconJudge(digest), width: 1 }, ...(dataset ? { dataset } : {}) }, finished, signal));
    const title = say("exit-audit-title", { title: run.title, dataset: run.manifest.dataset.name });
    await pages.show(pages.page(say("exit-audit-page", { run: run.id }), [title, "", ...exitTables(audit, wordingOf(run)), ""].join("\n")));
  }

  async #page(runs: readonly Run[]): Promise<void> {
    const { edge, pages, stats } = this.#parts;
    const [first] = runs;
    if (!first) return;
    const titles = runs.map(({ title }) => title);
    const made = await edge.progress(say("lab-computing", { runs: titles.join(", ") }), vscode.ProgressLocation.Notification, async (_report, signal) => {
      const taken: LabRun[] = [];
      for (const run of runs) {
        const alone = titles.filter((title) => title === run.title).length === 1;
        taken.push({ name: alone ? run.title : run.id, condition: run.manifest.condition.name, report: await reportOf(run, stats, signal), probes: run.state.labelledProbes(false), scheme: schemeOf(run.manifest.codebook), origin: originOf(run) });
      }
      const [reference, ...others] = taken as [LabRun, ...LabRun[]];
      return finished(lab([reference, ...others], { seed: first.manifest.statisticsSeed }), signal);
    });
    await pages.show(pages.page(say("lab-page", { run: first.id }), [...labTables(made, wordingOf(first)), ""].join("\n")));
  }

  /** In the order of the ladder, whatever the order of clicks; one alone where `title` asks for one. */
  async #conditions(open: OpenDataset, current: string, title: "lab-choose-conditions" | "try-choose" = "lab-choose-conditions"): Promise<readonly string[]> {
    const all = (await conditionsOf(this.#parts.doors, open.home)).map(({ name }) => name);
    const place = (name: string): number => (LADDER.includes(name) ? LADDER.indexOf(name) : LADDER.length + all.indexOf(name));
    const items = [...all].sort((a, b) => place(a) - place(b)).map((name) => ({ label: name, picked: LADDER.includes(name) || name === current }));
    if (title === "try-choose") {
      const one = await vscode.window.showQuickPick(items, { title: say(title) });
      return one ? [one.label] : [];
    }
    const many = (await vscode.window.showQuickPick(items, { canPickMany: true, title: say(title) })) ?? [];
    return many.map(({ label }) => label).sort((a, b) => place(a) - place(b));
  }
}

function wordingOf({ manifest: { dataset } }: Run): Wording {
  return { language, strata: dataset.strata, human: arePeople(dataset.users) };
}
