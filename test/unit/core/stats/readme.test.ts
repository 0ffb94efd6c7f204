// The researcher's page has a complete row for every estimator, and speaks of files and places in the report that exist.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { statsReport } from "../../../../src/core/stats/report.ts";
import { probeOf, SCHEME } from "./probes.ts";

const folder = path.resolve(import.meta.dirname, "../../../../src/core/stats");
const text = readFileSync(path.join(folder, "README.md"), "utf8");
const rows = text.split("\n").filter((line) => line.startsWith("| ")).map((line) => line.slice(2, -2).split(/(?<!\\)\|/).map((cell) => cell.trim()));
const estimators = rows.filter(([first]) => /^E\d+$/.test(first ?? ""));
const coded = (line: string): readonly string[] => [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

const report = statsReport(
  Array.from({ length: 24 }, (_, i) => probeOf({ conversation: `c${i}`, outcome: i % 2 ? "negative" : "positive", real: i % 5, samples: [(i * 3) % 5, 1] })),
  SCHEME,
  { seed: 1, bootstrapDraws: 5, permutationDraws: 5, look: false, invented: false },
);

describe("the researcher's page", () => {
  it("has every estimator once, in order, with what it means, its formula and when not to trust it", () => {
    expect(estimators.map(([name]) => name)).toEqual(Array.from({ length: 40 }, (_, i) => `E${i + 1}`));
    for (const cells of estimators) {
      expect(cells, cells[0]).toHaveLength(5);
      for (const cell of cells) expect(cell.length, cells.join(" | ")).toBeGreaterThan(1);
      expect(coded(cells.slice(1).join(" ")).length, cells[0]).toBeGreaterThan(0);
    }
  });
  it("names files that exist", () => {
    const files = coded(text).filter((code) => code.endsWith(".ts"));
    const places = [folder, path.resolve(folder, ".."), path.resolve(folder, "../probe")];
    expect(files.filter((file) => !places.some((place) => existsSync(path.join(place, file))))).toEqual([]);
  });
  it("names places of the report that exist", () => {
    const paths = rows.flatMap(([first = "", second = ""]) => coded(/^E\d+$/.test(first) ? second : first)).filter((code) => !code.endsWith(".ts"));
    expect(paths.length).toBeGreaterThan(40);
    const at = (place: string): unknown => place.split(".").reduce<unknown>((node, key) => (typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined), report);
    expect(paths.filter((place) => at(place) === undefined)).toEqual([]);
  });
  it("has a row for every block of the report", () => {
    const told = new Set(coded(text).map((code) => code.split(".")[0]!));
    const other = new Set(["what", "version", "options", "labels", "beside", "labelDistances"]);
    expect(Object.keys(report).filter((key) => !told.has(key) && !other.has(key))).toEqual([]);
  });
  it("is about files that state their sources: no estimator file without a first comment", () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) expect(readFileSync(path.join(folder, file), "utf8").startsWith("// Owns "), file).toBe(true);
  });
});
