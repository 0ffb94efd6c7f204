import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { isWithin, pathOfUri, uriOfPath, watchPattern } from "../../src/server/paths.ts";

describe("paths of the server", () => {
  it.each(["plain.jsonl", "a b#c?d%e.jsonl", "数据.jsonl"])("turn %j to an address and back", (name) => {
    const path = resolve("/data", name);
    expect(pathOfUri(uriOfPath(path))).toBe(path);
  });

  it("are none for other addresses", () => {
    expect(pathOfUri("fidelity:/a/b.fidelity")).toBeUndefined();
    expect(pathOfUri("not an address")).toBeUndefined();
  });

  it("are watched without taking the name for a pattern", () => {
    expect(watchPattern(resolve("/data/a[1]{x}*.jsonl"), "file")).toEqual({ baseUri: uriOfPath(resolve("/data")), pattern: "a[[]1[]][{]x[}][*].jsonl" });
    expect(watchPattern(resolve("/data/corpus"), "folder")).toEqual({ baseUri: uriOfPath(resolve("/data/corpus")), pattern: "*" });
  });

  it("lie within a folder by whole names", () => {
    const root = resolve("/data/corpus");
    expect(isWithin(root, root)).toBe(true);
    expect(isWithin(join(root, "deep", "x.csv"), root)).toBe(true);
    expect(isWithin(`${root}2`, root)).toBe(false);
    expect(isWithin(resolve("/data"), root)).toBe(false);
  });
});
