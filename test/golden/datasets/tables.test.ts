// Two invented conversations of each shape of table, as the editor shows them; the same tables packed and as Parquet read the same.
import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { zipSync } from "fflate";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { renderTranscript } from "../../../src/core/transcript/render.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { factsOf } from "../../../src/datasets/understanding.ts";
import { nodeFiles } from "../../../src/node/files.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest } from "../../unit/datasets/inMemory.ts";

const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures/datasets");
const TABLES = { csv: "csv/surf-school.csv", "csv-gb18030": "csv-gb18030/taoyi.csv", "csv-whole": "csv-whole/bike-shop.csv", "turn-lines": "turn-lines/allotment.jsonl", convokit: "convokit" } as const;

async function rendered(dataset: Dataset): Promise<string> {
  const parts = [dataset.format, dataset.users, factsOf(dataset), factsOf(dataset, "zh"), ...dataset.problems.map(({ line, column, id }) => `${line}:${column} ${id}`)];
  for (const { id } of dataset.entries) parts.push("", renderTranscript(await dataset.read(id), dataset.strata, { hideOutcome: false }).text);
  for await (const { id, outcome, meta, messages } of dataset.records()) parts.push(`kept of ${id}: ${JSON.stringify({ outcome, meta, turns: messages.flatMap(({ extra }) => extra ?? []) })}`);
  return `${parts.join("\n")}\n`;
}

async function texts(dataset: Dataset): Promise<unknown> {
  const conversations: unknown[] = [];
  for await (const { id, outcome, turns } of dataset.all()) conversations.push([id, outcome.value, turns.map(({ role, text, at }) => [role, text, at])]);
  return conversations;
}

describe("golden renderings of tables", () => {
  it.each(Object.entries(TABLES))("%s", async (name, file) => {
    const dataset = await openDataset({ path: path.join(FIXTURES, file), files: nodeFiles, digest });
    await expect(await rendered(dataset)).toMatchFileSnapshot(`./${name}.txt`);
  });

  it.each(Object.entries(TABLES).filter(([name]) => name !== "convokit"))("%s packed by gzip, whatever it is called", async (_, file) => {
    const plain = await openDataset({ path: path.join(FIXTURES, file), files: nodeFiles, digest });
    const packed = gzipSync(readFileSync(path.join(FIXTURES, file)));
    for (const called of [`${file}.gz`, file]) {
      const files = new MemoryFiles({ [`/${called}`]: packed });
      const dataset = await openDataset({ path: `/${called}`, files, digest });
      expect(await texts(dataset)).toEqual(await texts(plain));
      expect(dataset.problems.map(({ id }) => id)).toEqual(plain.problems.map(({ id }) => id));
      expect(files.openNow).toBe(0);
    }
  });

  it("a ConvoKit corpus packed by zip, with its folder or without", async () => {
    const folder = path.join(FIXTURES, "convokit/kiln-corpus");
    const plain = await openDataset({ path: folder, files: nodeFiles, digest });
    for (const inside of ["", "kiln-corpus/"]) {
      const archive = Object.fromEntries(["utterances.jsonl", "conversations.json", "speakers.json", "corpus.json"].map((name) => [`${inside}${name}`, readFileSync(path.join(folder, name))]));
      const files = new MemoryFiles({ "/corpora/kiln.zip": zipSync(archive) });
      const dataset = await openDataset({ path: "/corpora/kiln.zip", files, digest });
      expect(await texts(dataset)).toEqual(await texts(plain));
      expect(files.openNow).toBe(0);
    }
  });

  const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes), BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes), ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes) };

  it.each(["UNCOMPRESSED", "SNAPPY", "ZSTD", "GZIP", "BROTLI"] as const)("a table as Parquet (%s), one row a turn and one a conversation", async (codec) => {
    const plain = await openDataset({ path: path.join(FIXTURES, TABLES.csv), files: nodeFiles, digest });
    const rows: Record<string, unknown[]> = { conversation_id: [], speaker: [], text: [], sent_at: [], converted: [] };
    const whole: Record<string, unknown[]> = { conversation_id: [], converted: [], turns: [] };
    for await (const { id, outcome, messages } of plain.records()) {
      for (const { role, text, at } of messages) [id, role, text, at, outcome.value === "positive"].forEach((value, i) => Object.values(rows)[i]?.push(value));
      [id, outcome.value === "positive", messages.map(({ role, text, at }) => ({ role, text, at }))].forEach((value, i) => Object.values(whole)[i]?.push(value));
    }
    for (const columns of [rows, whole]) {
      const buffer = parquetWriteBuffer({ columnData: Object.entries(columns).map(([name, data]) => ({ name, data })), codec, compressors, rowGroupSize: 3 });
      const files = new MemoryFiles({ "/surf.parquet": new Uint8Array(buffer) });
      const dataset = await openDataset({ path: "/surf.parquet", files, digest });
      expect(dataset.format).toBe("parquet");
      expect(await texts(dataset)).toEqual(await texts(plain));
    }
  });
});
