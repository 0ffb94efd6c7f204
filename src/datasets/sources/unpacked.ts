// Owns reading packed files as if they were what is inside: gzip of anything, and zip archives as folders.
// Refuses unpacking what nobody opens; copies are made once and read by range.
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files, Scratch } from "../../core/ports.ts";
import { inflated, MOST_UNPACKED, type Packed } from "./inflate.ts";
import { memoryScratch, MOST_IN_MEMORY } from "./memoryScratch.ts";
import { passedOn } from "./passedOn.ts";
import { isZip, membersOf, type ZipMember } from "./zip.ts";

/** The files with which datasets are opened; `modified` is always that of the packed file. */
export function unpackedFiles(files: Files): Files {
  const scratch: Scratch = files.scratch ?? memoryScratch();
  const most = files.scratch ? MOST_UNPACKED : MOST_IN_MEMORY;
  /** Files known to be none of ours to unpack, so that opening them again reads nothing. */
  const plain = new Map<string, string>();

  async function copyOf(owner: string, packed: Packed): Promise<Bytes> {
    const { bytes } = packed;
    const copy = await scratch.open(owner, `${bytes.size} ${bytes.modified}`, () => inflated(packed, most));
    return { size: copy.size, modified: bytes.modified, ...(copy.disk && { disk: copy.disk }), read: (offset, length, signal) => copy.read(offset, length, signal), close: () => copy.close() };
  }

  async function inArchive<T>(path: string, use: (members: readonly ZipMember[]) => T | Promise<T>): Promise<T> {
    const bytes = await files.open(path);
    try {
      return await use(await membersOf(path, bytes));
    } finally {
      await bytes.close();
    }
  }

  return {
    ...passedOn(files),
    async open(path) {
      const inside = await placeInArchive(files, path);
      if (inside) {
        return inArchive(inside.archive, (members) => {
          const member = members.find(({ name }) => name === inside.name);
          if (!member) throw new Failure("file-not-found", { path });
          return copyOf(path, { ...member.packed, path });
        });
      }
      const bytes = await files.open(path);
      const stamp = `${bytes.size} ${bytes.modified}`;
      if (plain.get(path) === stamp) return bytes;
      if (!isGzip(await beginning(bytes))) {
        plain.set(path, stamp);
        return bytes;
      }
      try {
        return await copyOf(path, { path, bytes, offset: 0, length: bytes.size, format: "gzip" });
      } finally {
        await bytes.close();
      }
    },
    async stat(path) {
      const inside = await placeInArchive(files, path);
      if (!inside) {
        const found = await files.stat(path);
        return found?.kind === "file" && (await isArchive(files, path)) ? { ...found, kind: "folder" } : found;
      }
      const archive = await files.stat(inside.archive);
      return inArchive(inside.archive, (members) => {
        const member = members.find(({ name }) => name === inside.name);
        if (member && archive) return { kind: "file" as const, size: member.size, modified: archive.modified };
        return members.some(({ name }) => name.startsWith(`${inside.name}/`)) ? { kind: "folder" as const, size: 0, modified: archive?.modified ?? 0 } : undefined;
      });
    },
    async list(path) {
      const inside = (await placeInArchive(files, path)) ?? ((await isArchive(files, path)) ? { archive: path, name: "" } : undefined);
      if (!inside) return files.list(path);
      const under = inside.name === "" ? "" : `${inside.name}/`;
      return inArchive(inside.archive, (members) => [...new Set(members.flatMap(({ name }) => (name.startsWith(under) ? [name.slice(under.length).split("/")[0] ?? ""] : [])))].sort());
    },
  };
}

/** A name without the ending that says it is packed. */
export function unpackedName(path: string): string {
  return path.replace(/\.gz(?:ip)?$/iu, "");
}

const ARCHIVE = /\.zip$/iu;

/** The archive a path leads into, and the name inside; undefined for other paths. */
async function placeInArchive(files: Files, path: string): Promise<{ readonly archive: string; readonly name: string } | undefined> {
  const found = /^(.*\.zip)[\\/]+(.+)$/iu.exec(path);
  const archive = found?.[1];
  if (archive === undefined || !(await isArchive(files, archive))) return undefined;
  return { archive, name: (found?.[2] ?? "").replaceAll("\\", "/").replace(/\/$/u, "") };
}

async function isArchive(files: Files, path: string): Promise<boolean> {
  if (!ARCHIVE.test(path) || (await files.stat(path))?.kind !== "file") return false;
  const bytes = await files.open(path);
  try {
    return isZip(await beginning(bytes));
  } finally {
    await bytes.close();
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

function beginning(bytes: Bytes): Promise<Uint8Array> {
  return bytes.read(0, Math.min(4, bytes.size));
}
