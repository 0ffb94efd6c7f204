// Owns a file while a person describes it: its first records, the preview of the answers so far, the facts of the whole file in the end.
// Refuses asking (host/) and writing fidelity.json.
import type { Language } from "../../core/messages/sentence.ts";
import type { Digest, Files } from "../../core/ports.ts";
import type { ReadProgress } from "../../datasets/dataset.ts";
import { joinOf, type OutcomeJoiner } from "../../datasets/mapping/join.ts";
import { openDataset } from "../../datasets/open.ts";
import { factsOf } from "../../datasets/understanding.ts";
import type { StudyDataset } from "../../protocol/studyFile.ts";
import { entryOf, type Answers } from "./answers.ts";
import { firstRecords, rowsOf } from "../../datasets/mapping/firstRecords.ts";
import { previewText } from "./previewText.ts";
import { surveyOf, type Survey } from "../../datasets/mapping/survey.ts";

const MAY_HOLD_OUTCOMES = /\.(?:csv|tsv|jsonl)$/iu;

export class DescribedFile {
  readonly #files: Files;
  readonly #digest: Digest;
  readonly #path: string;
  readonly #folder: string;
  #joined: { readonly outcome: string; readonly join: OutcomeJoiner | undefined } | undefined;

  /** `folder` is the one paths of the study file are relative to. */
  constructor(path: string, folder: string, files: Files, digest: Digest) {
    this.#path = path;
    this.#folder = folder;
    this.#files = files;
    this.#digest = digest;
  }

  /** Before any answer. `named` is the path as the study file gives it. Rejects as `firstRecords` does. */
  async start(named: string): Promise<Answers> {
    const { records } = await firstRecords(this.#path, this.#files);
    return { path: named, records, survey: surveyOf(records), mapping: {} };
  }

  /** Files beside it that may hold its outcomes. */
  async neighbours(): Promise<readonly string[]> {
    const folder = this.#files.join(this.#path, "..");
    const names = (await this.#files.list(folder)).filter((name) => MAY_HOLD_OUTCOMES.test(name));
    return names.map((name) => this.#files.join(folder, name)).filter((file) => file !== this.#path);
  }

  async surveyRows(file: string): Promise<Survey> {
    return surveyOf(await rowsOf(file, this.#files));
  }

  /**
   * Hands over the text of the preview, twice where outcomes have to be read first. Never rejects: what a file of outcomes has wrong
   * is said when the whole file is opened.
   */
  async preview(answers: Answers, language: Language, show: (text: string) => void): Promise<void> {
    const { mapping } = entryOf(answers) ?? {};
    const outcome = JSON.stringify(mapping?.outcome ?? null);
    const known = this.#joined?.outcome === outcome;
    show(previewText(answers, known ? this.#joined?.join : undefined, language));
    if (known) return;
    const join = await joinOf(mapping, this.#folder, this.#files).catch(() => undefined);
    this.#joined = { outcome, join };
    if (join) show(previewText(answers, join, language));
  }

  /** One line about the whole file, read with the entry. Rejects as `openDataset` does. */
  async facts(entry: StudyDataset, language: Language, onProgress: ReadProgress, signal: AbortSignal): Promise<string> {
    const study = { folder: this.#folder, file: { datasets: [entry] } };
    const dataset = await openDataset({ path: this.#path, files: this.#files, digest: this.#digest, study, onProgress, signal });
    return factsOf(dataset, language);
  }
}
