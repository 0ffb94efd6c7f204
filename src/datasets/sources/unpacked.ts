// Owns reading packed files as if they were what is inside: gzip of anything, and zip archives as folders.
// Refuses unpacking what nobody opens; copies are made once and read by range.
import { Failure } from "../../core/messages/failure.ts";
import type { Bytes, Files, Scratch } from "../../core/ports.ts";
import { inflated, MOST_UNPACKED, type Packed } from "./inflate.ts";
import { memoryScratch, MOST_IN_MEMORY } from "./memoryScratch.ts";
import { passedOn } from "./passedOn.ts";
import { beginningOf, keepSize, knownSize, unpackedLater } from "./unpackedLater.ts";
import { isZip, membersOf, type ZipMember } from "./zip.ts";

/** The files with which datasets are opened; `modified` is always that of the packed file. */
export function unpackedFiles(files: Files): Files {
  const scratch: Scratch = files.scratch ?? memoryScratch();
  const most = files.scratch ? MOST_UNPACKED : MOST_IN_MEMORY;
  /** Files known to be none of ours to unpack, so that opening them again reads nothing. */
  const plain = new Map<string, string>();

  /** Directories of archives by path, read once; undefined for files that are none. */
  const directories = new Map<string, { readonly stamp: string; readonly members: readonly ZipMember[] | undefined }>();

  async function copyOf(owner: string, packed: Packed): Promise<Bytes> {
    const { bytes } = packed;
    const copy = await scratch.open(owner, `${bytes.size} ${bytes.modified}`, () => inflated({ ...packed, inflate: files.inflate }, most));
    return { size: copy.size, modified: bytes.modified, ...(copy.disk && { disk: copy.disk }), read: (offset, length, signal) => copy.read(offset, length, signal), close: () => copy.close() };
  }

  /** The same bytes; unpacked only when needed where their number is known. The packed file is opened again for that. */
  async function laterCopyOf(path: string, packed: Packed): Promise<Bytes> {
    const size = await knownSize(path, packed, files.kept);
    if (size === undefined) {
      const copy = await copyOf(path, packed);
      await keepSize(path, packed, copy.size, files.kept);
      return copy;
    }
    const { size: length, modified } = packed.bytes;
    const opened = async <T>(use: (same: Packed) => Promise<T>): Promise<T> => {
      const bytes = await files.open(path);
      try {
        if (bytes.size !== length || bytes.modified !== modified) throw new Failure("dataset-changed", { path });
        return await use({ ...packed, bytes });
      } finally {
        await bytes.close();
      }
    };
    return unpackedLater(size, modified, () => opened((same) => beginningOf({ ...same, inflate: files.inflate }, most)), () => opened((same) => copyOf(path, same)));
  }

  /** The members of an archive; undefined for other files. Rejects with `archive-broken`. */
  async function membersAt(path: string): Promise<readonly ZipMember[] | undefined> {
    const found = ARCHIVE.test(path) ? await files.stat(path) : undefined;
    if (found?.kind !== "file") return undefined;
    const stamp = `${found.size} ${found.modified}`;
    const known = directories.get(path);
    if (known?.stamp === stamp) return known.members;
    const bytes = await files.open(path);
    try {
      const members = isZip(await beginning(bytes)) ? await membersOf(path, bytes) : undefined;
      directories.set(path, { stamp, members });
      return members;
    } finally {
      await bytes.close();
    }
  }

  /** The archive a path leads into, its members, and the name inside; undefined for other paths. */
  async function placeInArchive(path: string): Promise<{ readonly archive: string; readonly members: readonly ZipMember[]; readonly name: string } | undefined> {
    const found = /^(.*\.zip)[\\/]+(.+)$/iu.exec(path);
    const archive = found?.[1];
    const members = archive === undefined ? undefined : await membersAt(archive);
    return archive !== undefined && members ? { archive, members, name: (found?.[2] ?? "").replaceAll("\\", "/").replace(/\/$/u, "") } : undefined;
  }

  return {
    ...passedOn(files),
    async open(path) {
      const inside = await placeInArchive(path);
      if (inside) {
        const member = inside.members.find(({ name }) => name === inside.name);
        if (!member) throw new Failure("file-not-found", { path });
        const archive = await files.open(inside.archive);
        try {
          return await copyOf(path, { ...member.packed, path, bytes: archive });
        } finally {
          await archive.close();
        }
      }
      const bytes = await files.open(path);
      const stamp = `${bytes.size} ${bytes.modified}`;
      if (plain.get(path) === stamp) return bytes;
      if (!isGzip(await beginning(bytes))) {
        plain.set(path, stamp);
        return bytes;
      }
      try {
        return await laterCopyOf(path, { path, bytes, offset: 0, length: bytes.size, format: "gzip" });
      } finally {
        await bytes.close();
      }
    },
    async stat(path) {
      const inside = await placeInArchive(path);
      if (!inside) {
        const found = await files.stat(path);
        return found?.kind === "file" && (await membersAt(path)) ? { ...found, kind: "folder" } : found;
      }
      const { archive, members, name: wanted } = inside;
      const modified = (await files.stat(archive))?.modified ?? 0;
      const member = members.find(({ name }) => name === wanted);
      if (member) return { kind: "file", size: member.size, modified };
      return members.some(({ name }) => name.startsWith(`${wanted}/`)) ? { kind: "folder", size: 0, modified } : undefined;
    },
    async list(path) {
      const { members, name: folder } = (await placeInArchive(path)) ?? { members: await membersAt(path), name: "" };
      if (!members) return files.list(path);
      const under = folder === "" ? "" : `${folder}/`;
      return [...new Set(members.flatMap(({ name }) => (name.startsWith(under) ? [name.slice(under.length).split("/")[0] ?? ""] : [])))].sort();
    },
  };
}

/** A name without the ending that says it is packed. */
export function unpackedName(path: string): string {
  return path.replace(/\.gz(?:ip)?$/iu, "");
}

const ARCHIVE = /\.zip$/iu;

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

function beginning(bytes: Bytes): Promise<Uint8Array> {
  return bytes.read(0, Math.min(4, bytes.size));
}
