import { describe, expect, it } from "vitest";
import { BatchResultFiles } from "../../../src/study/batchResults.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import type { BatchPlace } from "../../../src/study/batchPlace.ts";

const never = new AbortController().signal;
const answer = (id: string, text: string): string => JSON.stringify({ custom_id: id, response: { status_code: 200, body: { choices: [{ message: { content: text }, finish_reason: "stop" }] } } });
const expired = (id: string): string => JSON.stringify({ custom_id: id, response: null, error: { code: "batch_expired" } });
const refused = (id: string): string => JSON.stringify({ custom_id: id, response: { status_code: 400, body: { error: { code: "context_length_exceeded" } } } });

/** A folder in memory that counts what is read of its results. */
function placeOf(results: Readonly<Record<string, readonly string[]>>) {
  const read: string[] = [];
  const texts = new Map<string, string>();
  const place: BatchPlace = {
    path: "/batch",
    text: async (name) => texts.get(name),
    writeFile: async (name, text) => {
      texts.set(name, text);
      return "";
    },
    resultFiles: async () => Object.keys(results),
    async *lines(file) {
      read.push(file);
      for (const [at, text] of (results[file] ?? []).entries()) yield { file, line: at + 1, text };
    },
    async *calls() {},
  };
  return { place, read, texts };
}

const FILES = { "results/a.jsonl": [answer("x", "Yes"), expired("y"), "half of a li", refused("z")], "results/b.jsonl": [answer("y", "No"), expired("x"), expired("w")] };

describe("what came back of a batch", () => {
  it("is the best of all lines of a call, counted once, with the lines that are none", async () => {
    const found = await BatchResultFiles.of(placeOf(FILES).place, nodeDigest, never);
    expect(found.counts()).toEqual({ answered: 2, refused: 1, again: { batch_expired: 1 } });
    expect(found.unread).toEqual([{ file: "results/a.jsonl", line: 3 }]);
    expect([...found.ids].sort()).toEqual(["w", "x", "y", "z"]);
    expect(await found.get("y")).toMatchObject({ kind: "answer", raw: { text: "No" } });
    expect(await found.get("z")).toMatchObject({ kind: "error" });
    expect(await found.get("w")).toEqual({ kind: "again", reason: "batch_expired" });
    expect(await found.get("nobody")).toBeUndefined();
  });

  it("is known by the index of its files afterwards: one is read again only where an answer of it is needed", async () => {
    const { place, read } = placeOf(FILES);
    const first = await BatchResultFiles.of(place, nodeDigest, never);
    expect(read).toEqual(Object.keys(FILES));
    const again = await BatchResultFiles.of(place, nodeDigest, never);
    expect({ ...again.counts(), unread: again.unread }).toEqual({ ...first.counts(), unread: first.unread });
    expect(read).toHaveLength(2);
    expect(await again.get("x")).toEqual(await first.get("x"));
    expect(await again.get("x")).toMatchObject({ raw: { text: "Yes" } });
    expect(read).toEqual([...Object.keys(FILES), "results/a.jsonl"]);
  });

  it("takes an index that is none for none, and two answers alike in any order of the files", async () => {
    const { place, texts, read } = placeOf({ "results/a.jsonl": [answer("x", "One")] });
    texts.set("results/a.jsonl.index.json", '{"version":1,"calls":[{"id":3}]');
    await BatchResultFiles.of(place, nodeDigest, never);
    expect(read).toEqual(["results/a.jsonl"]);
    const both = [answer("x", "One"), answer("x", "Two")];
    const texted = async (one: readonly string[], other: readonly string[]) => (await BatchResultFiles.of(placeOf({ "results/a.jsonl": one, "results/b.jsonl": other }).place, nodeDigest, never)).get("x");
    expect(await texted(both.slice(0, 1), both.slice(1))).toEqual(await texted(both.slice(1), both.slice(0, 1)));
  });
});
