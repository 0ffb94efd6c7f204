// The runs of a study from the command line against a local server: made, stopped by a budget, continued, listed, forgotten; and no key anywhere.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { decodeEntry } from "../../../src/core/journal/codec.ts";
import type { SpentByRole } from "../../../src/core/journal/spent.ts";
import { ModelServer } from "../../fakes/modelServer.ts";
import { nativeText } from "../study/onMemory.ts";
import { commandLine, containing, type Ran } from "./commandLine.ts";
import { foundOut } from "./journals.ts";

const KEY = "sk-secret-4f9a1c77e2";
const WRONG = "sk-wrong-0b1d55aa91";

const cli = commandLine();
let server: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start({ key: KEY, delay: 5 });
});
afterEach(() => server.forget());
afterAll(() => server.close());

interface StatusDocument {
  readonly runs: readonly { readonly title: string; readonly status: string; readonly done: number; readonly resumable: boolean; readonly because?: { readonly id: string }; readonly spent: SpentByRole & { readonly money: { readonly amount: number; readonly currency: string } | null }; readonly forgotten: { readonly conversations: number } }[];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function studyFolder(runs: readonly object[], conversations = 3): Promise<{ readonly folder: string; readonly home: string }> {
  const [folder, home] = [await cli.folder(), await cli.folder()];
  await writeFile(path.join(folder, "calls.jsonl"), nativeText(conversations));
  await writeFile(path.join(folder, "fidelity.json"), JSON.stringify({ datasets: [{ path: "calls.jsonl" }], conditions: ["persona", "may-disengage"], runs }));
  await mkdir(path.join(home, ".config/decision-fidelity"), { recursive: true });
  const price = { input: 1, output: 2, currency: "USD" };
  await writeFile(path.join(home, ".config/decision-fidelity/endpoints.json"), JSON.stringify({ endpoints: [{ name: "lab", address: server.baseUrl, keyVariable: "LAB_KEY", prices: { fake: price } }] }));
  return { folder, home };
}

describe("the runs of a study", () => {
  it("are made side by side within a budget, continued, listed with what they spent, and leave no key anywhere", async () => {
    const { folder, home } = await studyFolder([{ simulator: "lab/fake", judge: "lab/fake", name: "both" }]);
    const said: Ran[] = [];
    const run = async (words: readonly string[], key = KEY): Promise<Ran> => {
      const ran = await cli.run(folder, [...words, "--preflight", "0"], { HOME: home, XDG_CACHE_HOME: path.join(home, "cache"), LAB_KEY: key });
      said.push(ran);
      return ran;
    };
    const status = async (): Promise<StatusDocument["runs"]> => (JSON.parse((await run(["status", "--json"])).stdout) as StatusDocument).runs;

    expect(await run(["run"])).toMatchObject({ code: 2, stderr: containing("45 model calls") });
    expect(await run(["run", "--budget", "20", "--yes"])).toMatchObject({ code: 1, stderr: containing("more than --budget 20") });
    expect(await run(["run", "--budget", "100", "--yes"], WRONG)).toMatchObject({ code: 1, stderr: containing("does not accept the key") });
    const stopped = await run(["run", "--budget-money", "0.011", "--yes"]);
    expect(stopped).toMatchObject({ code: 1, stderr: containing("The budget is used up") });
    const paused = await status();
    expect(paused.map(({ status: state, resumable, title }) => [state, resumable, title])).toEqual([["paused", true, "both"], ["paused", true, "both"]]);
    expect(paused.map(({ because }) => because?.id)).toContain("budget-money-reached");

    const done = await run(["run", "--budget", "100", "--yes"]);
    expect(done.code, done.stderr).toBe(0);
    const listed = await status();
    expect(listed.map(({ status: state, done: probes }) => [state, probes])).toEqual([["finished", 9], ["finished", 9]]);
    expect(listed.reduce((sum, { spent }) => sum + spent.simulator.calls + spent.judge.calls, 0)).toBe(server.bodies.length - server.seen.filter(({ headers }) => headers.authorization === `Bearer ${WRONG}`).length);
    for (const { spent: { simulator, judge, money } } of listed) {
      expect(money?.amount).toBeCloseTo((simulator.promptTokens + judge.promptTokens + 2 * (simulator.completionTokens + judge.completionTokens)) / 1e6, 9);
    }
    expect((await run(["status"])).stdout).toMatch(/both +finished +9\/9 +0 +\d+ calls, [\d,]+ tokens, 0\.\d+ USD +no/u);

    expect((await run(["forget", ".fidelity", "--conversation", "c-1"])).stdout).toContain("1 conversations, 6 probes in 2 journals");
    expect((await status()).map(({ forgotten }) => forgotten.conversations)).toEqual([1, 1]);

    const files = [...(await filesIn(folder)), ...(await filesIn(home))];
    expect(files.length).toBeGreaterThan(4);
    const texts = await Promise.all(files.map((file) => readFile(file, "latin1")));
    for (const text of [...texts, ...said.flatMap(({ stdout, stderr }) => [stdout, stderr])]) for (const secret of [KEY, WRONG]) expect(text).not.toContain(secret);
  }, 240_000);

  it("asked for by three terminals at once are written by one at a time, nothing twice", async () => {
    const { folder, home } = await studyFolder([{ simulator: "lab/fake", condition: "persona" }], 8);
    const env = { HOME: home, LAB_KEY: KEY };
    const words = ["check", "calls.jsonl", "--simulator", "lab/fake", "--out", "runs/one.jsonl", "--budget", "1000", "--yes"];
    const ran = await Promise.all([1, 2, 3].map(() => cli.run(folder, words, env)));
    for (const { code, stderr } of ran) if (code !== 0) expect(stderr).toContain("is being written by another window or terminal");
    expect(ran.some(({ code }) => code === 0)).toBe(true);
    const lines = (await readFile(path.join(folder, "runs/one.jsonl"), "utf8")).trimEnd().split("\n");
    const entries = lines.map((line) => decodeEntry(line));
    expect(entries.every(({ ok }) => ok)).toBe(true);
    const found = entries.flatMap((decoded) => (decoded.ok ? [decoded.entry] : []));
    expect(foundOut(found)).toHaveLength(found.filter(({ kind }) => kind === "continuation" || kind === "verdict").length);
    expect(found.filter(({ kind }) => kind === "run-ended")).toHaveLength(1);
    expect(server.bodies).toHaveLength(24);
  }, 120_000);

  it("are refused with what is missing", async () => {
    const { folder, home } = await studyFolder([{ simulator: "lab" }]);
    expect(await cli.run(folder, ["run"], { HOME: home })).toMatchObject({ code: 1, stderr: containing("Run 1 of fidelity.json: “lab” is no simulator") });
    expect(await cli.run(home, ["run"], { HOME: home })).toMatchObject({ code: 1, stderr: containing("There is no") });
  });
});
