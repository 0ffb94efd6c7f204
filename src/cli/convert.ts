// Owns the command convert: a selection of a dataset in one format, redacted or as it is. Refuses formats (datasets/writers).
import path from "node:path";
import { isSameFile, writeWhole } from "../node/wholeFile.ts";
import { EXPORT_FORMATS, exporting, type ExportFormat, type Selection } from "../datasets/writers/exporting.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { filesOf } from "../study/exports.ts";
import { exportLines } from "../study/exportWords.ts";
import { UsageError, type Arguments } from "./arguments.ts";
import { ledgerLines } from "./ledger.ts";
import { openData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";
import { only } from "./data.ts";

const USAGE = "convert DATA -o OUT";

/** Writes the conversations as filed; ledger and redaction report go to stderr. The file appears whole or not at all. */
export async function convert(session: Session): Promise<number> {
  const { words, signal } = session;
  if (words.out === undefined) throw new UsageError(`convert needs -o OUT.jsonl (or .csv)`);
  const out = path.resolve(words.out);
  const format = formatOf(words, out);
  const { dataset } = await openData(session, only(words.paths, USAGE));
  for (const file of filesOf(dataset)) if (await isSameFile(out, file)) throw new UsageError(`-o ${words.out}: this is the dataset itself; choose another file`);
  const job = exporting(dataset, { format, selection: selectionOf(words, dataset), redact: words.redact }, undefined, signal);
  await writeWhole(out, job.pieces, signal);
  const report = job.report();
  process.stderr.write(`${[...ledgerLines(dataset, words.language), ...exportLines(report, words.language)].join("\n")}\n`);
  const { conversations, cut, redaction } = report;
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-conversion", version: 1, out, format, conversations, ...(cut > 0 && { cut }), ledger: dataset.ledger, ...(redaction && { redaction }) }, null, 2)}\n`);
  return EXIT.done;
}

function formatOf({ format }: Arguments, out: string): ExportFormat {
  if (format === undefined) return /\.csv$/iu.test(out) ? "csv" : "native";
  const found = EXPORT_FORMATS.find((each) => each === format);
  if (!found) throw new UsageError(`--format ${format}: ${EXPORT_FORMATS.join(", ")}`);
  return found;
}

function selectionOf({ ids, outcome }: Arguments, { strata }: Dataset): Selection {
  if (ids !== undefined && outcome !== undefined) throw new UsageError("--ids and --outcome: one of them");
  if (ids !== undefined) return { kind: "ids", ids: ids.split(",").map((id) => id.trim()).filter((id) => id !== "") };
  if (outcome === undefined) return { kind: "all" };
  const found = (["positive", "negative", "unknown"] as const).find((each) => each === outcome || (each !== "unknown" && strata[each] === outcome));
  if (!found) throw new UsageError(`--outcome ${outcome}: positive (${strata.positive}), negative (${strata.negative}) or unknown`);
  return { kind: "outcome", outcome: found };
}
