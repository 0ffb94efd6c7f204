// Steps that several host suites share: opening the calls of the workspace, endpoints, answering what the editor asks, reading journals.
// Asserts only what a step needs to go on.
import assert from "node:assert/strict";
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { JournalEntry } from "../../src/core/journal/entry.ts";
import type { Run } from "../../src/study/run.ts";
import type { Setup } from "../../src/study/setup.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { eventually, page, type Window } from "./driver.ts";

/** The offline setup that costs nothing. */
export const CONTROL = { simulator: { kind: "control", rung: "C1" }, judge: { kind: "lexicon" } } as const;

const ENDPOINTS = "fidelity.models.endpoints";

/** The folder that is open. */
export function workspaceFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, "a folder is open");
  return folder.uri.fsPath;
}

/** Activates the extension: before that, what a command returns is a copy that came through the window. */
export async function activate(): Promise<void> {
  const extension = vscode.extensions.getExtension("decision-fidelity.decision-fidelity");
  assert.ok(extension, "the extension is installed");
  await extension.activate();
}

export async function openSample(): Promise<OpenDataset> {
  await activate();
  const open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openSample");
  assert.ok(open, "the sample opens");
  return open;
}

/** Opens a dataset of the workspace; `calls.jsonl` unless said. */
export async function openDataset(name = "calls.jsonl"): Promise<OpenDataset> {
  await activate();
  const file = vscode.Uri.file(path.join(workspaceFolder(), name));
  const open = await vscode.commands.executeCommand<OpenDataset | undefined>("fidelity.openAsTranscripts", file);
  assert.ok(open, `${name} opens`);
  return open;
}

/** An endpoint as the settings hold it. */
export interface EndpointSetting {
  readonly name: string;
  readonly address: string;
  readonly models?: readonly string[];
}

/** Puts these endpoints into the user settings, in place of all others. */
export async function setEndpoints(...list: readonly EndpointSetting[]): Promise<void> {
  await vscode.workspace.getConfiguration().update(ENDPOINTS, list.length === 0 ? undefined : list, vscode.ConfigurationTarget.Global);
}

/** A model that simulates; the lexicon judges unless a judge is given. */
export function modelSetup(endpoint: string, model = "fake", judge: Setup["judge"] = { kind: "lexicon" }): Partial<Setup> {
  return { simulator: { kind: "model", endpoint, model }, condition: "persona", judge };
}

/** Starts a check; resolves when the run has ended. Undefined when it was refused. */
export function check(open: OpenDataset, setup: Partial<Setup>): Promise<Run | undefined> {
  return Promise.resolve(vscode.commands.executeCommand<Run | undefined>("fidelity.checkDataset", open.key, setup));
}

/**
 * The question that something be sent, answered with yes; its words are returned. The window that runs the suite refuses
 * modal questions, so that it comes as a notification there, and as a dialog in any other.
 */
export async function agreeToSend(window: Window = page): Promise<string> {
  if (window === page) {
    const question = await notification(/will be sent to/u);
    await window.click('.notification-list-item:has-text("will be sent to") .monaco-button:text-is("Send")');
    return question;
  }
  await window.waitFor(".monaco-dialog-box");
  const question = await window.text(".monaco-dialog-box");
  await window.click('.monaco-dialog-box .monaco-button:text-is("Send")');
  await window.waitFor(".monaco-dialog-box", "detached");
  return question;
}

/** The first notification that matches, on one line. A workbench under test shows none by itself, so the list of them is opened. */
export function notification(pattern: RegExp, window: Window = page): Promise<string> {
  return eventually(async () => {
    if ((await window.count(".notifications-center.visible")) === 0) await window.click('[id="status.notifications"]');
    const texts = await window.evaluate<readonly string[]>(`[...document.querySelectorAll(".notifications-center .notification-list-item-message")].map((each) => each.textContent)`);
    const found = texts.map((text) => text.replaceAll(/\s+/gu, " ")).find((text) => pattern.test(text));
    assert.ok(found !== undefined, `a notification like ${String(pattern)} among ${JSON.stringify(texts)}`);
    return found;
  });
}

/** Presses a button of a notification; the bell's own hover may lie over it, which a click with the mouse would not pass. */
export async function answerNotice(notice: string, button: string): Promise<void> {
  const found = `[...document.querySelectorAll(".notification-list-item")].filter((each) => each.textContent.includes(${JSON.stringify(notice)})).flatMap((each) => [...each.querySelectorAll(".monaco-button")]).find((each) => each.textContent === ${JSON.stringify(button)})`;
  assert.ok(await page.evaluate<boolean>(`(() => { const found = ${found}; found?.click(); return found !== undefined; })()`), `${button} of ${notice}`);
}

/** Chooses the row whose accessible name begins like this. */
export async function pick(label: string, window: Window = page): Promise<void> {
  await window.click(rowOf(label));
}

/**
 * Runs a command that asks for several, ticks the rows whose accessible names begin like these, and goes on; resolves when they are
 * chosen, with the command's own end. A question that closed before it was answered, as it does when the focus moves, is asked again.
 */
export async function tick(ask: () => Thenable<unknown>, ...labels: readonly string[]): Promise<{ readonly ended: Promise<unknown> }> {
  for (let attempt = 1; ; attempt++) {
    const ended = Promise.resolve(ask());
    try {
      for (const label of labels) {
        await page.waitFor(rowOf(label));
        await eventually(async () => {
          const row = rowOf(label);
          if ((await page.count(`${row} [aria-checked="true"]`)) === 0) await page.click(row);
          assert.ok((await page.count(`${row} [aria-checked="true"]`)) > 0, `${label} is ticked`);
        });
      }
      await page.press("Enter");
      await page.waitFor(".quick-input-widget", "hidden");
      return { ended };
    } catch (error) {
      if (attempt === 2) throw error;
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
      await ended;
    }
  }
}

function rowOf(label: string): string {
  return `.quick-input-widget .monaco-list-row[aria-label^="${label}"]`;
}

/** What a command offers to choose from, row by row; the question is taken back. */
export async function offeredBy(command: string): Promise<readonly string[]> {
  const asking = vscode.commands.executeCommand(command);
  await page.waitFor(".quick-input-widget .monaco-list-row");
  const rows = await page.evaluate<readonly string[]>(`[...document.querySelectorAll(".quick-input-widget .monaco-list-row")].map((each) => each.innerText.replaceAll("\\n", " "))`);
  await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  await asking;
  return rows;
}

/** Removes every notification of the suite's window and closes their list. */
export async function clearNotifications(): Promise<void> {
  await vscode.commands.executeCommand("notifications.clearAll");
  await vscode.commands.executeCommand("notifications.hideList");
}

/** Paths of the journals of planned runs kept with a dataset, those of one simulator where it is named. */
export function journals(open: OpenDataset, simulator = ""): readonly string[] {
  const folder = path.join(open.home, "runs");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl") && !name.startsWith("hand-picked-") && name.slice(11).startsWith(simulator));
  return names.sort().map((name) => path.join(folder, name));
}

/** The entries of a journal file, those whose line is written to its end; one that is no JSON fails. */
export function entriesOf(file: string): readonly JournalEntry[] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalEntry);
}

/** The last entry of a journal, read from its end: large ones are looked at often. */
export function lastEntry(file: string): JournalEntry | undefined {
  const end = Buffer.alloc(1 << 16);
  const journal = openSync(file, "r");
  const length = readSync(journal, end, 0, end.length, Math.max(0, fstatSync(journal).size - end.length));
  closeSync(journal);
  const line = end.toString("utf8", 0, length).split("\n").slice(0, -1).at(-1);
  return line === undefined ? undefined : (JSON.parse(line) as JournalEntry);
}

/** Entries of one kind. */
export function ofKind<K extends JournalEntry["kind"]>(entries: readonly JournalEntry[], kind: K): readonly Extract<JournalEntry, { kind: K }>[] {
  return entries.filter((entry): entry is Extract<JournalEntry, { kind: K }> => entry.kind === kind);
}
