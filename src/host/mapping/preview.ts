// Owns the page beside the questions: what the file's first records would be, read with the answers so far. Refuses asking.
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { normalise } from "../../core/transcript/normalise.ts";
import { renderTranscript } from "../../core/transcript/render.ts";
import { visible } from "../../core/transcript/visible.ts";
import { UNNAMED_STRATA } from "../../datasets/inclusion.ts";
import type { OutcomeJoiner } from "../../datasets/mapping/join.ts";
import { mappedFormat } from "../../datasets/mapping/mapped.ts";
import { PREVIEW_SCHEME } from "../../ids.ts";
import { language } from "../edge.ts";
import { entryOf, type Answers } from "./answers.ts";

/** Conversations rendered in full. */
const SHOWN = 2;

/** Lines left empty at the top, where the questions stand over the page. */
const COVERED = 6;

/** The page's text: how many of the first records can be read, then two of them as they would open. `join`: of the file of outcomes, once it is read. */
function previewText(answers: Answers, join: OutcomeJoiner | undefined): string {
  const { records } = answers;
  const entry = entryOf(answers);
  const top = "\n".repeat(COVERED);
  if (!entry?.mapping) return `${top}${sentence("mapping-preview-waits", { records: records.length }, language)}\n\n${record(records[0])}\n`;
  const format = mappedFormat(entry.mapping, undefined, undefined, join);
  const readings = records.map((each, i) => format.read(each, i + 1));
  const read = readings.flatMap((reading) => ("record" in reading ? [reading.record] : []));
  const wrong = readings.find((reading) => "leftOut" in reading && reading.findings.length > 0);
  const strata = entry.strata ?? UNNAMED_STRATA;
  const lines = [
    sentence("mapping-preview-head", { read: read.length, of: records.length }, language),
    ...(wrong ? wrong.findings.slice(0, 3).map(({ id, values }) => `  ${visible(sentence(id, values, language))}`) : []),
  ];
  const rendered = read.slice(0, SHOWN).map((each) => renderTranscript(normalise(each).conversation, strata, { hideOutcome: false, language }).text);
  return top + [...lines, "", ...rendered].join("\n");
}

/** A record as it stands, cut where it gets long. */
function record(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return visibleText(text.length > 4000 ? `${text.slice(0, 4000)}…` : text);
}

function visibleText(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** The one page, made anew as the answers change. */
export class MappingPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #uri: vscode.Uri;
  readonly #join: (answers: Answers) => Promise<OutcomeJoiner | undefined>;
  readonly #owned: vscode.Disposable;
  #text = "";
  #joined: { readonly outcome: string; readonly join: OutcomeJoiner | undefined } | undefined;

  readonly onDidChange = this.#changed.event;

  /** `join` reads the file of outcomes that the answers name. */
  constructor(name: string, join: (answers: Answers) => Promise<OutcomeJoiner | undefined>) {
    this.#join = join;
    this.#uri = vscode.Uri.from({ scheme: PREVIEW_SCHEME, path: `/${visible(name).replaceAll("/", "∕")}.txt` });
    this.#owned = vscode.Disposable.from(this.#changed, vscode.workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, this));
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  async open(): Promise<void> {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.#uri), { preview: true, preserveFocus: true });
  }

  /** Never throws: what a join cannot read is said when the whole file is opened. */
  async update(answers: Answers): Promise<void> {
    const outcome = JSON.stringify(answers.mapping.outcome ?? null);
    this.#show(answers, this.#joined?.outcome === outcome ? this.#joined.join : undefined);
    if (this.#joined?.outcome === outcome) return;
    const join = await this.#join(answers).catch(() => undefined);
    this.#joined = { outcome, join };
    if (join) this.#show(answers, join);
  }

  #show(answers: Answers, join: OutcomeJoiner | undefined): void {
    this.#text = previewText(answers, join);
    this.#changed.fire(this.#uri);
  }

  /** Closes its tab too: without the answers it says nothing. */
  async close(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === this.#uri.toString()));
    this.dispose();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
