// Owns the one command that carries a run out through a batch engine in the editor: write, send, fetch, take in, next round. Refuses what a round is (study/batches.ts).
import { readdir } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { Failure } from "../core/messages/failure.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import { nodeClock } from "../node/clock.ts";
import { nodeDigest } from "../node/digest.ts";
import { BatchFolder } from "../node/batchFolder.ts";
import type { BatchFile } from "../protocol/batchFile.ts";
import type { Endpoint } from "../protocol/endpointFile.ts";
import type { BatchDoors, BatchRound } from "../study/batches.ts";
import type { SubmissionDoors } from "../study/batchSubmission.ts";
import type { Job } from "../study/carrying.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import { ask, language, type Edge } from "./edge.ts";
import type { Keys } from "./keys.ts";
import { endpoints, probeRule, seed } from "./settings.ts";
import type { Setups } from "./setups.ts";

export interface BatchingParts {
  readonly study: Study;
  readonly setups: Setups;
  readonly keys: Keys;
  readonly edge: Edge;
  /** Talks to the batch endpoint of an address; loaded when it is first needed. */
  readonly engine: (endpoint: Endpoint, key: string | undefined) => Promise<Awaited<ReturnType<SubmissionDoors["engine"]>>>;
}

interface Known {
  readonly folder: BatchFolder;
  readonly file: BatchFile;
}

export class Batching {
  readonly #parts: BatchingParts;

  constructor(parts: BatchingParts) {
    this.#parts = parts;
  }

  /** Asks what to do with which batch of a dataset, and goes on from step to step until the person leaves. */
  async go(open: OpenDataset): Promise<void> {
    const batch = await this.#chosen(open);
    if (!batch) return;
    for (let at: Known | undefined = batch; at; ) at = await this.#step(open, at);
  }

  async #chosen(open: OpenDataset): Promise<Known | undefined> {
    const known = await batchesOf(open);
    const setup = this.#parts.setups.redacted(open, this.#parts.setups.current(open));
    const items = [
      { label: say("batch-new", { dataset: open.dataset.name }), description: setup.condition, known: undefined },
      ...known.map((each) => ({ label: path.basename(each.folder.path), description: say("batch-files", { files: each.file.requests.length }), known: each })),
    ];
    const chosen = known.length === 0 ? items[0] : await vscode.window.showQuickPick(items, { title: say("batch-title") });
    if (!chosen) return undefined;
    return chosen.known ?? this.#begin(open);
  }

  /** Writes the request files of a new batch of the current setup. */
  async #begin(open: OpenDataset): Promise<Known | undefined> {
    const { DIALECTS } = await import("../study/batches.ts");
    const dialect = (await vscode.window.showQuickPick(DIALECTS.map((label) => ({ label })), { title: say("batch-dialect"), placeHolder: say("batch-dialect-hint") }))?.label;
    if (dialect === undefined) return undefined;
    return this.#working("batch-writing", async (signal) => {
      const { beginBatch, triesJudge } = await import("../study/batches.ts");
      const { setups } = this.#parts;
      const options = { rule: open.rule ?? probeRule(), seed: seed() };
      const asked = { home: open.home, data: open.dataset.path, setup: setups.redacted(open, setups.current(open)), options, dialect, rung: "schema" as const };
      const tried = (job: Job): Promise<Job | undefined> => (triesJudge(job, dialect) ? this.#tried(job, signal) : Promise.resolve(job));
      const begun = await beginBatch(this.#doors(), (run) => new BatchFolder(path.join(open.home, "batches", run)), open, asked, tried, signal);
      return begun && this.#written(open, { folder: begun.place, file: begun.file }, false, signal, begun.batch);
    });
  }

  /** The job with how its judge did on anchor turns, or as it is where the person wants none of it; undefined when it is given up. */
  async #tried(job: Job, signal: AbortSignal): Promise<Job | undefined> {
    const { study, edge } = this.#parts;
    const [{ trial } = { trial: 0 }] = await study.estimates([job], signal);
    const { judge } = job.setup;
    if (trial > 0 && judge.kind === "model") {
      const [now, without] = [say("batch-try-judge-now"), say("batch-try-judge-without")];
      const detail = say("batch-try-judge-detail", { calls: trial, origin: new URL(this.#endpoint(judge.endpoint).address).origin });
      const chosen = await ask(say("batch-try-judge", { judge: judge.model }), [detail], now, without);
      if (chosen !== now) return chosen === without ? job : undefined;
    }
    const { triedJobs } = await import("./preflight.ts");
    return (await triedJobs(study, edge, [job]))[0];
  }

  /** One step further; undefined when the person left or nothing is left to do. */
  async #step(open: OpenDataset, { folder, file }: Known): Promise<Known | undefined> {
    const { unsent } = await import("../study/batchSubmission.ts");
    const waiting = unsent(file);
    const step = (id: SentenceId, values: Readonly<Record<string, string | number>>, work: () => Promise<Known | undefined>) => ({ label: say(id, values), work });
    const chosen = await vscode.window.showQuickPick(
      [
        ...(waiting.length > 0 ? [step("batch-send", { files: waiting.length }, () => this.#send({ folder, file }))] : []),
        ...(waiting.length < file.requests.length ? [step("batch-fetch", {}, () => this.#fetch(open, { folder, file }))] : []),
        step("batch-take-in", {}, () => this.#takeIn(open, { folder, file })),
        step("batch-write-next", {}, () => this.#working("batch-writing", (signal) => this.#written(open, { folder, file }, true, signal))),
        step("batch-show-files", {}, () => shown(folder)),
        ...(waiting.length < file.requests.length ? [step("batch-cancel", {}, () => this.#submission("batch-cancelling", folder, async (doors, signal) => (await import("../study/batchSubmission.ts")).cancelAll(doors, file, signal)))] : []),
      ],
      { title: path.basename(folder.path), placeHolder: say("batch-step"), ignoreFocusOut: true },
    );
    return chosen?.work();
  }

  /** Says how many calls go where before anything does. */
  async #send({ folder, file }: Known): Promise<Known | undefined> {
    const { submitAll, unsent } = await import("../study/batchSubmission.ts");
    const waiting = unsent(file);
    const calls = waiting.reduce((sum, each) => sum + each.calls, 0);
    const origins = [...new Set(waiting.map(({ endpoint }) => new URL(this.#endpoint(endpoint).address).origin))].join(", ");
    const send = say("batch-send-now");
    if ((await ask(say("batch-ask", { calls, origins }), [say("batch-ask-detail", { folder: folder.path })], send)) !== send) return { folder, file };
    return this.#submission("batch-sending", folder, (doors, signal) => submitAll(doors, file, signal));
  }

  async #fetch(open: OpenDataset, { folder, file }: Known): Promise<Known | undefined> {
    const { lookAtAll, settled } = await import("../study/batchSubmission.ts");
    const looked = await this.#submission("batch-looking", folder, (doors, signal) => lookAtAll(doors, file, signal));
    if (!looked) return undefined;
    const standings = looked.file.requests.map(({ submitted }) => submitted?.standing).filter((standing) => standing !== undefined);
    const sum = (count: (standing: (typeof standings)[number]) => number | undefined): number => standings.reduce((total, standing) => total + (count(standing) ?? 0), 0);
    if (!settled(looked.file)) {
      const states = [...new Set(standings.map(({ status }) => status))].join(", ");
      void vscode.window.showInformationMessage(say("batch-not-yet", { states, completed: sum(({ completed }) => completed), total: sum(({ total }) => total) }));
      return undefined;
    }
    return this.#working("batch-taking-in", (signal) => this.#took(open, looked, signal));
  }

  /** Results that an engine gave as files. */
  async #takeIn(open: OpenDataset, at: Known): Promise<Known | undefined> {
    const files = await vscode.window.showOpenDialog({ canSelectMany: true, title: say("batch-take-in"), filters: { JSONL: ["jsonl", "json"], "*": ["*"] } });
    if (!files) return at;
    return this.#working("batch-taking-in", async (signal) => {
      for (const file of files) await at.folder.keep(file.fsPath);
      return this.#took(open, at, signal);
    });
  }

  async #took(open: OpenDataset, { folder, file }: Known, signal: AbortSignal): Promise<Known | undefined> {
    const round = await this.#round(open, { folder, file }, signal);
    const again = Object.values(round.again).reduce((sum, count) => sum + count, 0);
    const reasons = Object.entries(round.again).map(([reason, count]) => `${reason} ${count}`).join(", ");
    const told = say("batch-round", { answered: round.answered, refused: round.refused, again, reasons: reasons || "–", missing: round.missing.length });
    void vscode.window.showInformationMessage(round.missing.length + round.unasked.length === 0 ? `${told} ${say("batch-all-done")}` : told);
    return round.missing.length + round.unasked.length === 0 ? undefined : { folder, file };
  }

  async #written(open: OpenDataset, { folder, file }: Known, alsoMissing: boolean, signal: AbortSignal, planned?: Job): Promise<Known | undefined> {
    const { writeRequests } = await import("../study/batches.ts");
    const round = await this.#round(open, { folder, file }, signal, planned);
    const next = await writeRequests({ place: folder }, file, round, alsoMissing);
    const calls = next.written.reduce((sum, each) => sum + each.calls, 0);
    void vscode.window.showInformationMessage(say(calls > 0 ? "batch-exported" : "batch-complete", { calls, files: next.written.length, folder: folder.path }));
    return calls > 0 ? { folder, file: next.file } : undefined;
  }

  /** `planned`: with what its judge's trial found, where the run begins with this round. */
  async #round(open: OpenDataset, { folder, file }: Known, signal: AbortSignal, planned?: Job): Promise<BatchRound> {
    const { planBatch, takeIn } = await import("../study/batches.ts");
    const doors = { ...this.#doors(), place: folder };
    return takeIn(doors, file, planned ?? (await planBatch(doors, open, file, signal)), signal);
  }

  async #submission(title: SentenceId, folder: BatchFolder, work: (doors: SubmissionDoors, signal: AbortSignal) => Promise<BatchFile>): Promise<Known | undefined> {
    if (!vscode.workspace.isTrusted) throw new Failure("endpoints-need-trust", { endpoint: path.basename(folder.path) });
    return this.#working(title, async (signal) => {
      const doors: SubmissionDoors = {
        place: folder,
        clock: nodeClock,
        told: () => undefined,
        engine: async (name) => {
          const endpoint = this.#endpoint(name);
          return this.#parts.engine(endpoint, await this.#parts.keys.of(endpoint.address));
        },
      };
      return { folder, file: await work(doors, signal) };
    });
  }

  #doors(): Omit<BatchDoors, "place"> {
    return { study: this.#parts.study, clock: nodeClock, digest: nodeDigest, address: (name) => Promise.resolve(this.#endpoint(name).address) };
  }

  #endpoint(name: string): Endpoint {
    const endpoint = endpoints().find((each) => each.name === name);
    if (!endpoint) throw new Failure("endpoint-not-found", { endpoint: name });
    return endpoint;
  }

  #working<T>(title: SentenceId, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    return Promise.resolve(this.#parts.edge.progress(say(title), vscode.ProgressLocation.Notification, (_report, signal) => work(signal)));
  }
}

async function shown({ path: folder }: BatchFolder): Promise<undefined> {
  await vscode.commands.executeCommand("revealFileInOS", vscode.Uri.file(path.join(folder, "batch.json")));
  return undefined;
}

/** Batches of this dataset, newest first; a folder that is none is passed over. */
async function batchesOf({ home, dataset }: OpenDataset): Promise<readonly Known[]> {
  const { readBatch } = await import("../study/batchPlace.ts");
  const root = path.join(home, "batches");
  const names = (await readdir(root).catch(() => [])).sort().reverse();
  const all = await Promise.all(
    names.map(async (name): Promise<Known | undefined> => {
      const folder = new BatchFolder(path.join(root, name));
      const file = await readBatch(folder).catch(() => undefined);
      return file?.data === dataset.path ? { folder, file } : undefined;
    }),
  );
  return all.filter((each) => each !== undefined);
}

function say(id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string {
  return sentence(id, values, language);
}
