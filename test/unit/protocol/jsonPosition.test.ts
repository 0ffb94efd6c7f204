import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineAndColumn, placeOf, syntaxErrorAt, type JsonPath } from "../../../src/protocol/jsonPosition.ts";

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the first syntax error", () => {
  it.each([
    ['{"a":}', 5],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ["[1 2]", 3],
    ["nul", 0],
    ['"a', 2],
    ['"a\\x"', 2],
    ['{"a":"\u0001"}', 6],
    ["1 2", 2],
    ["", 0],
    ['{"id":"c-1","turns":[{"role":', 29],
  ])("of %j is at %i", (text, offset) => {
    expect(syntaxErrorAt(text)).toBe(offset);
  });

  it("is there exactly when JSON.parse refuses", () => {
    const damage = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", "{", "}", "[", "]", ",", ":", '"', "\\", "0", "-", ".", "e", "t", " ", "\n", "\u0000", "é"), fc.nat({ max: 2 }));
    fc.assert(
      fc.property(damage, ([json, at, symbol, drop]) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + symbol + json.slice(place + drop);
        expect(syntaxErrorAt(text) === undefined, text).toBe(parses(text));
      }),
      { seed: 5, numRuns: 5000 },
    );
  });

  it("is found in nesting and strings of any size", () => {
    expect(syntaxErrorAt("[".repeat(1_000_000))).toBe(1_000_000);
    expect(syntaxErrorAt("[".repeat(100_000) + "]".repeat(100_000))).toBeUndefined();
    expect(syntaxErrorAt(`"${"a".repeat(3_000_000)}"`)).toBeUndefined();
  });
});

describe("the place of a value", () => {
  const text = '{ "a" : [10, {"b": "x"}], "c": null, "c": true }';
  const at = (path: JsonPath): string => text.slice(placeOf(text, path).value.start, placeOf(text, path).value.end);

  it("is where it stands, of repeated keys the last", () => {
    expect([at(["a", 0]), at(["a", 1, "b"]), at(["c"])]).toEqual(["10", '"x"', "true"]);
  });

  it("of an object or list is its bracket", () => {
    expect([at([]), at(["a"]), at(["a", 1])]).toEqual(["{", "[", "{"]);
  });

  it("that is missing is its nearest ancestor's", () => {
    expect([at(["a", 1, "zzz"]), at(["a", 9, "b"]), at(["none"])]).toEqual(["{", "[", "{"]);
  });

  it("comes with the key's", () => {
    const { key } = placeOf(text, ["a", 1, "b"]);
    expect(key && text.slice(key.start, key.end)).toBe('"b"');
    expect(placeOf(text, ["a", 0]).key).toBeUndefined();
  });

  it("is found for every value of any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const json = JSON.stringify(value, undefined, 1);
        for (const [path, leaf] of leaves(JSON.parse(json))) {
          const { start, end } = placeOf(json, path).value;
          expect(JSON.parse(json.slice(start, end))).toEqual(leaf);
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});

function leaves(value: unknown, path: JsonPath = []): readonly (readonly [JsonPath, unknown])[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]));
}

describe("line and column", () => {
  it("count from 1, columns in UTF-16 units", () => {
    const text = "ab\nc🙂d\n";
    expect(lineAndColumn(text, 0)).toEqual({ line: 1, column: 1 });
    expect(lineAndColumn(text, text.indexOf("d"))).toEqual({ line: 2, column: 4 });
    expect(lineAndColumn(text, text.length)).toEqual({ line: 3, column: 1 });
  });
});
