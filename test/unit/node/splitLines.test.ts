import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JournalLine } from "../../../src/core/ports.ts";
import { splitLines } from "../../../src/node/splitLines.ts";

async function linesOf(bytes: Uint8Array, size: number): Promise<readonly JournalLine[]> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  }
  const lines: JournalLine[] = [];
  for await (const line of splitLines(pieces())) lines.push(line);
  return lines;
}

/** What one decoder over the whole makes of it. */
function expected(bytes: Uint8Array): readonly JournalLine[] {
  const texts = new TextDecoder().decode(bytes).split("\n");
  return texts.flatMap((text, at) => (text === "" ? [] : [{ line: at + 1, text, complete: at < texts.length - 1 }]));
}

describe("cutting bytes into lines", () => {
  it("does not depend on where the pieces end, whatever the bytes are", async () => {
    const bytes = fc.oneof(
      fc.array(fc.constantFrom("\n", "\n", "\r", "好", "🙂", "a", "\u{FEFF}", "{}"), { maxLength: 24 }).map((parts) => new TextEncoder().encode(parts.join(""))),
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.constantFrom(0x0a, 0xef, 0xbb, 0xbf, 0xe5, 0xf0, 0x61), { maxLength: 24 }).map((numbers) => Uint8Array.from(numbers)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (all, size) => {
        expect(await linesOf(all, size)).toEqual(expected(all));
      }),
      { seed: 20_261_121, numRuns: 500 },
    );
  });
});
