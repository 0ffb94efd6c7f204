// A run carried out through a batch engine finds out what an interactive one does, whatever comes back, in whatever order and as often as it likes.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ModelServer } from "../../fakes/modelServer.ts";
import type { BatchTreatment } from "../../fakes/batchEndpoints.ts";
import { commandLine, repository, type Ran } from "./commandLine.ts";
import { entriesIn, failuresIn, foundOut } from "./journals.ts";

const SAMPLE = path.join(repository, "media/sample/conversations.jsonl");
const cli = commandLine();
let server: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start({ delay: 0 });
});
afterEach(() => server.forget());
afterAll(() => server.close());

const endpoint = (): readonly string[] => ["--endpoint", server.baseUrl, "--model", "fake", "--budget", "100000", "--yes"];
const setup = ["--judge", "command-line/fake", "--condition", "may-disengage", "--limit", "3", "--samples", "2", "--preflight", "0"];

interface Round {
  readonly folder: string;
  readonly answered: number;
  readonly refused: number;
  readonly missing: readonly unknown[];
  readonly unasked: number;
  readonly written: readonly { readonly calls: number }[];
}

async function batch(cwd: string, ...words: readonly string[]): Promise<Ran & { readonly document: Round }> {
  const ran = await cli.run(cwd, ["batch", ...words, ...endpoint(), "--json"]);
  expect(ran.stdout, ran.stderr).not.toBe("");
  return { ...ran, document: JSON.parse(ran.stdout) as Round };
}

/** Rounds until nothing is left to ask; the number of calls written in all. */
async function throughBatches(cwd: string, treatments: readonly BatchTreatment[]): Promise<number> {
  let [calls, folder] = [0, ""];
  for (let round = 0; round < 12; round++) {
    const { document } = folder === "" ? await batch(cwd, "export", SAMPLE, ...setup) : await batch(cwd, "export", folder, "--missing");
    ({ folder } = document);
    calls += document.written.reduce((sum, each) => sum + each.calls, 0);
    if (document.written.length === 0) return calls;
    server.batches.treatment = treatments[round % treatments.length] ?? {};
    await batch(cwd, "submit", folder);
    await batch(cwd, "status", folder);
    await batch(cwd, "import", folder);
  }
  throw new Error("the rounds do not end");
}

async function interactive(): Promise<{ readonly found: readonly string[]; readonly calls: number; readonly distinct: number }> {
  const folder = await cli.folder();
  const ran = await cli.run(folder, ["check", SAMPLE, ...setup, ...endpoint(), "--json"]);
  expect(ran.code, ran.stderr).toBe(0);
  const bodies = server.seen.map(({ bytes }) => bytes.toString("utf8"));
  // Both samples of a continuation are asked for, in equal words.
  const judged = bodies.filter((body) => body.includes("decision_state"));
  server.forget();
  return { found: foundOut(await entriesIn(folder)), calls: bodies.length, distinct: bodies.length - judged.length + new Set(judged).size };
}

describe("a run through a batch engine", () => {
  it("asks in two stages what an interactive run asks, finds out the same and says it is finished", async () => {
    const wanted = await interactive();
    const folder = await cli.folder();
    // Two samples may say the same, and the judge is asked about it once.
    const calls = await throughBatches(folder, [{}]);
    expect(calls).toBeLessThanOrEqual(wanted.calls);
    expect(calls).toBe(wanted.distinct);
    const entries = await entriesIn(folder);
    expect(foundOut(entries)).toEqual(wanted.found);
    expect(entries.at(-1)).toMatchObject({ kind: "run-ended", reason: "finished" });
    // Two stages: continuations and real turns, then the labels of continuations.
    expect((await readdir(path.join(folder, ".fidelity/batches", (await readdir(path.join(folder, ".fidelity/batches")))[0]!))).filter((name) => name.startsWith("round-"))).toHaveLength(2);
  }, 60_000);

  it("survives expired, missing, doubled and halved lines, any order and bare completions, and taking results in again changes nothing", async () => {
    const wanted = await interactive();
    const folder = await cli.folder();
    await throughBatches(folder, [{ fates: ["answered", "expired", "missing", "twice", "half"], reversed: true }, { shape: "bare", reversed: true, fates: ["twice", "answered", "missing"] }, {}]);
    expect(foundOut(await entriesIn(folder))).toEqual(wanted.found);

    const [name] = await readdir(path.join(folder, ".fidelity/batches"));
    const before = await entriesIn(folder);
    const place = path.join(folder, ".fidelity/batches", name!);
    const results = (await readdir(path.join(place, "results"))).map((each) => path.join(place, "results", each));
    const again = await batch(folder, "import", place, ...results.reverse());
    expect(again.document).toMatchObject({ missing: [], unasked: 0 });
    expect(await entriesIn(folder)).toEqual(before);
  }, 60_000);

  it("pools with interactive probes of the same plan", async () => {
    const wanted = await interactive();
    const folder = await cli.folder();
    const { document } = await batch(folder, "export", SAMPLE, ...setup);
    await batch(folder, "submit", document.folder);
    // The same plan goes on interactively; what the batch answers afterwards is known already.
    expect((await cli.run(folder, ["check", SAMPLE, ...setup, ...endpoint(), "--json"])).code).toBe(0);
    const before = foundOut(await entriesIn(folder));
    expect(before).toEqual(wanted.found);
    await batch(folder, "status", document.folder);
    expect((await batch(folder, "import", document.folder)).document).toMatchObject({ missing: [], unasked: 0 });
    expect(foundOut(await entriesIn(folder))).toEqual(wanted.found);
  }, 60_000);

  it("counts refused calls once as failures with their cause, and a submission again sends nothing twice", async () => {
    const folder = await cli.folder();
    server.batches.treatment = { fates: ["answered", "refused"] };
    const { document } = await batch(folder, "export", SAMPLE, ...setup);
    await batch(folder, "submit", document.folder);
    const sent = server.batches.files.size;
    // As after a crash between sending and writing it down.
    const state = path.join(document.folder, "batch.json");
    const file = JSON.parse(await readFile(state, "utf8")) as { requests: { submitted?: unknown }[] };
      await writeFile(state, JSON.stringify({ ...file, requests: file.requests.map(({ submitted: _, ...rest }) => rest) }));
    await batch(folder, "submit", document.folder);
    expect(server.batches.files.size).toBe(sent);
    await batch(folder, "status", document.folder);
    await batch(folder, "import", document.folder);
    const failures = failuresIn(await entriesIn(folder));
    expect(failures.length).toBeGreaterThan(0);
    await batch(folder, "import", document.folder);
    expect(failuresIn(await entriesIn(folder))).toEqual(failures);
  }, 60_000);

  it("has its judge tried before it is written; below the threshold nothing is, and what trying cost is kept and not paid again", async () => {
    const folder = await cli.folder();
    const tried = async (judge: string, ...words: readonly string[]): Promise<Ran> => cli.run(folder, ["batch", "export", SAMPLE, ...setup.slice(0, -2), "--judge", `command-line/${judge}`, ...words, ...endpoint(), "--json"]);
    for (const calls of [16, 16]) {
      const below = await tried("fake:poor");
      expect(below).toMatchObject({ code: 1, stdout: "" });
      expect(below.stderr).toContain("Judge fake:poor on 16 anchor turns");
      expect(server.seen).toHaveLength(calls);
    }
    expect(await entriesIn(folder)).toMatchObject([{ kind: "run-started", manifest: { preflight: { anchors: 16, reported: { calls: 16 } } } }, { kind: "run-ended", done: 0, because: { id: "preflight-below" } }]);
    expect((await tried("fake:poor", "--preflight", "0.01")).code).toBe(0);
    expect(server.seen).toHaveLength(16);
    // Engines for files cannot be asked.
    expect((await tried("fake", "--dialect", "vllm")).stderr).toContain("was not tried on anchor turns");
    expect(server.seen).toHaveLength(16);
  }, 60_000);

  it("says what is wrong with a folder, an engine and a way of asking", async () => {
    const folder = await cli.folder();
    expect(await cli.run(folder, ["batch", "import", folder])).toMatchObject({ code: 2 });
    expect((await cli.run(folder, ["batch", "export", SAMPLE, "--dialect", "nobody", ...endpoint()])).stderr).toContain("openai, vllm, ray");
    expect(await cli.run(folder, ["batch", "fly"])).toMatchObject({ code: 2 });
    expect((await cli.run(folder, ["batch", "export", SAMPLE, "--rung", "iron"])).stderr).toContain("schema, json or text");
  }, 60_000);
});
