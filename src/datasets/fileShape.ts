// Owns how one file is to be read: by what the study says, else by what its first records are; says so when it cannot.
// Refuses reading records (the formats do).
import { Failure } from "../core/messages/failure.ts";
import type { Bytes, Files } from "../core/ports.ts";
import type { StudyDataset } from "../protocol/studyFile.ts";
import type { OutcomeJoiner } from "./mapping/join.ts";
import { mappedFormat } from "./mapping/mapped.ts";
import { filePlace, type FilePlace } from "./mapping/mappedId.ts";
import { PRESETS } from "./mapping/presets.ts";
import { INSPECT, inspectFormat } from "./readers/inspect.ts";
import { nativeFormat } from "./readers/native.ts";
import type { RecordFormat } from "./readers/reading.ts";
import { TAU2_BENCH, tau2BenchFormat } from "./readers/tau2Bench.ts";
import { fitsMapping, recognised, shapesNamed, type KnownShape } from "./recognise.ts";
import { decode } from "./sources/decode.ts";
import { beginningOf, firstValues, isBinary, layoutOf, LINES_NAME, SNIFFED, type Layout } from "./sources/guess.ts";
import { archiveHeader, inspectFiles, isInspectArchive, jsonOf } from "./sources/inspectArchive.ts";
import { LONGEST_ITEM } from "./sources/items.ts";
import { lineFiles, rowsOfText } from "./sources/lineFiles.ts";
import { membersOfDocument, memberText, onlyList, type Member } from "./sources/members.ts";
import { isZip } from "./sources/zip.ts";

/** Everything `openIndexed` needs to read a file. */
export interface FileShape {
  readonly format: RecordFormat;
  readonly layout: Layout;
  readonly view?: (bytes: Bytes) => Bytes;
  /** Files in which the file is a list of items, where it is none on disk. */
  readonly files?: Files;
  readonly traits: KnownShape["traits"];
}

/** How the file at `path` is read. Rejects with `shape-unknown`, `shape-not-json`, `archive-broken` or what the files say. */
export async function fileShape(path: string, files: Files, said: StudyDataset | undefined, join?: OutcomeJoiner, signal?: AbortSignal): Promise<FileShape> {
  const bytes = await files.open(path);
  try {
    const beginning = await beginningOf(bytes, signal);
    const place = filePlace(path, files);
    if (isZip(beginning) && (await isInspectArchive(path, bytes, signal))) {
      const log = { format: inspectFormat(await archiveHeader(path, bytes, signal)), traits: traitsNamed(INSPECT) };
      return { ...((said?.mapping && saidShape(place, said, join)) ?? log), layout: "lines", files: inspectFiles(files, path) };
    }
    const layout = layoutOf(path, beginning);
    const native: FileShape = { format: nativeFormat, layout, traits: traitsNamed("native") };
    if (said?.format === "native" || isBinary(beginning)) return { ...native, layout: "lines" };
    const isObject = layout === "lines" && !LINES_NAME.test(path) && /^\s*\{/u.test(decode(beginning).text);
    const members = isObject ? await membersOfDocument(bytes, signal) : undefined;
    if (members) {
      const document = (await documentShape(bytes, members, place, said, join, signal)) ?? saidShape(place, said, join);
      if (document) return { layout: "whole", ...document };
      throw new Failure("shape-unknown", { path, fields: fieldsOf(Object.fromEntries(members)) });
    }
    const text = said?.mapping ? undefined : lineShape(path, files, beginning, place, said);
    if (text) return text;
    const { values, looked } = await firstValues(bytes, layout, signal);
    const shape = shapeOf(values, place, said, join) ?? saidShape(place, said, join);
    if (shape) return { ...shape, layout };
    if (values.length > 0) throw new Failure("shape-unknown", { path, fields: fieldsOf(values[0]) });
    if (looked === 0 || LINES_NAME.test(path)) return native;
    throw new Failure("shape-not-json", { path });
  } finally {
    await bytes.close();
  }
}

/** A file that is one JSON object: a record, or around the list of its records. */
async function documentShape(bytes: Bytes, members: ReadonlyMap<string, Member>, place: FilePlace, said: StudyDataset | undefined, join: OutcomeJoiner | undefined, signal?: AbortSignal): Promise<FileShape | undefined> {
  const part = async (name: string): Promise<unknown> => {
    const member = members.get(name);
    const text = member && (await memberText(bytes, member, MOST_PART, signal));
    return text === undefined ? undefined : jsonOf(text);
  };
  const inList = (member: Member): Pick<FileShape, "layout" | "view"> => ({ layout: "array", view: (whole) => onlyList(whole, member) });
  const simulations = members.get("simulations");
  if (!said?.mapping && simulations?.isList === true && members.has("tasks")) return { format: tau2BenchFormat(await part("tasks"), await part("info")), ...inList(simulations), traits: traitsNamed(TAU2_BENCH) };
  if (!said?.mapping && members.has("eval") && members.has("status")) return { format: inspectFormat(await part("eval")), ...inList(members.get("samples") ?? NOTHING), traits: traitsNamed(INSPECT) };
  const whole = bytes.size > LONGEST_ITEM ? undefined : jsonOf(decode(await bytes.read(0, bytes.size, signal)).text);
  const one = shapeOf([whole], place, said, join);
  if (one) return { ...one, layout: "whole" };
  for (const member of members.values()) {
    const found = member.isList ? shapeOf((await firstValues(onlyList(bytes, member), "array", signal)).values, place, said, join) : undefined;
    if (found) return { ...found, ...inList(member) };
  }
  return undefined;
}

const NOTHING: Member = { name: "", offset: 0, length: 0, isList: true };
const MOST_PART = 64 * 1024 * 1024;

/** Format and traits of records like these: the study's word first. */
function shapeOf(values: readonly unknown[], place: FilePlace, said: StudyDataset | undefined, join: OutcomeJoiner | undefined): Pick<FileShape, "format" | "traits"> | undefined {
  const { mapping } = said ?? {};
  if (mapping) return values.some((value) => fitsMapping(mapping, value)) ? { format: mappedFormat(mapping, place, undefined, join), traits: { users: "unknown" } } : undefined;
  const shape = recognised(values, said?.format);
  return shape && { format: shape.format(place), traits: shape.traits };
}

/** What the study says records are, whether or not the first of them look so. */
function saidShape(place: FilePlace, said: StudyDataset | undefined, join: OutcomeJoiner | undefined): Pick<FileShape, "format" | "traits"> | undefined {
  if (said?.mapping) return { format: mappedFormat(said.mapping, place, undefined, join), traits: { users: "unknown" } };
  const named = said?.format === undefined ? undefined : shapesNamed(said.format)[0];
  return named && { format: named.format(place), traits: named.traits };
}

/** A text file of one conversation, as a preset describes its lines. */
function lineShape(path: string, files: Files, beginning: Uint8Array, place: FilePlace, said: StudyDataset | undefined): FileShape | undefined {
  const { text } = decode(beginning);
  const end = beginning.length < SNIFFED ? text.length : text.lastIndexOf("\n");
  for (const { lines, name } of PRESETS) {
    if (!lines || (said?.format !== undefined && said.format !== name)) continue;
    const rows = rowsOfText(text.slice(0, Math.max(0, end)), lines);
    const [shape] = shapesNamed(name);
    const format = shape?.format(place);
    if (!rows?.length || !shape || !format || !("record" in format.read({ rows }, 1))) continue;
    return { format, layout: "lines", files: lineFiles(files, path, lines), traits: shape.traits };
  }
  return undefined;
}

function traitsNamed(name: string): KnownShape["traits"] {
  return shapesNamed(name)[0]?.traits ?? { users: "unknown" };
}

function fieldsOf(value: unknown): string {
  return (typeof value === "object" && value !== null ? Object.keys(value).slice(0, 12).join(", ") : "") || "–";
}
