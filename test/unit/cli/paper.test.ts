// The folder of a paper, made from real runs; its scripts find the same contrast as the statistics.
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { StatsReport } from "../../../src/core/stats/reportShape.ts";
import { commandLine, repository } from "./commandLine.ts";

const SAMPLE = path.join(repository, "media/sample/conversations.jsonl");
const cli = commandLine();
const python = await promisify(execFile)("python3", ["--version"]).then(() => true, () => false);
const r = await promisify(execFile)("Rscript", ["--version"]).then(() => true, () => false);

async function runs(folder: string): Promise<void> {
  for (const [name, ...words] of [["one"], ["two", "--simulator", "control:C0"]] as const) {
    const ran = await cli.run(folder, ["check", SAMPLE, ...words, "--limit", "12", "--samples", "1", "--out", `runs/${name}.jsonl`]);
    expect(ran.code, ran.stderr).toBe(0);
  }
}

describe("paper", () => {
  it("writes figures, tables, pairs, methods, references and scripts; the scripts print the statistics' own delta", async () => {
    const folder = await cli.folder();
    await runs(folder);
    const ran = await cli.run(folder, ["paper", "runs/one.jsonl", "runs/two.jsonl", "-o", "paper", "--json"]);
    expect(ran.code, ran.stderr).toBe(0);
    const { files } = JSON.parse(ran.stdout) as { files: readonly string[] };
    const found = (await readdir(path.join(folder, "paper"), { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
    expect(found).toHaveLength(files.length);
    expect(files).toEqual(expect.arrayContaining(["figures/arrows-one.svg", "figures/positions-two.svg", "figures/shares-one.svg", "figures/compare.svg", "tables/main.tex", "pairs.csv", "methods.md", "references.bib", "contrast.R", "contrast.py"]));

    const main = await readFile(path.join(folder, "paper/tables/main.tex"), "utf8");
    // The sample is invented, and the table says so.
    expect(main).toContain("invented data");
    expect(main).toContain("\\toprule");
    const methods = await readFile(path.join(folder, "paper/methods.md"), "utf8");
    const cited = [...methods.matchAll(/@(\w+)/gu)].map(([, key]) => key);
    const references = await readFile(path.join(folder, "paper/references.bib"), "utf8");
    for (const key of new Set(cited)) expect(references).toContain(`{${key},`);

    const deltas: string[] = [];
    for (const run of ["one", "two"]) {
      const { stdout } = await cli.run(folder, ["stats", `runs/${run}.jsonl`, "--json"]);
      const { delta } = (JSON.parse(stdout) as { report: StatsReport }).report.headline;
      deltas.push(delta.ok ? delta.value.toFixed(4) : "–");
    }
    if (python) {
      const { stdout } = await promisify(execFile)("python3", [path.join(folder, "paper/contrast.py")]);
      expect([...stdout.matchAll(/delta (-?[\d.]+)/gu)].map(([, value]) => value)).toEqual(deltas);
    }
    if (r) {
      const { stdout } = await promisify(execFile)("Rscript", [path.join(folder, "paper/contrast.R")]);
      expect([...stdout.matchAll(/delta (-?[\d.]+)/gu)].map(([, value]) => value)).toEqual(deltas);
    }
  }, 120_000);

  it("refuses what is no finished run, and says how it is called", async () => {
    const folder = await cli.folder();
    await runs(folder);
    const journal = path.join(folder, "runs/one.jsonl");
    const lines = (await readFile(journal, "utf8")).trimEnd().split("\n");
    await writeFile(journal, `${lines.slice(0, -3).join("\n")}\n`);
    expect(await cli.run(folder, ["paper", "runs/one.jsonl", "-o", "paper"])).toMatchObject({ code: 1, stderr: expect.stringContaining("is not finished") as string });
    expect(await cli.run(folder, ["paper", "runs/two.jsonl"])).toMatchObject({ code: 2 });
  }, 60_000);
});
