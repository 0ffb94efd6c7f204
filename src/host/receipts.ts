// Owns the commands about receipts and gates: which file, where to, what is said. Refuses what is in a receipt and how gates are judged (study/receipts).
import path from "node:path";
import * as vscode from "vscode";
import { aligned, wrapped } from "../core/figures/columns.ts";
import { gateNotes, gateTable, gateWording } from "../core/gates/words.ts";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { compareReceipts, comparedTables } from "../core/receipt/compare.ts";
import { wordingOf } from "../core/receipt/page.ts";
import type { Receipt } from "../core/receipt/shape.ts";
import { finished } from "../node/steps.ts";
import { gatesIn } from "../protocol/gates.ts";
import { writeTexts } from "../node/writeTexts.ts";
import type { StudyDoors } from "../study/doors.ts";
import { coefficientOf, gatesOf, needsAgreement, refuseGate } from "../study/receipts/gating.ts";
import { agreementOf, otherParts } from "../study/receipts/otherParts.ts";
import { receiptOf } from "../study/receipts/receiptOf.ts";
import { refuseReceipt } from "../study/receipts/refused.ts";
import { readReceipt, receiptText, RECEIPTS_FOLDER, type AnyReceipt } from "../study/receipts/stored.ts";
import { studyReceiptOf, type WithReceipt } from "../study/receipts/studyReceipt.ts";
import { verifyAny, type ReceiptSource } from "../study/receipts/verifyAny.ts";
import { verifiedText } from "../study/receipts/verifyWords.ts";
import { Run } from "../study/run.ts";
import type { Study } from "../study/study.ts";
import { language, type Edge } from "./edge.ts";
import type { TextPages } from "./textPages.ts";

export interface ReceiptParts {
  readonly study: Study;
  readonly doors: StudyDoors;
  readonly edge: Edge;
  readonly pages: TextPages;
}

const FORMS = ["json", "md", "html"] as const;

export class Receipts {
  readonly #parts: ReceiptParts;

  constructor(parts: ReceiptParts) {
    this.#parts = parts;
  }

  /** JSON, Markdown and a page for print, in the run's `.fidelity/receipts`; opens the Markdown. The files written. */
  async write(run: Run): Promise<readonly string[]> {
    refuseReceipt(run);
    return this.#written(run.title, run.id, this.#homeOf(run), (signal) => this.#made(run, signal));
  }

  /** One receipt of several finished runs with their paired comparisons, beside the receipts of the first; the files written. Asks which runs unless they are given. */
  async writeStudy(given: unknown): Promise<readonly string[] | undefined> {
    const { study, doors } = this.#parts;
    const runs = Array.isArray(given) ? given.flatMap((id) => (typeof id === "string" ? (study.run(id) ?? []) : [])) : await this.#several();
    const [first] = runs;
    if (!first) return undefined;
    for (const run of runs) refuseReceipt(run);
    const open = study.datasetOf(first);
    const title = open?.dataset.name ?? first.manifest.dataset.name;
    return this.#written(title, "study", this.#homeOf(first), async (signal) => {
      const made: WithReceipt[] = [];
      for (const run of runs) made.push({ run, receipt: await this.#made(run, signal) });
      return studyReceiptOf(made, { software: doors.software, now: doors.clock.now(), finished }, signal);
    });
  }

  async #made(run: Run, signal: AbortSignal): Promise<Receipt> {
    const { study, doors } = this.#parts;
    const home = this.#homeOf(run);
    const dataset = study.datasetOf(run)?.dataset;
    const others = await otherParts(run, { home, ...(dataset ? { dataset } : {}) }, { ...doors, finished }, signal);
    return receiptOf(run, { home, title: run.title, ...others }, doors, signal);
  }

  async #written(title: string, name: string, home: string, make: (signal: AbortSignal) => Promise<AnyReceipt>): Promise<readonly string[]> {
    const folder = path.join(home, RECEIPTS_FOLDER);
    const files = await this.#parts.edge.progress(sentence("receipt-writing", { title }, language), vscode.ProgressLocation.Notification, async (_report, signal) => {
      const receipt = await make(signal);
      const texts = FORMS.map((form) => ({ name: `${name}.${form}`, text: receiptText(receipt, `x.${form}`, language) }));
      await writeTexts(folder, texts);
      return texts.map((each) => path.join(folder, each.name));
    });
    const [, page] = files;
    if (page !== undefined) await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.file(page));
    void vscode.window.showInformationMessage(sentence("receipt-written", { title, path: folder }, language));
    return files;
  }

  /** The runs chosen of those that may have a receipt; fewer than two are no study and are said to be. */
  async #several(): Promise<readonly Run[]> {
    // Oldest first: the first is what the others are compared with.
    const may = this.#parts.study.runs.filter((run) => run.state.manifest && passes(run, refuseReceipt)).toReversed();
    if (may.length < 2) throw new Failure("study-receipt-few", {});
    const rows = may.map((run) => ({ label: run.title, description: `${run.manifest.dataset.name} · ${run.id}`, run }));
    const chosen = await vscode.window.showQuickPick(rows, { canPickMany: true, title: sentence("study-receipt-choose", {}, language) });
    if (!chosen) throw new vscode.CancellationError();
    if (chosen.length < 2) throw new Failure("study-receipt-few", {});
    return chosen.map(({ run }) => run);
  }

  /** A page that says of each thing a receipt rests on whether it is the same; true where all is. */
  async verify(given: unknown): Promise<boolean | undefined> {
    const file = await this.#file(given);
    if (file === undefined) return undefined;
    const { study, doors, edge, pages } = this.#parts;
    const receipt = await readReceipt(file, doors.files);
    const sourceOf = async (id: string, signal: AbortSignal): Promise<ReceiptSource> => {
      const known = study.run(id);
      const home = known ? this.#homeOf(known) : path.dirname(path.dirname(file));
      const run = known ?? new Run(`runs/${id}.jsonl`, doors.journals(home));
      if (!known) await run.load(signal);
      return { run, home, beside: home, dataset: run.state.manifest && study.datasetOf(run)?.dataset };
    };
    const verified = await edge.progress(sentence("verify-working", {}, language), vscode.ProgressLocation.Notification, (_report, signal) =>
      verifyAny(receipt, (id) => sourceOf(id, signal), doors, finished, signal));
    await pages.show(pages.page(path.basename(file), verifiedText(verified, language), file));
    return verified.verified;
  }

  /** Two receipts on one page: numbers side by side, and the settings that differ. */
  async compare(given: unknown, other: unknown): Promise<void> {
    const { doors, pages } = this.#parts;
    const [one, two] = [await this.#file(given), await this.#file(other)];
    if (one === undefined || two === undefined) return;
    const [a, b] = [await readReceipt(one, doors.files), await readReceipt(two, doors.files)];
    for (const [file, receipt] of [[one, a], [two, b]] as const) if (receipt.what !== "decision-fidelity-receipt") throw new Failure("receipt-not-one", { path: file, reason: receipt.what });
    if (a.what !== "decision-fidelity-receipt" || b.what !== "decision-fidelity-receipt") return;
    const wording = wordingOf(a, language);
    const compared = compareReceipts(a, b, wording);
    const title = sentence("receipts-compared", { a: compared.a, b: compared.b }, language);
    const [numbers, settings] = comparedTables(compared, wording);
    const lines = [title, ...(compared.sameDataset ? [] : wrapped(sentence("receipts-other-dataset", {}, language))), "", ...aligned(numbers.rows), ...wrapped(sentence("receipts-no-test", {}, language)), "", settings.title, ...aligned(settings.rows, [0, 1, 2])];
    await pages.show(pages.page(title, `${lines.join("\n")}\n`, `${one} ${two}`));
  }

  /** The run against the study's gates, on a page; the verdict. A baseline is asked for where there are other finished runs of the dataset. */
  async gates(run: Run, given: unknown): Promise<string | undefined> {
    const { study, doors, edge, pages } = this.#parts;
    refuseGate(run);
    const asked = typeof given === "string" ? study.run(given) : given === undefined ? await this.#baseline(run) : undefined;
    const gates = this.#stored(run);
    const options = { ...(gates ? { gates } : {}), ...(asked ? { baseline: asked } : {}) };
    const report = await edge.progress(sentence("gates-working", {}, language), vscode.ProgressLocation.Notification, async (_report, signal) => {
      const dataset = needsAgreement(run, options) ? study.datasetOf(run)?.dataset : undefined;
      const agreed = dataset && (await agreementOf(run, { home: this.#homeOf(run), dataset }, { ...doors, finished }, signal));
      return gatesOf(run, { ...options, ...(agreed ? { agreement: coefficientOf(agreed) } : {}) }, { stats: doors.stats, finished }, signal);
    });
    const wording = gateWording(run.manifest.dataset.strata, report, language);
    const title = sentence("gates-title", { title: run.title }, language);
    const against = report.baseline === undefined ? [] : [sentence("gate-baseline", { baseline: report.baseline }, language)];
    const lines = [title, ...against, "", ...aligned(gateTable(report, wording).rows, [0, 1, 2]), "", ...gateNotes(report, wording).flatMap((note) => wrapped(note)), sentence(`gates-${report.verdict}`, {}, language)];
    await pages.show(pages.page(title, `${lines.join("\n")}\n`, run.id));
    return report.verdict;
  }

  #homeOf(run: Run): string {
    const { study } = this.#parts;
    const home = study.homeOf(run) ?? study.datasetOf(run)?.home;
    if (home === undefined) throw new Failure("run-not-found", { run: run.id, folder: ".fidelity" });
    return home;
  }

  /** The gates of the study file as it was when the dataset opened; without them the run's own count. */
  #stored(run: Run): ReturnType<typeof gatesIn> {
    const asked = this.#parts.study.datasetOf(run)?.gates;
    return asked && gatesIn(asked);
  }

  /** Rejects as cancelled where the person left the question; nothing is asked where there is nothing to choose. */
  async #baseline(run: Run): Promise<Run | undefined> {
    const others = this.#parts.study.runs.filter((each) => each !== run && each.state.manifest && each.manifest.dataset.hash === run.manifest.dataset.hash && passes(each, refuseGate));
    if (others.length === 0) return undefined;
    const none = { label: sentence("gates-no-baseline", {}, language), description: "", run: undefined };
    const chosen = await vscode.window.showQuickPick([none, ...others.map((each) => ({ label: each.title, description: each.id, run: each }))], { title: sentence("gates-baseline-ask", { title: run.title }, language) });
    if (!chosen) throw new vscode.CancellationError();
    return chosen.run;
  }

  async #file(given: unknown): Promise<string | undefined> {
    if (given instanceof vscode.Uri) return given.fsPath;
    if (typeof given === "string") return given;
    const [file] = (await vscode.window.showOpenDialog({ filters: { JSON: ["json"] }, title: sentence("receipt-choose", {}, language) })) ?? [];
    return file?.fsPath;
  }
}

function passes(run: Run, refuse: (run: Run) => void): boolean {
  try {
    refuse(run);
    return true;
  } catch (error) {
    if (isFailure(error)) return false;
    throw error;
  }
}
