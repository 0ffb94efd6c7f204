// Owns reading the PersuasionForGood CSV pair: who is who, which columns are profile, and that the outcome is the donation really made.
// Refuses B6 and B7 in a profile: the donation is the outcome and the number of turns gives its end away.
import { Failure } from "../../core/messages/failure.ts";
import type { Digest, Files } from "../../core/ports.ts";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import { csvRows, type CsvRow } from "../sources/csvRows.ts";
import type { ConversationEntry, Dataset, ReadProgress } from "../dataset.ts";
import { stampOf, type FileStamp } from "../hash.ts";
import { Inclusion } from "../inclusion.ts";
import { listed } from "../itemIntake.ts";
import { OpenedDataset, type Records } from "../openedDataset.ts";
import { ProblemList } from "../problemList.ts";
import { suspicionFinding } from "../suspicionFinding.ts";
import { donorRecord } from "./donorRecord.ts";
import type { DatasetTraits } from "../traits.ts";

const DIALOG = "full_dialog.csv";
const INFO = "full_info.csv";

export interface PersuasionForGoodOptions {
  /** The path as the person gave it. */
  readonly path: string;
  /** The folder that holds both files. */
  readonly folder: string;
  readonly files: Files;
  readonly digest: Digest;
  readonly traits: DatasetTraits;
  readonly onProgress?: ReadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const PERSUASION_FOR_GOOD = "persuasion-for-good";
export const PERSUASION_TRAITS = {
  name: "PersuasionForGood",
  users: "human",
  strata: { positive: "donor", negative: "non-donor" },
  outcomeDefinition: `B6 > 0 (donation really made after the task) in the persuadee's row of ${INFO}`,
} as const;

/** The folder with both files: the path itself, its FullData, or the folder of one of the files; undefined when there is none. */
export async function persuasionFolder(path: string, files: Files): Promise<string | undefined> {
  const isOneOfThem = [DIALOG, INFO].includes(files.basename(path));
  for (const folder of isOneOfThem ? [files.join(path, "..")] : [path, files.join(path, "FullData")]) {
    const names = await files.list(folder);
    if (names.includes(DIALOG) && names.includes(INFO)) return folder;
  }
  return undefined;
}

/** Opens the pair; a missing column rejects with `column-missing`. All texts (3 MB) are held, since both files are needed for any one of them. */
export async function openPersuasionForGood(options: PersuasionForGoodOptions): Promise<Dataset> {
  const { path, folder, files, digest, traits } = options;
  const dialogPath = files.join(folder, DIALOG);
  const infoPath = files.join(folder, INFO);
  const info = await grouped(options, infoPath, ["B2", "B3", "B4", "B6"]);
  const dialog = await grouped(options, dialogPath, ["B2", "B4", "Unit"]);
  const inclusion = new Inclusion(traits);
  const problems = new ProblemList(dialogPath);
  const infoProblems = new ProblemList(infoPath);
  const entries: ConversationEntry[] = [];
  const records = new Map<string, ConversationRecord>();
  for (const [id, rows] of dialog.groups) {
    const line = rows[0]?.line ?? 1;
    const about = info.groups.get(id);
    const made = about ? donorRecord(id, rows, about) : undefined;
    if (!made || "wrong" in made) {
      inclusion.leaveOut("wrong-shape");
      if (!made) problems.add({ line, column: 1, severity: "error", id: "row-without-partner", values: { conversation: id, other: INFO } });
      else (made.file === "dialog" ? problems : infoProblems).add({ line: made.line, column: 1, severity: "error", id: "row-wrong", values: { conversation: id, ...made.wrong } });
      continue;
    }
    const admission = inclusion.admit(made.record, line);
    if (!admission.kept && admission.reason === "excluded") continue;
    if (!admission.kept) {
      const id = admission.reason === "no-agent-turn" ? "no-agent-turn" : "no-user-turns";
      problems.add({ line, column: 1, severity: "warning", id, values: { conversation: made.record.id } });
      continue;
    }
    for (const suspicion of admission.suspicions) problems.add({ line, column: 1, ...suspicionFinding(suspicion, made.record.id) });
    records.set(id, made.record);
    entries.push({ ...listed(admission.conversation), line });
  }
  for (const [id, rows] of info.groups) {
    if (dialog.groups.has(id)) continue;
    inclusion.leaveOut("no-user-turns");
    infoProblems.add({ line: rows[0]?.line ?? 1, column: 1, severity: "warning", id: "row-without-partner", values: { conversation: id, other: DIALOG } });
  }
  return new OpenedDataset({
    path,
    format: PERSUASION_FOR_GOOD,
    traits,
    ledger: inclusion.ledger(),
    strata: inclusion.strata(),
    problems: [...problems.all(), ...infoProblems.all()],
    entries,
    records: recordsOf(records),
    stamps: [dialog.stamp, info.stamp],
    files,
    digest,
  });
}

/** Rows by conversation, in file order, and the file as it was. */
async function grouped({ files, onProgress, signal }: PersuasionForGoodOptions, path: string, columns: readonly string[]): Promise<{ groups: ReadonlyMap<string, readonly CsvRow[]>; stamp: FileStamp }> {
  const bytes = await files.open(path);
  try {
    const groups = new Map<string, CsvRow[]>();
    let first = true;
    for await (const row of csvRows(bytes, onProgress, signal)) {
      const missing = first ? columns.find((column) => row.fields[column] === undefined) : undefined;
      if (missing !== undefined) throw new Failure("column-missing", { path, column: missing });
      first = false;
      const id = row.fields.B2 ?? "";
      const group = groups.get(id);
      if (group) group.push(row);
      else groups.set(id, [row]);
    }
    return { groups, stamp: stampOf(path, bytes) };
  } finally {
    await bytes.close();
  }
}

function recordsOf(held: ReadonlyMap<string, ConversationRecord>): Records {
  return async function* records(entries, signal) {
    for (const { id } of entries) {
      signal?.throwIfAborted();
      const record = held.get(id);
      if (record) yield await Promise.resolve(record);
    }
  };
}
