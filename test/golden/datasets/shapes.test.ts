// Two invented conversations of each foreign shape, as the editor shows them, with what was understood and the labels of their turns.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Message } from "../../../src/core/transcript/conversation.ts";
import { parseTranscript } from "../../../src/core/transcript/parse.ts";
import { renderTranscript } from "../../../src/core/transcript/render.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { readNative } from "../../../src/datasets/readers/native.ts";
import { nativeLine } from "../../../src/datasets/writers/nativeWriter.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { factsOf, hintsOf } from "../../../src/datasets/understanding.ts";
import { nodeFiles } from "../../../src/node/files.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest } from "../../unit/datasets/inMemory.ts";

const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures/datasets");
const SHAPES = [
  "agreemate",
  "casino",
  "craigslist-bargain",
  "craigslist-bargain-lists",
  "inspect",
  "naist",
  "persuasion-for-good-acts",
  "persuasion-for-good-models",
  "resper",
  "resper-craigslist",
  "sharegpt",
  "tau-bench",
  "tau-bench-few-shot",
  "tau2-bench",
] as const;

async function rendered(dataset: Dataset): Promise<string> {
  const parts = [dataset.format, dataset.users, factsOf(dataset), factsOf(dataset, "zh"), ...hintsOf(dataset)];
  for await (const conversation of dataset.all()) {
    const { text, map } = renderTranscript(conversation, dataset.strata, { hideOutcome: false });
    expect(parseTranscript(text.split("\n")).map.turns).toEqual(map.turns);
    parts.push("", text);
  }
  for await (const { id, messages, meta, outcome } of dataset.records()) {
    parts.push(`kept of ${id}: ${JSON.stringify({ outcome, meta })}`, ...messages.flatMap(noted));
  }
  return `${parts.join("\n")}\n`;
}

/** What a message says beside its words. */
function noted({ fileIndex, role, kind, labels, extra }: Message): readonly string[] {
  const action = extra?.action;
  return [
    ...labels.map((label) => `  ${fileIndex} ${role} ${JSON.stringify(label)}`),
    ...(kind === "action" ? [`  ${fileIndex} ${JSON.stringify(action)}`] : []),
  ];
}

describe("golden renderings of foreign shapes", () => {
  it.each(SHAPES)("%s", async (shape) => {
    const dataset = await openDataset({ path: path.join(FIXTURES, shape), files: nodeFiles, digest });
    expect(dataset.format).toBe(shape);
    expect(dataset.entries).toHaveLength(2);
    for await (const record of dataset.records()) {
      // Excluded turns are not written, so those after them move up.
      const written = { ...record, messages: record.messages.map((message, fileIndex) => ({ ...message, fileIndex })) };
      expect(readNative(JSON.parse(nativeLine(record)))).toEqual({ record: written, findings: [] });
    }
    await expect(await rendered(dataset)).toMatchFileSnapshot(`./${shape}.txt`);
  });

  it("an Inspect archive is what the same log is as JSON", async () => {
    const log = JSON.parse(readFileSync(path.join(FIXTURES, "inspect/log.json"), "utf8")) as { readonly eval: unknown; readonly samples: readonly { readonly id: unknown; readonly epoch: number }[] };
    const { samples, ...header } = log;
    const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
    const members = Object.fromEntries(samples.map((sample) => [`samples/${String(sample.id)}_epoch_${sample.epoch}.json`, json(sample)]));
    const files = new MemoryFiles({ "/log.eval": zipSync({ ...members, "header.json": json(header), "summaries.json": json([]) }) });
    const dataset = await openDataset({ path: "/log.eval", files, digest });
    expect(await rendered(dataset)).toBe(readFileSync(path.join(import.meta.dirname, "inspect.txt"), "utf8"));
  });

  it("has every folder of fixtures", () => {
    const folders = readdirSync(FIXTURES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    expect(folders).toEqual(expect.arrayContaining([...SHAPES]));
  });
});
