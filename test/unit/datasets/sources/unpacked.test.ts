import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { inflated } from "../../../../src/datasets/sources/inflate.ts";
import { unpackedFiles } from "../../../../src/datasets/sources/unpacked.ts";
import { membersOf } from "../../../../src/datasets/sources/zip.ts";
import { inflate } from "../../../../src/node/inflate.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function textAt(files: MemoryFiles, path: string): Promise<string> {
  const bytes = await unpackedFiles(files).open(path);
  try {
    return new TextDecoder().decode(await bytes.read(0, bytes.size));
  } finally {
    await bytes.close();
  }
}

/** With the platform's own unpacking, as the editor and the command line have it. */
function natively(content: Readonly<Record<string, string | Uint8Array>>): MemoryFiles {
  return Object.assign(new MemoryFiles(content), { inflate });
}

describe("a packed file", () => {
  it("opens as what is inside, one member or several, with anything behind them", async () => {
    const [one, two] = [gzipSync("first "), gzipSync("second")];
    for (const [bytes, text] of [[one, "first "], [Buffer.concat([one, two]), "first second"], [Buffer.concat([one, two, Buffer.alloc(9)]), "first second"], [gzipSync(""), ""]] as const) {
      expect(await textAt(new MemoryFiles({ "/a.gz": bytes }), "/a.gz")).toBe(text);
      expect(await textAt(natively({ "/a.gz": bytes }), "/a.gz")).toBe(text);
    }
  });

  it("that is cut or damaged says so", async () => {
    const whole = gzipSync(Array.from({ length: 3000 }, (_, i) => String(Math.imul(i, 2_654_435_761))).join(" "));
    for (const bytes of [whole.subarray(0, whole.length / 2), Buffer.concat([whole.subarray(0, 100), whole.subarray(200)])]) {
      for (const files of [new MemoryFiles({ "/a.gz": bytes }), natively({ "/a.gz": bytes })]) {
        await expect(textAt(files, "/a.gz")).rejects.toMatchObject({ id: "archive-broken", values: { path: "/a.gz" } });
        expect(files.openNow).toBe(0);
      }
    }
  });

  it("that is too large for its place says how large it may be", async () => {
    const bytes = await new MemoryFiles({ "/a.gz": gzipSync("x".repeat(5000)) }).open("/a.gz");
    const packed = { path: "/a.gz", bytes, offset: 0, length: bytes.size, format: "gzip" } as const;
    await expect((async () => { for await (const piece of inflated(packed, 2 * 1024 * 1024)) expect(piece.length).toBe(5000); })()).resolves.toBeUndefined();
    await expect((async () => { for await (const piece of inflated(packed, 1000)) expect(piece.length).toBe(0); })()).rejects.toMatchObject({ id: "unpacked-too-large" });
    await expect((async () => { for await (const piece of inflated({ ...packed, inflate }, 1000)) expect(piece.length).toBe(0); })()).rejects.toMatchObject({ id: "unpacked-too-large" });
  });

  it("is unpacked once while it stays as it is", async () => {
    const files = new MemoryFiles({ "/a.gz": gzipSync("old") });
    const unpacked = unpackedFiles(files);
    await (await unpacked.open("/a.gz")).close();
    files.bytesRead = 0;
    await (await unpacked.open("/a.gz")).close();
    expect(files.bytesRead).toBeLessThan(10);
    files.write("/a.gz", gzipSync("new"));
    const bytes = await unpacked.open("/a.gz");
    expect(new TextDecoder().decode(await bytes.read(0, bytes.size))).toBe("new");
    expect(bytes.modified).toBe(2);
    await bytes.close();
    expect(files.openNow).toBe(0);
  });
});

describe("an archive", () => {
  const archive = zipSync({ "notes.txt": bytesOf("n"), "deep/data.jsonl": [bytesOf("stored"), { level: 0 }], "deep/more/会话.csv": bytesOf("a,b") });

  it("is a folder of its members", async () => {
    const memory = new MemoryFiles({ "/x/c.zip": archive });
    const files = unpackedFiles(memory);
    expect(await files.stat("/x/c.zip")).toMatchObject({ kind: "folder" });
    expect(await files.list("/x/c.zip")).toEqual(["deep", "notes.txt"]);
    expect(await files.list("/x/c.zip/deep")).toEqual(["data.jsonl", "more"]);
    expect(await files.stat("/x/c.zip/deep/more")).toMatchObject({ kind: "folder" });
    expect(await files.stat("/x/c.zip/deep/data.jsonl")).toMatchObject({ kind: "file", size: 6 });
    expect(await files.stat("/x/c.zip/none")).toBeUndefined();
    expect(await textAt(memory, "/x/c.zip/deep/data.jsonl")).toBe("stored");
    expect(await textAt(memory, "/x/c.zip/deep/more/会话.csv")).toBe("a,b");
    expect(await textAt(natively({ "/x/c.zip": archive }), "/x/c.zip/deep/more/会话.csv")).toBe("a,b");
    await expect(files.open("/x/c.zip/none")).rejects.toMatchObject({ id: "file-not-found" });
    expect(memory.openNow).toBe(0);
  });

  it("gives its members by itself, and says what is wrong with it", async () => {
    const bytes = await new MemoryFiles({ "/c.zip": archive }).open("/c.zip");
    const members = await membersOf("/c.zip", bytes);
    expect(members.map(({ name, size }) => [name, size])).toEqual([["notes.txt", 1], ["deep/data.jsonl", 6], ["deep/more/会话.csv", 3]]);
    const cut = await new MemoryFiles({ "/c.zip": archive.subarray(0, -30) }).open("/c.zip");
    await expect(membersOf("/c.zip", cut)).rejects.toMatchObject({ id: "archive-broken" });
  });

  it("called so that is none stays a file", async () => {
    expect(await unpackedFiles(new MemoryFiles({ "/c.zip": "PK?" })).stat("/c.zip")).toMatchObject({ kind: "file" });
  });
});
