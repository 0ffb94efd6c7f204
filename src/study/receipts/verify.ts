// Owns verifying a receipt: journal, dataset, prompt, instrument and their files still have the hashes it names, and everything it says follows from
// the journal again, number for number. Refuses reading receipts from disk and words (verifyWords.ts).
import { instrumentNameOf } from "../../core/instrument/codebook.ts";
import { instrumentIdentity } from "../../core/instrument/judgePrompt.ts";
import { LEXICON_VERSION, lexiconInstrument } from "../../core/instrument/lexicon.ts";
import type { RunManifest } from "../../core/journal/entry.ts";
import { isFailure } from "../../core/messages/failure.ts";
import { conditionNamed } from "../../core/probe/conditions.ts";
import { templateText } from "../../core/probe/condition.ts";
import { INSTRUMENTS } from "../../core/instrument/instruments.ts";
import { firstDifference } from "../../core/receipt/difference.ts";
import type { Receipt } from "../../core/receipt/shape.ts";
import type { DatasetIdentity } from "../../core/journal/entry.ts";
import { datasetKey } from "../plan.ts";
import { Run } from "../run.ts";
import { filesOf, receiptOf, type OtherParts, type ReceiptDoors } from "./receiptOf.ts";
import { sealOf } from "./seal.ts";

/** What is looked at, in the order it is told. */
export const CHECKED = ["journal", "dataset", "template", "template-file", "codebook", "codebook-file", "settings", "counts", "statistics", "agreement", "exits"] as const;
export type Checked = (typeof CHECKED)[number];

/** `unchecked`: it could not be looked at, and the receipt is not verified. `apart`: it is not here and need not be. */
export type CheckResult =
  | { readonly what: Checked; readonly result: "same" }
  | { readonly what: Checked; readonly result: "differs" | "unchecked" | "apart"; readonly why: Why; readonly values: Readonly<Record<string, string | number>> };

/** Why it differs or was not looked at: the sentence `verify-<why>` says it. */
export type Why =
  | "bytes" | "grown" | "unread-line" | "no-manifest" | "gone" | "not-given" | "read-otherwise" | "stored" | "shipped" | "file" | "file-gone" | "value" | "labels-grown" | "not-made-now" | "broken";

export interface Verified {
  readonly verified: boolean;
  readonly checks: readonly CheckResult[];
}

export interface VerifyAt {
  readonly run: Pick<Run, "name" | "journals">;
  /** The `.fidelity` folder with conditions and instruments. */
  readonly home: string;
  /** As the dataset is now; undefined where it was not given or is not there. */
  readonly dataset?: DatasetIdentity;
  /** Parts the receipt holds beside those of the journal, made again. */
  readonly others?: OtherParts;
}

/** Verified where nothing differs and everything could be looked at. Never rejects for what it finds. */
export async function verifyReceipt(receipt: Receipt, at: VerifyAt, doors: ReceiptDoors, signal: AbortSignal): Promise<Verified> {
  const run = new Run(at.run.name, at.run.journals);
  await run.load(signal);
  const { manifest } = run.state;
  const checks = [
    await journalCheck(receipt, at, doors, signal),
    datasetCheck(receipt, at.dataset, manifest),
    templateCheck(receipt, manifest, doors),
    await fileCheck("template-file", receipt, manifest, at.home, doors),
    codebookCheck(receipt, manifest, doors),
    await fileCheck("codebook-file", receipt, manifest, at.home, doors),
    ...(await madeAgain(receipt, at, manifest, doors, signal)),
  ].filter((check) => check !== undefined);
  return { verified: checks.every(({ result }) => result === "same" || result === "apart"), checks };
}

async function journalCheck({ hashes }: Receipt, { run }: VerifyAt, { digest }: ReceiptDoors, signal: AbortSignal): Promise<CheckResult> {
  const seal = await sealOf(run.journals, run.name, digest, signal, hashes.journalLines);
  if (seal.journal === hashes.journal && seal.journalLines === hashes.journalLines) return same("journal");
  const values = { lines: seal.journalLines, before: hashes.journalLines };
  if (seal.journalLines === 0) return differs("journal", "gone", values);
  const [unread] = seal.unread;
  if (unread !== undefined) return differs("journal", "unread-line", { ...values, line: unread });
  return differs("journal", seal.before === hashes.journal ? "grown" : "bytes", values);
}

function datasetCheck({ hashes, dataset }: Receipt, now: DatasetIdentity | undefined, manifest: RunManifest | undefined): CheckResult {
  if (!now) return { what: "dataset", result: "unchecked", why: "not-given", values: { dataset: dataset.name } };
  if (now.hash !== hashes.dataset) return differs("dataset", "bytes", { before: short(hashes.dataset), now: short(now.hash) });
  const { hash: _, path: _path, name: _name, ...read } = now;
  const { name: _own, ...stored } = dataset;
  const other = firstDifference(datasetKey({ ...dataset, hash: now.hash, path: "" }), datasetKey(now)) ?? firstDifference(asJson(stored.ledger), asJson(read.ledger), "ledger");
  if (other) return differs("dataset", "read-otherwise", { place: other.path, before: text(other.a), now: text(other.b) });
  return manifest && manifest.dataset.hash !== hashes.dataset ? differs("dataset", "stored", { before: short(hashes.dataset), now: short(manifest.dataset.hash) }) : same("dataset");
}

/** The text in the journal against the receipt, and the shipped one of the name against it where a model was asked. */
function templateCheck({ hashes, condition }: Receipt, manifest: RunManifest | undefined, { digest }: ReceiptDoors): CheckResult {
  if (!manifest) return unread("template");
  const now = digest.sha256(manifest.condition.template);
  if (now !== hashes.template || digest.sha256(condition.template) !== hashes.template) return differs("template", "stored", { before: short(hashes.template), now: short(now) });
  const shipped = manifest.simulator.kind === "model" ? conditionNamed(condition.name) : undefined;
  if (shipped && digest.sha256(templateText(shipped)) !== hashes.template) return { what: "template", result: "apart", why: "shipped", values: { name: condition.name } };
  return same("template");
}

function codebookCheck({ hashes }: Receipt, manifest: RunManifest | undefined, { digest }: ReceiptDoors): CheckResult {
  if (!manifest) return unread("codebook");
  const { codebook, judge, instrument } = manifest;
  if (judge.kind === "lexicon" && judge.version !== LEXICON_VERSION) return { what: "codebook", result: "apart", why: "shipped", values: { name: `lexicon ${judge.version}` } };
  const hashNow = (book: typeof codebook): string => (judge.kind === "lexicon" ? lexiconInstrument(digest).hash : instrumentIdentity(book, digest, instrument.window).hash);
  const now = hashNow(codebook);
  if (now !== hashes.instrument) return differs("codebook", "stored", { before: short(hashes.instrument), now: short(now) });
  const shipped = judge.kind === "model" ? INSTRUMENTS.find(({ name }) => name === instrumentNameOf(codebook)) : undefined;
  if (shipped && hashNow(shipped.codebook) !== hashes.instrument) return { what: "codebook", result: "apart", why: "shipped", values: { name: codebook.name } };
  return same("codebook");
}

async function fileCheck(what: "template-file" | "codebook-file", receipt: Receipt, manifest: RunManifest | undefined, home: string, doors: ReceiptDoors): Promise<CheckResult | undefined> {
  const kind = what === "template-file" ? "template" : "codebook";
  const before = receipt.hashes.files[kind];
  if (before === undefined || !manifest) return undefined;
  const now = (await filesOf(manifest, home, doors))[kind];
  const name = kind === "template" ? receipt.condition.name : receipt.instrument.name;
  if (now === undefined) return { what, result: "apart", why: "file-gone", values: { name } };
  return now === before ? same(what) : differs(what, "file", { name, before: short(before), now: short(now) });
}

/** The receipt made anew from the journal, and where its parts differ from the one given. */
async function madeAgain(receipt: Receipt, { run, home, others }: VerifyAt, manifest: RunManifest | undefined, doors: ReceiptDoors, signal: AbortSignal): Promise<readonly CheckResult[]> {
  if (!manifest) return [unread("statistics")];
  const { bootstrapDraws, permutationDraws } = receipt.statistics.options;
  let again: Receipt;
  try {
    again = await receiptOf(run, { home, title: receipt.run.title, draws: { bootstrapDraws, permutationDraws }, withExamples: receipt.examples !== undefined, ...others }, doors, signal);
  } catch (error) {
    if (signal.aborted || !isFailure(error)) throw error;
    return [{ what: "statistics", result: "unchecked", why: "broken", values: { reason: error.id } }];
  }
  const now = asJson(again) as Receipt;
  const settings = (each: Receipt): object => {
    const { hashes: { files: _files, journal: _journal, journalLines: _lines, ...hashes }, counts: _counts, spent: _spent, statistics: _statistics, errors: _errors, agreement: _agreement, exits: _exits, written: _written, examples: _examples, software, ...rest } = each;
    return { ...rest, hashes, software: software.run };
  };
  const counts = (each: Receipt): object => ({ counts: each.counts, spent: each.spent });
  const statistics = (each: Receipt): object => ({ statistics: each.statistics, errors: each.errors, examples: each.examples });
  return [
    compared("settings", settings(receipt), settings(now)),
    compared("counts", counts(receipt), counts(now)),
    compared("statistics", statistics(receipt), statistics(now)),
    ...(["agreement", "exits"] as const).flatMap((what) => partCheck(what, receipt, now)),
  ];
}

/** A part made from more than the journal is compared where it can be made again. */
function partCheck(what: "agreement" | "exits", before: Receipt, now: Receipt): readonly CheckResult[] {
  if (!before[what].made) return [];
  if (!now[what].made) return [{ what, result: "unchecked", why: "not-made-now", values: {} }];
  const [then, today] = [labelsUsed(before[what].value), labelsUsed(now[what].value)];
  if (then !== undefined && today !== undefined && today > then) return [{ what, result: "apart", why: "labels-grown", values: { before: then, now: today } }];
  return [compared(what, before[what], now[what])];
}

/** People go on labelling after a receipt: their labels are files of their own and may grow. */
function labelsUsed(value: unknown): number | undefined {
  const counts = typeof value === "object" && value !== null && "counts" in value ? value.counts : undefined;
  return typeof counts === "object" && counts !== null && "used" in counts && typeof counts.used === "number" ? counts.used : undefined;
}

function compared(what: Checked, before: unknown, now: unknown): CheckResult {
  const other = firstDifference(before, now);
  return other ? differs(what, "value", { place: other.path, before: text(other.a), now: text(other.b) }) : same(what);
}

function same(what: Checked): CheckResult {
  return { what, result: "same" };
}

function differs(what: Checked, why: Why, values: Readonly<Record<string, string | number>>): CheckResult {
  return { what, result: "differs", why, values };
}

function unread(what: Checked): CheckResult {
  return { what, result: "unchecked", why: "no-manifest", values: {} };
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

/** A value in a sentence: short, as JSON. */
function text(value: unknown): string {
  const json = value === undefined ? "–" : JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

/** What JSON keeps of it: a receipt that was written and read has nothing else. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
