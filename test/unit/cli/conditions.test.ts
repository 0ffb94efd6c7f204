// A template and a codebook of one's own, from the run to its statistics and back from its pairs.
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModelServer } from "../../fakes/modelServer.ts";
import { commandLine, repository } from "./commandLine.ts";

const SAMPLE = path.join(repository, "media/sample/conversations.jsonl");
const cli = commandLine();
let server: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start();
});
afterAll(() => server.close());

const label = (name: string) => ({ name, definition: `The turn is ${name}.` });
const WARMTH = { name: "warmth", version: "1", language: "en", stages: [{ ...label("cold"), role: "resists" }, label("warm"), { ...label("hot"), role: "commits" }], emotions: [label("calm")], blockers: [label("none")] };

interface Report {
  readonly headline: { readonly shares: unknown };
}

describe("a study's own condition and codebook", () => {
  it("make a run, whose pairs have the same statistics", async () => {
    const folder = await cli.folder();
    await mkdir(path.join(folder, ".fidelity", "instruments"), { recursive: true });
    await writeFile(path.join(folder, ".fidelity", "instruments", "warmth.json"), JSON.stringify(WARMTH));
    await writeFile(path.join(folder, "terse.fidelity-prompt"), "name: terse\nexit: no\nanswer: text\n--- en ---\nYou are terse. {{profile}}\n");
    const words = ["check", SAMPLE, "--endpoint", server.baseUrl, "--model", "fake", "--judge", "command-line/fake", "--condition", "terse.fidelity-prompt", "--codebook", "warmth", "--limit", "6", "--budget", "1000", "--yes", "--json"];
    const { code, stdout, stderr } = await cli.run(folder, words);
    expect(stderr).not.toContain("anchor");
    expect(code).toBe(0);
    const [run] = (JSON.parse(stdout) as { runs: readonly { journal: string; report: Report; manifest: { condition: { name: string }; codebook: { name: string } } }[] }).runs;
    expect(run?.manifest).toMatchObject({ condition: { name: "terse", template: "--- en ---\nYou are terse. {{profile}}\n--- zh ---\nYou are terse. {{profile}}" }, codebook: { name: "warmth" } });
    expect((await cli.run(folder, ["export", run!.journal, "-o", "pairs.csv"])).code).toBe(0);
    const reportOf = async (cwd: string, ...more: readonly string[]): Promise<Report> => (JSON.parse((await cli.run(cwd, ["stats", path.join(folder, "pairs.csv"), "--json", ...more])).stdout) as { report: Report }).report;
    expect((await reportOf(folder)).headline).toEqual(run?.report.headline);
    // The run holds both: it goes on without their files.
    await rm(path.join(folder, "terse.fidelity-prompt"));
    await rm(path.join(folder, ".fidelity", "instruments"), { recursive: true });
    const resumed = await cli.run(folder, ["resume", run!.journal, "--endpoint", server.baseUrl, "--model", "fake", "--json"]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect((JSON.parse(resumed.stdout) as { runs: readonly unknown[] }).runs).toMatchObject([{ manifest: { condition: { name: "terse" } }, report: { headline: run!.report.headline } }]);
    await mkdir(path.join(folder, ".fidelity", "instruments"), { recursive: true });
    await writeFile(path.join(folder, ".fidelity", "instruments", "warmth.json"), JSON.stringify(WARMTH));
    const elsewhere = await cli.folder();
    expect((await cli.run(elsewhere, ["stats", path.join(folder, "pairs.csv")])).stderr).toContain("--codebook FILE");
    expect((await reportOf(elsewhere, "--codebook", path.join(folder, ".fidelity/instruments/warmth.json"))).headline).toEqual(run?.report.headline);
  });

  it.each([
    [["--condition", "nobody"], "There is no condition nobody"],
    [["--condition", "nobody.fidelity-prompt"], "does not exist"],
    [["--codebook", "warmth"], "Choose a model as judge"],
  ])("say what is wrong with %j before anything is sent", async (words, problem) => {
    server.forget();
    const { code, stderr } = await cli.run(await cli.folder(), ["check", SAMPLE, "--endpoint", server.baseUrl, "--model", "fake", "--budget", "1000", "--yes", ...words]);
    expect(code).toBe(1);
    expect(stderr).toContain(problem);
    expect(server.seen).toHaveLength(0);
  });
});
