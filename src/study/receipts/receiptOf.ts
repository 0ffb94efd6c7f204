// Owns making the receipt of a stored run: its journal read anew, its statistics, and the files its condition and codebook came from.
// Refuses the receipt's shape and page (core/receipt) and where it is written.
import { instrumentNameOf } from "../../core/instrument/codebook.ts";
import type { RunManifest } from "../../core/journal/entry.ts";
import { makeReceipt } from "../../core/receipt/make.ts";
import type { Receipt, ReceiptHashes, ReceiptPart } from "../../core/receipt/shape.ts";
import type { Clock, Digest, Files, StatsEngine } from "../../core/ports.ts";
import { TEMPLATE_ENDING } from "../../core/probe/conditionTemplate.ts";
import { TEMPLATES_FOLDER } from "../conditions.ts";
import { INSTRUMENTS_FOLDER } from "../instruments.ts";
import { reportOptions, schemeOf } from "../reportOf.ts";
import { Run } from "../run.ts";
import { examplesOf } from "./examples.ts";
import { refuseReceipt } from "./refused.ts";
import { sealOf } from "./seal.ts";

export interface ReceiptDoors {
  readonly files: Pick<Files, "open" | "stat" | "join">;
  readonly stats: StatsEngine;
  readonly digest: Digest;
  readonly clock: Pick<Clock, "now">;
  readonly software: RunManifest["software"];
}

/** Parts that other work makes; absent ones are said to be missing. */
export interface OtherParts {
  readonly agreement?: ReceiptPart;
  readonly exits?: ReceiptPart;
}

export interface ReceiptOptions extends OtherParts {
  /** The `.fidelity` folder with conditions and instruments. */
  readonly home: string;
  readonly withExamples?: boolean;
  /** Of a receipt that is made again: its resampling. */
  readonly draws?: { readonly bootstrapDraws: number; readonly permutationDraws: number };
  /** The title people gave the run. */
  readonly title?: string;
}

/** The receipt of what the run's journal says now, not of what a window holds in memory. Rejects with `receipt-*`, and `run-without-manifest`. */
export async function receiptOf({ name, journals }: Pick<Run, "name" | "journals">, options: ReceiptOptions, doors: ReceiptDoors, signal: AbortSignal): Promise<Receipt> {
  const run = new Run(name, journals);
  await run.load(signal);
  refuseReceipt(run);
  const { manifest, state } = run;
  const seal = await sealOf(journals, name, doors.digest, signal);
  const report = await doors.stats.report(state.labelledProbes(false), schemeOf(manifest.codebook), { ...reportOptions(run), ...options.draws }, signal);
  return makeReceipt({
    run: run.id,
    title: options.title ?? run.title,
    state,
    manifest,
    report,
    seal: { ...seal, unread: seal.unread.length },
    files: await filesOf(manifest, options.home, doors),
    agreement: options.agreement ?? { made: false, reason: "not-made" },
    exits: options.exits ?? { made: false, reason: "not-made" },
    ...(options.withExamples ? { examples: examplesOf(state, manifest) } : {}),
    software: doors.software,
    now: doors.clock.now(),
  });
}

/** SHA-256 of the files that the condition and codebook of a run would be read from; shipped ones have none. */
export async function filesOf({ simulator, condition, judge, codebook }: RunManifest, home: string, { files, digest }: Pick<ReceiptDoors, "files" | "digest">): Promise<ReceiptHashes["files"]> {
  const hashOf = async (folder: string, name: string): Promise<string | undefined> => {
    if (/[/\\]|^\.*$/u.test(name)) return undefined;
    const path = files.join(home, folder, name);
    if ((await files.stat(path))?.kind !== "file") return undefined;
    const bytes = await files.open(path);
    try {
      return digest.sha256(await bytes.read(0, bytes.size));
    } finally {
      await bytes.close();
    }
  };
  const template = simulator.kind === "model" ? await hashOf(TEMPLATES_FOLDER, `${condition.name}${TEMPLATE_ENDING}`) : undefined;
  const book = judge.kind === "model" ? await hashOf(INSTRUMENTS_FOLDER, `${instrumentNameOf(codebook)}.json`) : undefined;
  return { ...(template === undefined ? {} : { template }), ...(book === undefined ? {} : { codebook: book }) };
}
