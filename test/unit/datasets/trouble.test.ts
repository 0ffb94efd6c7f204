import path from "node:path";
import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/core/messages/sentences.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { nodeFiles } from "../../../src/node/files.ts";
import { digest, placed } from "./inMemory.ts";

const TROUBLE = path.resolve(import.meta.dirname, "../../fixtures/datasets/trouble.jsonl");

describe("a file with one of each trouble, on disk", () => {
  it("gives each problem at its place and uses the rest", async () => {
    const dataset = await openDataset({ path: TROUBLE, files: nodeFiles, digest });
    expect(placed(dataset)).toEqual(["2:57 bad-json", "3:83 field-type", "4:7 duplicate-id", "5:27 no-user-turns", "6:49 field-time", "9:41 line-cut"]);
    expect(dataset.entries.map(({ id, turns }) => [id, turns])).toEqual([["good-1", 2], ["good-2", 2]]);
    expect(dataset.ledger).toMatchObject({ conversationsRead: 8, conversationsKept: 2, leftOut: { "bad-json": 2, "wrong-shape": 2, "duplicate-id": 1, "no-user-turns": 1 }, messagesCut: 1 });
  });

  it("says each in a sentence of both languages, with every value put in", async () => {
    const { problems } = await openDataset({ path: TROUBLE, files: nodeFiles, digest });
    for (const language of ["en", "zh"] as const) {
      for (const { id, values } of problems) expect(sentence(id, values, language)).not.toMatch(/\{\w+\}/u);
    }
  });
});
