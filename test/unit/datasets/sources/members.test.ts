import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bytes } from "../../../../src/core/ports.ts";
import { elementsOf } from "../../../../src/datasets/sources/elements.ts";
import { membersOfDocument, memberText, onlyList } from "../../../../src/datasets/sources/members.ts";

/** Bytes that come in pieces of `piece`, whatever is asked for. */
function bytesOf(text: string, piece = Number.POSITIVE_INFINITY): Bytes {
  const whole = new TextEncoder().encode(text);
  return { size: whole.length, modified: 0, read: async (offset, length) => whole.slice(offset, offset + Math.min(length, piece)), close: async () => undefined };
}

async function found(text: string, piece?: number): Promise<Readonly<Record<string, unknown>> | undefined> {
  const bytes = bytesOf(text, piece);
  const members = await membersOfDocument(bytes);
  if (!members) return undefined;
  const values: Record<string, unknown> = {};
  for (const [name, member] of members) values[name] = JSON.parse((await memberText(bytesOf(text), member, 1e6)) ?? "null");
  return values;
}

describe("the members of a file that is one object", () => {
  const value = { é: "}, \"x\": [", empty: {}, list: [{ a: [1, "]"] }, "two"], "quoted \\\" name": null, n: -1.5e3 };

  it.each([1, 2, 3, 7, 1000])("are found whatever the pieces it is read in: %i", async (piece) => {
    const { "quoted \\\" name": quoted, ...plain } = value;
    expect(quoted).toBeNull();
    expect(await found(`\uFEFF${JSON.stringify(plain, null, 1)}\n`, piece)).toEqual(plain);
  });

  it("are none of a list, of lines, of an object that does not end", async () => {
    for (const text of ["[1]", '{"a":1}\n{"b":2}', '{"a":1', "", "x", '{"a":1} x']) expect(await found(text)).toBeUndefined();
  });

  it("hold any JSON object", async () => {
    const name = fc.stringMatching(/^[a-zé]{1,6}$/u).filter((each) => each !== "__proto__");
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 }), fc.nat({ max: 2 }), fc.integer({ min: 1, max: 9 }), async (object, indent, piece) => {
        const text = JSON.stringify(object, null, indent);
        expect(await found(text, piece)).toEqual(JSON.parse(text));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("show one list as if it were the file, at its own lines and columns", async () => {
    const text = '{ "é": ["no"],\n "list": [ {"a": 1},\n  2 ], "after": [3, {"b": 4}] }';
    const members = await membersOfDocument(bytesOf(text));
    const list = members?.get("list");
    expect(list).toMatchObject({ isList: true });
    if (!list) return;
    for (const piece of [1, 5, 1000]) {
      const items: unknown[] = [];
      for await (const batch of elementsOf(onlyList(bytesOf(text, piece), list))) for (const { bytes, line, column, offset } of batch) items.push([new TextDecoder().decode(bytes).trim(), line, column, text.indexOf('{"a"') + 1 === offset]);
      expect(items).toEqual([['{"a": 1}', 2, 12, true], ["2", 3, 3, false]]);
    }
  });
});
