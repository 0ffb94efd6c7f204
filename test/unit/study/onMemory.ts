// A study on files and journals in memory, with the pieces its tests look at. Studies on one disk are windows of one machine.
import type { JournalEntry } from "../../../src/core/journal/entry.ts";
import { decodeEntry } from "../../../src/core/journal/codec.ts";
import type { ChatAnswer, ChatModel, ChatRequest, Log, StatsEngine } from "../../../src/core/ports.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import { DEFAULT_RULE } from "../../../src/core/probe/probe.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { finished } from "../../../src/node/steps.ts";
import { Looks } from "../../../src/study/looks.ts";
import type { Prices } from "../../../src/study/paid/money.ts";
import { PanelServices } from "../../../src/study/panel/services.ts";
import type { Plan, PlanOptions } from "../../../src/study/plan.ts";
import type { Run } from "../../../src/study/run.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { Study, type OpenDataset } from "../../../src/study/study.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { MemoryDisk, MemoryJournalStore } from "../../fakes/memoryJournalStore.ts";
import { answerTo } from "../../fakes/modelAnswers.ts";
import { quickClock } from "../../fakes/quickClock.ts";

export const HOME = "/home/.fidelity";
export const never = new AbortController().signal;
export const OPTIONS: PlanOptions = { rule: DEFAULT_RULE, seed: 1 };
export const MODEL_SETUP: Setup = { ...DEFAULT_SETUP, simulator: { kind: "model", endpoint: "local", model: "m" }, judge: { kind: "model", endpoint: "local", model: "m" } };

/** Few draws, in this thread. */
export const QUICK_DRAWS = { bootstrapDraws: 200, permutationDraws: 200 } as const;
export const QUICK_STATS: StatsEngine = { report: (probes, scheme, options) => Promise.resolve(statsReport(probes, scheme, { ...options, ...QUICK_DRAWS })) };

export interface SayingChat extends ChatModel {
  readonly asked: readonly ChatRequest[];
  /** Decides before each answer; an error is thrown, a promise waited for. */
  before: ((request: ChatRequest, count: number) => Promise<void> | Error | undefined) | undefined;
  /** Says something else than the usual answer. */
  says: ((request: ChatRequest, count: number) => string | undefined) | undefined;
}

/** A model that gives the same request the same answer, as the test server does. */
export function sayingChat(model = "m"): SayingChat {
  const asked: ChatRequest[] = [];
  const chat: SayingChat = {
    asked,
    before: undefined,
    says: undefined,
    identity: { endpoint: "local", origin: "http://127.0.0.1:1", model },
    async complete(request, onText, signal): Promise<ChatAnswer> {
      signal.throwIfAborted();
      asked.push(request);
      const before = chat.before?.(request, asked.length);
      if (before instanceof Error) throw before;
      const said = chat.says?.(request, asked.length);
      await before;
      signal.throwIfAborted();
      const text = said ?? answerTo({ model, messages: request.messages, ...(request.schema ? { response_format: { type: "json_schema", json_schema: { schema: request.schema.schema as never } } } : {}) });
      onText?.(text);
      return { text, report: { model: `${model}-served`, finishReason: "stop", promptTokens: 10, completionTokens: 2, milliseconds: 5 }, ...(request.schema ? { rung: "schema" } : {}) };
    },
  };
  return chat;
}

export interface Window {
  readonly study: Study;
  readonly disk: MemoryDisk;
  readonly files: MemoryFiles;
  readonly logged: readonly string[];
}

export function windowOn({ disk = new MemoryDisk(), files = new MemoryFiles(), chat, prices }: { readonly disk?: MemoryDisk; readonly files?: MemoryFiles; readonly chat?: ChatModel; readonly prices?: Prices } = {}): Window {
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const log: Log = { info: note, warn: note, error: note };
  const journals = new MemoryJournalStore(disk);
  const study = new Study({
    files,
    journals: () => journals,
    digest: nodeDigest,
    clock: quickClock(1000),
    ids: nodeIds,
    log,
    stats: QUICK_STATS,
    software: { name: "decision-fidelity", version: "0.1.0" },
    ...(prices ? { prices } : {}),
    chatModel: () => (chat ? Promise.resolve(chat) : Promise.reject(new Error("no model here"))),
  });
  return { study, disk, files, logged };
}

interface Spoken {
  readonly users?: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Native lines of `count` conversations that alternate in outcome, each with `users` user turns after agent turns. */
export function nativeText(count: number, { users = 5, more = {} }: Spoken = {}): string {
  return Array.from({ length: count }, (_, number) => {
    const turns = Array.from({ length: users }, (_none, turn) => [
      { role: "agent", text: `Agent says ${turn} to number ${number}, would you like it?` },
      { role: "user", text: `User ${number} answers ${turn}, maybe later.` },
    ]).flat();
    return `${JSON.stringify({ id: `c-${number}`, outcome: { value: number % 2 === 0 ? "positive" : "negative" }, profile: { age: String(20 + number) }, turns, ...more })}\n`;
  }).join("");
}

export async function opened(window: Window, text = nativeText(6)): Promise<OpenDataset> {
  window.files.write("/data/conversations.jsonl", text);
  return window.study.openPath("/data/conversations.jsonl", "conversations", HOME, undefined, undefined, never);
}

export async function planned(window: Window, open: OpenDataset, setup: Setup = DEFAULT_SETUP, options: PlanOptions = OPTIONS): Promise<{ readonly run: Run; readonly plan: Plan }> {
  return window.study.plan(open, setup, options, never);
}

/** Plans and carries out a run to its end. */
export async function checked(window: Window, open: OpenDataset, setup: Setup = DEFAULT_SETUP, options: PlanOptions = OPTIONS): Promise<Run> {
  const { run, plan } = await planned(window, open, setup, options);
  await window.study.carryOut(open, setup, run, plan, never);
  return run;
}

export function entriesOf(disk: MemoryDisk, name: string): readonly JournalEntry[] {
  return (disk.files.get(name) ?? "").split("\n").flatMap((line) => {
    const decoded = line === "" ? undefined : decodeEntry(line);
    return decoded?.ok ? [decoded.entry] : [];
  });
}

/** What the panel asks of a window's study; 200 draws unless another engine is given. */
export function servicesOn({ study }: Window, stats: StatsEngine = QUICK_STATS): PanelServices {
  return new PanelServices({ study, looks: new Looks(study), stats, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, finished });
}

/** Waits until a report is there, or could not be had. */
export async function reportThere({ reports }: PanelServices, run: Run): Promise<void> {
  if (reports.of(run)) return;
  await new Promise<void>((resolve) => {
    const subscription = reports.onDidChange(() => {
      subscription.dispose();
      resolve();
    });
  });
}
