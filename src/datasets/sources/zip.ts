// Owns finding the members of a zip archive by its directory. Refuses encryption, several disks and any packing but deflate.
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes } from "../../core/ports.ts";
import type { Packed } from "./inflate.ts";

/** A file in an archive. */
export interface ZipMember {
  /** With slashes between folders, as the archive has it. */
  readonly name: string;
  /** Unpacked bytes, as the archive says. */
  readonly size: number;
  readonly packed: Packed;
}

const [END, END_64, PLACE_64, ENTRY, LOCAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50] as const;
const LONGEST_COMMENT = 65_535;
const MOST_DIRECTORY = 64 * 1024 * 1024;
const UNKNOWN_32 = 0xffffffff;

/** Archives begin so; an empty one does not and holds nothing to read. */
export function isZip(beginning: Uint8Array): boolean {
  return beginning[0] === 0x50 && beginning[1] === 0x4b && beginning[2] === 3 && beginning[3] === 4;
}

/** The members in the archive's order, folders left out. Rejects with `archive-broken`. */
export async function membersOf(path: string, bytes: Bytes, signal?: AbortSignal): Promise<readonly ZipMember[]> {
  const { at, length } = await directoryOf(path, bytes, signal);
  if (length > MOST_DIRECTORY || at + length > bytes.size) throw broken(path, "its directory is not where it should be");
  const directory = await bytes.read(at, length, signal);
  const view = viewOf(directory);
  const members: ZipMember[] = [];
  for (let entry = 0; entry + 46 <= directory.length && view.getUint32(entry, true) === ENTRY; ) {
    const nameLength = view.getUint16(entry + 28, true);
    const extraLength = view.getUint16(entry + 30, true);
    const next = entry + 46 + nameLength + extraLength + view.getUint16(entry + 32, true);
    if (next > directory.length) throw broken(path, "its directory is cut");
    const name = new TextDecoder().decode(directory.subarray(entry + 46, entry + 46 + nameLength)).replaceAll("\\", "/");
    if (!name.endsWith("/")) members.push(await memberOf(path, bytes, view, entry, name, signal));
    entry = next;
  }
  return members;
}

async function directoryOf(path: string, bytes: Bytes, signal?: AbortSignal): Promise<{ at: number; length: number }> {
  const from = Math.max(0, bytes.size - LONGEST_COMMENT - 22);
  const tail = viewOf(await bytes.read(from, bytes.size - from, signal));
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const place = { at: tail.getUint32(at + 16, true), length: tail.getUint32(at + 12, true) };
    if (place.at !== UNKNOWN_32 && place.length !== UNKNOWN_32) return place;
    if (at < 20 || tail.getUint32(at - 20, true) !== PLACE_64) break;
    const end = viewOf(await bytes.read(Number(tail.getBigUint64(at - 12, true)), 56, signal));
    if (end.byteLength < 56 || end.getUint32(0, true) !== END_64) break;
    return { at: Number(end.getBigUint64(48, true)), length: Number(end.getBigUint64(40, true)) };
  }
  throw broken(path, "it has no directory at its end");
}

async function memberOf(path: string, bytes: Bytes, view: DataView, entry: number, name: string, signal?: AbortSignal): Promise<ZipMember> {
  const flags = view.getUint16(entry + 8, true);
  const method = view.getUint16(entry + 10, true);
  if ((flags & 1) === 1) throw broken(path, `${name} is encrypted`);
  if (method !== 0 && method !== 8) throw broken(path, `${name} is packed by a method that is not known (${method})`);
  const { size, length, at } = extended(view, entry);
  const local = viewOf(await bytes.read(at, 30, signal));
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw broken(path, `${name} is not where the directory says`);
  const offset = at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  if (offset + length > bytes.size) throw broken(path, `${name} is cut`);
  return { name, size, packed: { path, bytes, offset, length, format: method === 8 ? "deflate-raw" : "stored" } };
}

/** Size, packed length and place of an entry; those that need 64 bits stand in the entry's extra field, in this order. */
function extended(view: DataView, entry: number): { size: number; length: number; at: number } {
  const place = { size: view.getUint32(entry + 24, true), length: view.getUint32(entry + 20, true), at: view.getUint32(entry + 42, true) };
  const from = entry + 46 + view.getUint16(entry + 28, true);
  const to = from + view.getUint16(entry + 30, true);
  for (let field = from; field + 4 <= to; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4;
    for (const part of ["size", "length", "at"] as const) {
      if (place[part] !== UNKNOWN_32 || value + 8 > to) continue;
      place[part] = Number(view.getBigUint64(value, true));
      value += 8;
    }
  }
  return place;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function broken(path: string, reason: string): Failure {
  return new Failure("archive-broken", { path, reason });
}
