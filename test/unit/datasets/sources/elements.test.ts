import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elementsOf } from "../../../../src/datasets/sources/elements.ts";
import type { Item } from "../../../../src/datasets/sources/items.ts";
import { linesOf } from "../../../../src/datasets/sources/lines.ts";
import type { Bytes } from "../../../../src/core/ports.ts";

/** Bytes that come in pieces of `piece`, whatever is asked for. */
function bytesOf(text: string, piece: number): Bytes {
  const all = new TextEncoder().encode(text);
  return { size: all.length, modified: 0, read: async (offset, length) => all.slice(offset, offset + Math.min(length, piece)), close: async () => undefined };
}

async function items(batches: AsyncIterable<readonly Item[]>): Promise<readonly (Item & { readonly text: string })[]> {
  const found: (Item & { readonly text: string })[] = [];
  for await (const batch of batches) for (const item of batch) found.push({ ...item, text: new TextDecoder().decode(item.bytes) });
  return found;
}

const values = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 12 });
const piece = fc.integer({ min: 1, max: 40 });

describe("elements of a list", () => {
  it("are those JSON.parse sees, wherever the file is cut into pieces", async () => {
    await fc.assert(
      fc.asyncProperty(values, piece, fc.constantFrom(undefined, 1, "\t"), async (values, piece, indent) => {
        const text = JSON.stringify(values, undefined, indent);
        const found = await items(elementsOf(bytesOf(text, piece)));
        expect(found.map((item) => JSON.parse(item.text) as unknown)).toEqual(JSON.parse(text));
        for (const item of found) {
          const before = new TextDecoder().decode(new TextEncoder().encode(text).slice(0, item.offset));
          expect([item.line, item.column]).toEqual([before.split("\n").length, (before.split("\n").at(-1) ?? "").length + 1]);
          expect(new TextDecoder().decode(new TextEncoder().encode(text).slice(item.offset, item.offset + item.length))).toBe(item.text);
        }
      }),
      { seed: 21, numRuns: 400 },
    );
  });

  it("end with the one the file is cut in", async () => {
    const found = await items(elementsOf(bytesOf('[{"a":1},\n {"b":[2', 4)));
    expect(found.map(({ text, unended }) => [text, unended])).toEqual([['{"a":1}', false], ['{"b":[2', true]]);
  });
});

describe("lines of a file", () => {
  it("are those between line breaks, blank ones left out, wherever the file is cut into pieces", async () => {
    const text = fc.array(fc.oneof(fc.constantFrom("\n", "\r\n", " ", "\t", "{}", "🙂"), fc.string({ maxLength: 8 })), { maxLength: 30 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, piece, async (text, piece) => {
        const found = await items(linesOf(bytesOf(text, piece)));
        // Lone surrogates do not survive UTF-8.
        const wanted = new TextDecoder("utf-8", { ignoreBOM: true })
          .decode(new TextEncoder().encode(text))
          .split("\n")
          .map((line, index) => [index + 1, line.replace(/\r$/u, "")] as const)
          .filter(([, line]) => !/^[ \t\r]*$/u.test(line));
        expect(found.map(({ line, text }) => [line, text])).toEqual(wanted);
      }),
      { seed: 22, numRuns: 400 },
    );
  });
});
