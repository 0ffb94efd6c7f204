// Owns ConvoKit corpora: a folder whose utterances.jsonl has one turn a line, with what is known of conversations and speakers beside it.
// Refuses holding utterances; and guessing who is who where neither a mapping nor the corpus says so.
import { parsedJson } from "../../core/json.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { Files } from "../../core/ports.ts";
import type { Message } from "../../core/transcript/conversation.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import { stampOf, type FileStamp } from "../hash.ts";
import { outcomeOfColumns, sidesOf } from "../mapping/columns.ts";
import { asText, fieldOf } from "../mapping/fieldPath.ts";
import { mappedFormat } from "../mapping/mapped.ts";
import type { OutcomeJoiner } from "../mapping/join.ts";
import { decode } from "../sources/decode.ts";
import { lineSource } from "../sources/lineTable.ts";
import type { TableSource } from "../sources/table.ts";
import { inOrder } from "./convokitOrder.ts";
import type { RecordFormat } from "./reading.ts";

export const CONVOKIT = "convokit";
const UTTERANCES = "utterances.jsonl";
const MOST_BESIDE = 64 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;

/** A corpus found, ready for `openTable`. */
export interface Corpus {
  /** The file of the utterances. */
  readonly file: string;
  readonly source: TableSource;
  readonly keys: readonly string[];
  readonly format: RecordFormat;
  readonly stamps: readonly FileStamp[];
}

/** The folder with the corpus: the path itself, its only subfolder, or the folder of the file; undefined when there is none. */
export async function convokitFolder(path: string, files: Files): Promise<string | undefined> {
  if (files.basename(path) === UTTERANCES) return files.join(path, "..");
  const names = await files.list(path);
  if (isCorpus(names)) return path;
  const [only] = names.filter((name) => !name.startsWith(".") && !name.startsWith("__"));
  if (only === undefined || names.length > 2) return undefined;
  return isCorpus(await files.list(files.join(path, only))) ? files.join(path, only) : undefined;
}

function isCorpus(names: readonly string[]): boolean {
  return names.includes(UTTERANCES) && ["conversations.json", "speakers.json", "users.json", "corpus.json", "index.json"].some((name) => names.includes(name));
}

/**
 * The corpus in a folder, read through the mapping or what its metadata say. Rejects with `shape-unknown`, naming the fields that may say
 * who speaks, or what the files say.
 */
export async function corpusIn(folder: string, files: Files, mapping?: Mapping, join?: OutcomeJoiner, signal?: AbortSignal): Promise<Corpus> {
  const file = files.join(folder, UTTERANCES);
  const stamps: FileStamp[] = [];
  const beside = async (...names: readonly string[]): Promise<Fields> => {
    for (const name of names) {
      const path = files.join(folder, name);
      if ((await files.stat(path))?.kind !== "file") continue;
      const bytes = await files.open(path);
      try {
        if (bytes.size > MOST_BESIDE) throw new Failure("file-unreadable", { path, reason: `more than ${MOST_BESIDE / 1024 / 1024} MB` });
        stamps.push(stampOf(path, bytes));
        return objectOf(path, decode(await bytes.read(0, bytes.size, signal)).text);
      } finally {
        await bytes.close();
      }
    }
    return {};
  };
  const speakers = await beside("speakers.json", "users.json");
  const conversations = await beside("conversations.json");
  const utterances = await utterancesOf(file, files, signal);
  const key = utterances.columns.includes("conversation_id") ? "conversation_id" : "root";
  const about = (row: Fields): Fields => ({ ...row, speaker_meta: metaOf(speakers, asText(row.speaker ?? row.user)) });
  const sample = utterances.sample.map(about);
  const guessed = mapping ?? mappingOf(sample, sample.map((row) => metaOf(conversations, asText(row[key]))), key);
  if (!guessed) throw new Failure("shape-unknown", { path: file, fields: fieldsOf(sample[0]).join(", ") });
  const mapped = mappedFormat(guessed, undefined, CONVOKIT, join);
  return {
    file,
    source: utterances,
    keys: [key],
    stamps,
    format: {
      ...mapped,
      read(value, line) {
        const group = value as Fields & { readonly rows: readonly Fields[] };
        const { rows, places } = inOrder(group.rows);
        const reading = mapped.read({ [key]: group[key], conversation: metaOf(conversations, asText(group[key])), rows: rows.map(about) }, line);
        const findings = reading.findings.map((finding) => {
          const { at } = finding;
          return typeof at !== "number" && at[0] === "rows" && typeof at[1] === "number" ? { ...finding, at: ["rows", places[at[1]] ?? 0, ...at.slice(2)] } : finding;
        });
        if (!("record" in reading)) return { ...reading, findings };
        const messages = reading.record.messages.map((message) => ({ ...message, ...keptOf(rows[message.fileIndex]) }));
        return { ...reading, record: { ...reading.record, messages }, findings };
      },
    },
  };
}

async function utterancesOf(file: string, files: Files, signal?: AbortSignal): Promise<TableSource> {
  const bytes = await files.open(file);
  try {
    const source = await lineSource(bytes, signal);
    if (!source) throw new Failure("shape-unknown", { path: file, fields: "–" });
    return source;
  } finally {
    await bytes.close();
  }
}

const ROLE_FIELDS = ["role", "type", "speaker_type", "speaker_role", "side", "user_type", "author_type"];

/** What the corpus's own words say: speaker's side by the metadata of utterance or speaker or by the speaker's name, outcome by the conversation's. */
function mappingOf(sample: readonly Fields[], conversations: readonly Fields[], key: string): Mapping | undefined {
  const candidates = [...ROLE_FIELDS.flatMap((name) => [`meta.${name}`, `speaker_meta.${name}`]), "speaker", "user"];
  const outcome = outcomeOfColumns([...new Set(conversations.flatMap((meta) => Object.keys(meta)))], conversations);
  const time = timeOf(sample);
  for (const field of candidates) {
    const sides = sidesOf(sample.map((row) => fieldOf(row, field).value));
    if (!sides) continue;
    return { id: key, turns: "rows", role: { field, ...sides }, text: "text", ...(time && { time }), ...(outcome && { outcome: { ...outcome, field: `conversation.${outcome.field}` } }) };
  }
  return undefined;
}

const [EARLIEST, LATEST] = [1e8, 1e11] as const;

/** Some corpora count lines where others have seconds: only what may be a moment of the last decades is a time. */
function timeOf(sample: readonly Fields[]): Mapping["time"] {
  const times = sample.map((row) => row.timestamp).filter((time) => time !== null && time !== undefined);
  const numbers = times.map((time) => Number(asText(time) ?? NaN));
  if (numbers.length === 0) return undefined;
  if (numbers.every((time) => time > EARLIEST && time < LATEST)) return { field: "timestamp", format: "epoch-seconds" };
  return numbers.every((time) => time >= LATEST) ? { field: "timestamp", format: "epoch-milliseconds" } : undefined;
}

/** Metadata of one of the objects by id; newer corpora have them in `meta`, older ones are nothing else. */
function metaOf(all: Fields, id: string | undefined): Fields {
  const one = id !== undefined && Object.hasOwn(all, id) ? all[id] : undefined;
  if (typeof one !== "object" || one === null) return {};
  const { meta } = one as { readonly meta?: unknown };
  return typeof meta === "object" && meta !== null ? (meta as Fields) : (one as Fields);
}

/** What an utterance has beside its words and its speaker, for writing back. */
function keptOf({ id, meta }: Fields = {}): Pick<Message, "extra"> {
  const more = typeof meta === "object" && meta !== null && Object.keys(meta).length > 0;
  return { extra: { ...(id !== undefined && { id }), ...(more && { meta }) } };
}

function fieldsOf(row: Fields | undefined): readonly string[] {
  const inside = (name: string): readonly string[] => Object.keys((row?.[name] as Fields | undefined) ?? {}).map((field) => `${name}.${field}`);
  return [...Object.keys(row ?? {}).filter((name) => name !== "meta" && name !== "speaker_meta"), ...inside("meta"), ...inside("speaker_meta")];
}

function objectOf(path: string, text: string): Fields {
  const value = parsedJson(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Failure("file-unreadable", { path, reason: "it is not a JSON object" });
}
