// Planned runs against a real local server: killed, interrupted, refused, and gone on with.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/core/journal/entry.ts";
import type { StatsReport } from "../../../src/core/stats/reportShape.ts";
import { ModelServer } from "../../fakes/modelServer.ts";
import { nativeText } from "../study/onMemory.ts";
import { commandLine, containing, repository } from "./commandLine.ts";
import { cachedVerdicts, entriesIn, failuresIn, foundOut } from "./journals.ts";

const LONG = process.env.DF_LONG === "1";
const KILLS = LONG ? 10 : 2;
const SEED = 20_261_121;
/** Probes carried out at once; each has at most one call on its way. */
const WIDTH = 16;
const SAMPLE = path.join(repository, "media/sample/conversations.jsonl");

const cli = commandLine();
let server: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start({ delay: 5 });
});
afterEach(() => server.forget());
afterAll(() => server.close());

/** An LLM simulator and an LLM judge on some conversations of the sample, or of another dataset. */
function words(limit: number, ...more: readonly string[]): readonly string[] {
  return wordsOn(SAMPLE, limit, ...more);
}

function wordsOn(data: string, limit: number, ...more: readonly string[]): readonly string[] {
  return ["check", data, "--endpoint", server.baseUrl, "--model", "fake", "--judge", "command-line/fake", "--condition", "may-disengage", "--limit", String(limit), "--budget", "100000", "--yes", "--preflight", "0", "--json", ...more];
}

function reportOf(stdout: string): StatsReport {
  return (JSON.parse(stdout) as { runs: readonly { report: StatsReport }[] }).runs[0]!.report;
}

/** Calls by the hash of their body. */
function calls(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { bytes } of server.seen) {
    const hash = createHash("sha256").update(bytes).digest("hex");
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return counts;
}

/** Calls whose answer is kept: continuations, labels of samples, labels of real turns (in the cache before they are in the journal). */
async function kept(folder: string, entries: readonly JournalEntry[]): Promise<number> {
  const own = entries.filter((entry) => entry.kind === "continuation" || (entry.kind === "verdict" && entry.target.branch === "simulated"));
  return own.length + (await cachedVerdicts(folder)).length;
}

async function untilSeen(requests: number): Promise<void> {
  while (server.seen.length < requests) await pause(2);
}

describe("a run with a model as simulator and judge", () => {
  it(`killed ${KILLS} times and gone on with finds out the same and pays nothing twice but what was in flight`, async () => {
    // Three probes a conversation: 10,000 and more at full size.
    const limit = LONG ? 3_334 : 8;
    const undisturbed = await cli.folder();
    const data = LONG ? path.join(undisturbed, "many.jsonl") : SAMPLE;
    if (LONG) await writeFile(data, nativeText(limit));
    const whole = await cli.run(undisturbed, wordsOn(data, limit));
    expect(whole.code, whole.stderr).toBe(0);
    const wanted = foundOut(await entriesIn(undisturbed));
    const once = calls();
    const needed = server.seen.length;
    server.forget();

    const folder = await cli.folder();
    const generator = xoroshiro128plus(SEED);
    let inFlight = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = server.seen.length;
      const { child, ended } = cli.start(folder, wordsOn(data, limit));
      await untilSeen(before + uniformInt(generator, 1, Math.floor(needed / KILLS) - 2));
      child.kill("SIGKILL");
      expect((await ended).code).toBeNull();
      // What was on the wire when the process died still reaches the server.
      await pause(100);
      const lost = server.seen.length - inFlight - (await kept(folder, await entriesIn(folder)));
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThanOrEqual(WIDTH);
      inFlight += lost;
    }
    const last = await cli.run(folder, wordsOn(data, limit));
    expect(last.code, last.stderr).toBe(0);

    expect(foundOut(await entriesIn(folder))).toEqual(wanted);
    expect(reportOf(last.stdout)).toEqual(reportOf(whole.stdout));
    const twice = [...calls()].reduce((sum, [hash, count]) => sum + Math.max(0, count - (once.get(hash) ?? 0)), 0);
    expect(twice).toBeLessThanOrEqual(inFlight);
    expect(server.seen.length).toBe(needed + twice);
  }, LONG ? 1_800_000 : 60_000);

  it("interrupted in the middle of calls that never end says so at once, keeps what is finished, and the same command goes on", async () => {
    const undisturbed = await cli.folder();
    expect((await cli.run(undisturbed, words(4))).code).toBe(0);
    const wanted = foundOut(await entriesIn(undisturbed));
    server.forget();

    const folder = await cli.folder();
    const { child, ended } = cli.start(folder, words(4));
    await untilSeen(12);
    server.always({ kind: "hang" });
    await untilSeen(server.seen.length + 1);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toMatch(/Interrupted after \d+ of 12 probes; everything finished is saved in .*\.jsonl\. The same command goes on/);
    const entries = await entriesIn(folder);
    expect(entries.at(-1)).toMatchObject({ kind: "run-ended", reason: "paused" });
    expect(failuresIn(entries)).toEqual([]);

    server.forget();
    const last = await cli.run(folder, words(4));
    expect(last.code, last.stderr).toBe(0);
    expect(foundOut(await entriesIn(folder))).toEqual(wanted);
    expect(server.seen.length).toBeLessThan(36);
  });

  it.each([
    ["limits the rate", { kind: "rate-limit", retryAfterMs: "5" }, "endpoint-rate-limited", 2],
    ["answers garbage", { kind: "garbage" }, "endpoint-answer-unreadable", 2],
    ["cuts the connection", { kind: "cut" }, "endpoint-cut", 1],
  ] as const)("whose server %s has failures, and the same command tries them again", async (_what, behaviour, cause, limit) => {
    const folder = await cli.folder();
    server.always(behaviour);
    const failed = await cli.run(folder, words(limit));
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(`samples that could not be had: ${3 * limit} (${cause} ${3 * limit})`);
    expect(failuresIn(await entriesIn(folder))).toEqual(Array.from({ length: 3 * limit }, () => cause));

    server.forget();
    const again = await cli.run(folder, words(limit));
    expect(again.code, again.stderr).toBe(0);
    const undisturbed = await cli.folder();
    expect((await cli.run(undisturbed, words(limit))).code).toBe(0);
    expect(foundOut(await entriesIn(folder))).toEqual(foundOut(await entriesIn(undisturbed)));
  });

  it("whose judge alone fails keeps its continuations and asks only for the labels again", async () => {
    const folder = await cli.folder();
    const failed = await cli.run(folder, words(2, "--judge", "command-line/fake:garbage"));
    expect(failed.code).toBe(1);
    const entries = await entriesIn(folder);
    expect(entries.filter(({ kind }) => kind === "continuation")).toHaveLength(6);
    expect(failuresIn(entries).length).toBeGreaterThanOrEqual(6);
    const simulated = server.bodies.filter(({ model }) => model === "fake").length;

    server.always({ kind: "answer" });
    const again = await cli.run(folder, words(2, "--judge", "command-line/fake:garbage"));
    expect(again.code, again.stderr).toBe(0);
    expect(server.bodies.filter(({ model }) => model === "fake")).toHaveLength(simulated);
    expect(reportOf(again.stdout).counts).toMatchObject({ probes: 6, usableProbes: 6 });
  });

  it("keeps invalid labels as invalid, with their cause, also through export", async () => {
    const folder = await cli.folder();
    const { code, stdout, stderr } = await cli.run(folder, words(4, "--judge", "command-line/fake:wrong-schema"));
    expect(code, stderr).toBe(0);
    const report = reportOf(stdout);
    expect(report.counts).toMatchObject({ probes: 12, usableProbes: 0 });
    expect(Object.keys(report.counts.invalidCauses)).toEqual(["wrong-shape"]);
    const journal = (JSON.parse(stdout) as { runs: readonly { journal: string }[] }).runs[0]!.journal;
    await cli.run(folder, ["export", journal, "-o", "pairs.csv"]);
    const exported = await cli.run(folder, ["stats", "pairs.csv", "--json"]);
    expect((JSON.parse(exported.stdout) as { report: StatsReport }).report).toEqual(report);
  });

  it("labels a real turn once, whichever run asks", async () => {
    const folder = await cli.folder();
    await cli.run(folder, words(3));
    const judged = server.bodies.filter(({ response_format: format }) => format).length;
    server.forget();
    const { code } = await cli.run(folder, words(3, "--condition", "persona"));
    expect(code).toBe(0);
    expect(judged).toBeGreaterThan(9);
    expect(server.bodies.filter(({ response_format: format }) => format).length).toBeLessThanOrEqual(9);
  });
});

describe("an endpoint", () => {
  it("that refuses the key stops the run before any probe fails", async () => {
    const strict = await ModelServer.start({ key: "the-key" });
    try {
      const folder = await cli.folder();
      const endpoint = ["--endpoint", strict.baseUrl, "--model", "fake", "--key-env", "TEST_KEY", "--budget", "1000", "--yes"];
      const wrong = await cli.run(folder, ["check", SAMPLE, "--limit", "2", ...endpoint], { TEST_KEY: "another" });
      expect(wrong).toMatchObject({ code: 1, stdout: "", stderr: containing("does not accept the key (status 401)") });
      expect(failuresIn(await entriesIn(folder))).toEqual([]);
      expect((await cli.run(folder, ["check", SAMPLE, "--limit", "2", ...endpoint])).stderr).toContain("TEST_KEY");
      const right = await cli.run(folder, ["check", SAMPLE, "--limit", "2", ...endpoint, "--json"], { TEST_KEY: "the-key" });
      expect(right.code, right.stderr).toBe(0);
      const text = (await entriesIn(folder)).map((entry) => JSON.stringify(entry)).join("\n");
      expect(text).not.toContain("the-key");
      expect(right.stdout + right.stderr).not.toContain("the-key");
    } finally {
      await strict.close();
    }
  });

  it("of the user's own file is found by name; the workspace cannot add one", async () => {
    const folder = await cli.folder();
    const home = await cli.folder();
    await mkdir(path.join(home, ".config/decision-fidelity"), { recursive: true });
    await writeFile(path.join(home, ".config/decision-fidelity/endpoints.json"), JSON.stringify({ endpoints: [{ name: "local", address: server.baseUrl }] }));
    const paid = ["--limit", "1", "--budget", "100", "--yes"];
    expect((await cli.run(folder, ["check", SAMPLE, "--simulator", "local/fake", ...paid], { HOME: home })).code).toBe(0);
    expect(await cli.run(folder, ["check", SAMPLE, "--simulator", "other/fake", ...paid], { HOME: home })).toMatchObject({ code: 1, stderr: containing("There is no endpoint other") });
    await mkdir(path.join(folder, ".config/decision-fidelity"), { recursive: true });
    await writeFile(path.join(folder, ".config/decision-fidelity/endpoints.json"), await readFile(path.join(home, ".config/decision-fidelity/endpoints.json")));
    expect(await cli.run(folder, ["check", SAMPLE, "--simulator", "local/fake", ...paid])).toMatchObject({ code: 1, stderr: containing("There is no endpoint local") });
  });

  it("is asked nothing without a budget and a yes, or beyond the budget", async () => {
    const folder = await cli.folder();
    const endpoint = ["check", SAMPLE, "--endpoint", server.baseUrl, "--model", "fake", "--limit", "2"];
    expect(await cli.run(folder, endpoint)).toMatchObject({ code: 2, stderr: containing("--budget CALLS and --yes") });
    expect(await cli.run(folder, [...endpoint, "--budget", "5", "--yes"])).toMatchObject({ code: 1, stderr: containing("about 6 calls, more than --budget 5") });
    expect(server.seen).toEqual([]);
  });
});

describe("a model before it is relied on", () => {
  it("is examined for what was stated, with the prompts of a dataset in mind", async () => {
    const folder = await cli.folder();
    server.always({ kind: "keeps", tokens: 1_400, how: "cut" });
    const endpoint = ["--endpoint", server.baseUrl, "--model", "fake"];
    const { code, stdout, stderr } = await cli.run(folder, ["examine", ...endpoint, "--data", SAMPLE, "--budget", "8", "--yes"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("takes at most 8 calls");
    expect(stdout).toMatch(/fake-served answered after \d+ ms/u);
    expect(stdout).toMatch(/This server keeps 1,\d+ tokens/u);
    expect(stdout).toMatch(/\d+ of your probes are longer/u);
    expect(server.seen.length).toBeLessThanOrEqual(8);
    server.forget();
    const found = await cli.run(folder, ["examine", "command-line/fake", ...endpoint, "--budget", "8", "--yes", "--json"]);
    expect(JSON.parse(found.stdout)).toMatchObject({ what: "decision-fidelity-examination", endpoint: "command-line", asked: "fake", rung: "schema" });
    server.forget();
    expect(await cli.run(folder, ["examine", ...endpoint, "--budget", "7", "--yes"])).toMatchObject({ code: 1, stderr: containing("more than --budget 7") });
    expect(await cli.run(folder, ["examine", "fake"])).toMatchObject({ code: 2, stderr: containing("ENDPOINT/MODEL") });
    expect(server.seen).toHaveLength(0);
  });
});

describe("the judge before a paid run", () => {
  const tried = (judge: string): readonly string[] => [...words(2).flatMap((word, at, all) => (word === "--preflight" || all[at - 1] === "--preflight" ? [] : [word === "command-line/fake" ? judge : word]))];

  it("answers anchor turns, and the run keeps how it did", async () => {
    const folder = await cli.folder();
    const { code, stdout, stderr } = await cli.run(folder, tried("command-line/fake"));
    expect(stderr).toContain("stage as expected 16 of 16");
    expect(code).toBe(0);
    const { runs } = JSON.parse(stdout) as { runs: readonly { manifest: { preflight: unknown } }[] };
    expect(runs[0]?.manifest.preflight).toMatchObject({ anchors: 16, threshold: 0.8 });
    server.forget();
    expect((await cli.run(folder, tried("command-line/fake"))).stderr).not.toContain("anchor");
    expect(server.seen).toHaveLength(0);
  });

  it("stops a run without a terminal where it falls below", async () => {
    const folder = await cli.folder();
    const { code, stderr } = await cli.run(folder, tried("command-line/fake:poor"));
    expect(code).toBe(1);
    expect(stderr).toMatch(/expected resisting, negative, given|expected deciding/u);
    expect(stderr).toContain("at least 0.8 of them");
    expect(server.seen).toHaveLength(16);
  });
});
