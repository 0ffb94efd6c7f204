import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Reported, ShareRow, StatsReport } from "../../../src/core/stats/reportShape.ts";
import { oneInputSchema, severalInputsSchema } from "../../../src/protocol/statsDocument.ts";
import { commandLine, containing, shared, type CommandLine } from "./commandLine.ts";

const GOLDEN = path.join(shared, "reference/golden/labelled-pairs.json");

interface Golden {
  readonly pairs: readonly Readonly<Record<string, string | number>>[];
  readonly depth_bias: Readonly<Record<string, number>>;
  readonly by_position: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly stage_share: Readonly<Record<"negative" | "positive", Readonly<Record<"real" | "sim", Readonly<Record<"pooled" | "conversation_mean", Readonly<Record<string, number>>>>>>>>;
}

/** What a command prints with --json, which must be what its schema says. */
async function printed<T>(cli: CommandLine, folder: string, words: readonly string[], schema: { readonly parse: (value: unknown) => T }): Promise<T> {
  const { code, stdout, stderr } = await cli.run(folder, [...words, "--json"]);
  if (code !== 0) throw new Error(`${words.join(" ")}: exit code ${code}\n${stderr}`);
  const document: unknown = JSON.parse(stdout);
  const parsed = schema.parse(document);
  expect(parsed).toEqual(document);
  return parsed;
}

async function reportIn(cli: CommandLine, folder: string, words: readonly string[]): Promise<StatsReport> {
  return (await printed(cli, folder, words, oneInputSchema)).report;
}

function close(reported: Reported, expected: number | undefined): void {
  expect(reported.ok && reported.value).toBeCloseTo(expected!, 9);
}

describe("labelled pairs", () => {
  const cli = commandLine();

  describe.skipIf(!existsSync(GOLDEN))("the golden pairs as CSV and as JSONL", () => {
    const golden = existsSync(GOLDEN) ? (JSON.parse(readFileSync(GOLDEN, "utf8")) as Golden) : undefined;

    it.each(["csv", "jsonl"])("agree with depth_bias, by_position and stage_share to 1e-9 (%s)", async (format) => {
      const { pairs, depth_bias, by_position, stage_share } = golden!;
      const folder = await cli.folder();
      const columns = Object.keys(pairs[0]!);
      const csv = [columns.join(","), ...pairs.map((pair) => columns.map((column) => pair[column]).join(","))].join("\r\n");
      await writeFile(path.join(folder, `pairs.${format}`), format === "csv" ? `\uFEFF${csv}` : pairs.map((pair) => JSON.stringify(pair)).join("\n"));
      const { headline } = await reportIn(cli, folder, ["stats", `pairs.${format}`]);

      expect(headline).toMatchObject({ unit: "conversation", kind: "all", strata: { negative: { units: depth_bias.n_negative }, positive: { units: depth_bias.n_positive } } });
      close(headline.strata.negative.bias, depth_bias.mean_negative);
      close(headline.strata.positive.bias, depth_bias.mean_positive);
      close(headline.strata.negative.sd, depth_bias.sd_negative);
      close(headline.strata.positive.sd, depth_bias.sd_positive);
      close(headline.delta, depth_bias.delta);
      close(headline.cohensD, depth_bias.cohens_d);
      close(headline.hedgesG, depth_bias.hedges_g_exact);
      close(headline.welch.t, depth_bias.welch_t);
      close(headline.welch.df, depth_bias.welch_df);
      close(headline.welch.twoSided, depth_bias.welch_p_two_sided);

      expect(headline.byPosition.map(({ position }) => String(position))).toEqual(Object.keys(by_position));
      for (const { position, strata, delta } of headline.byPosition) {
        const expected = by_position[position]!;
        expect(delta.n).toMatchObject({ negative: expected.n_negative, positive: expected.n_positive });
        close(strata.negative, expected.mean_negative);
        close(strata.positive, expected.mean_positive);
        close(delta, expected.delta);
      }

      for (const stratum of ["negative", "positive"] as const) {
        for (const row of headline.shares.stage) shares(row, stratum, stage_share);
      }
    });
  });

  function shares(row: ShareRow, stratum: "negative" | "positive", golden: Golden["stage_share"]): void {
    for (const [branch, name] of [["real", "real"], ["simulated", "sim"]] as const) {
      close(row[stratum][branch].pooled, golden[stratum][name].pooled[row.label]);
      close(row[stratum][branch].averaged, golden[stratum][name].conversation_mean[row.label]);
    }
  }

  it("name the file, line and column of what is wrong, and exit with 1", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "wrong.csv"), "conversation,outcome,position,real_stage,sim_stage\na,positive,30,resisting,resisting\na,negative,60,resisting,resisting\n");
    expect(await cli.run(folder, ["stats", "wrong.csv"])).toMatchObject({ code: 1, stdout: "", stderr: containing("wrong.csv, line 3: conversation a has two outcomes") });
    expect(await cli.run(folder, ["stats", "missing.csv"])).toMatchObject({ code: 1, stderr: containing("missing.csv does not exist") });
    expect(await cli.run(folder, ["stats"])).toMatchObject({ code: 2, stderr: containing("one path is needed") });
  });
});

describe("export", () => {
  const cli = commandLine();
  const sample = (root: string, name: string): string => path.join(root, "media/sample", name);
  const media = path.resolve(import.meta.dirname, "../../..");

  it.each([
    ["a recording", ["--simulator", sample(media, "runs/persona.jsonl")]],
    ["leaving and silence", ["--simulator", sample(media, "runs/may-disengage.jsonl"), "--seed", "7"]],
    ["the control with its donors", ["--seed", "3", "--rule", "every"]],
  ])("of %s gives the statistics of the run, number for number", async (_what, words) => {
    const folder = await cli.folder();
    const made = await cli.run(folder, ["check", sample(media, "conversations.jsonl"), "--json", ...words]);
    expect(made.code, made.stderr).toBe(0);
    const { runs } = JSON.parse(made.stdout) as { runs: readonly { journal: string; report: StatsReport }[] };
    const { journal, report } = runs[0]!;
    const exported = await cli.run(folder, ["export", journal, "-o", "pairs.csv", "--json"]);
    expect(JSON.parse(exported.stdout)).toMatchObject({ what: "decision-fidelity-export", out: path.join(folder, "pairs.csv") });
    expect(await reportIn(cli, folder, ["stats", journal])).toEqual(report);
    expect(await reportIn(cli, folder, ["stats", "pairs.csv"])).toEqual(report);
  });

  it("leaves out probes without an answer, and the run says how many", async () => {
    const folder = await cli.folder();
    const turns = (texts: readonly string[]) => texts.map((text, index) => ({ role: index % 2 === 0 ? "agent" : "user", text }));
    const english = [0, 1, 2].map((number) => ({ id: `en-${number}`, outcome: { value: number === 0 ? "positive" : "negative" }, turns: turns(["Hello, do you have a minute?", `Yes, number ${number}.`, "Will you join?", `I need to think, number ${number}.`]) }));
    const chinese = { id: "zh", outcome: { value: "positive" }, turns: turns(["您好，方便吗？", "您说。", "要不要报名？", "我再想想吧。"]) };
    await writeFile(path.join(folder, "data.jsonl"), [...english, chinese].map((record) => JSON.stringify(record)).join("\n"));
    const made = await cli.run(folder, ["check", "data.jsonl", "--json", "--out", "runs/control.jsonl"]);
    const { runs } = JSON.parse(made.stdout) as { runs: readonly { failures: object; report: StatsReport }[] };
    expect({ code: made.code, failures: runs[0]!.failures }).toEqual({ code: 0, failures: { "no-donor": 1 } });
    expect(made.stderr).toContain("samples without an answer: 1 (no-donor 1)");
    await cli.run(folder, ["export", "runs/control.jsonl", "-o", "pairs.csv"]);
    expect(await reportIn(cli, folder, ["stats", "pairs.csv"])).toEqual(runs[0]!.report);
  });

  it("of an unfinished run stays a look, and of hand-picked probes is refused: they have no statistics", async () => {
    const folder = await cli.folder();
    const made = await cli.run(folder, ["check", sample(media, "conversations.jsonl"), "--out", "runs/whole.jsonl"]);
    expect(made.code, made.stderr).toBe(0);
    const journal = await readFile(path.join(folder, "runs/whole.jsonl"), "utf8");
    const lines = journal.split("\n");
    await writeFile(path.join(folder, "runs/half.jsonl"), `${lines.slice(0, lines.length / 2).join("\n")}\n{"v":1,"kind":"cont`);
    const look = await reportIn(cli, folder, ["stats", "runs/half.jsonl"]);
    expect(look.options.look).toBe(true);
    expect(look.counts.conversations).toBeGreaterThan(0);
    expect(look.counts.conversations).toBeLessThan(40);
    const exported = await cli.run(folder, ["export", "runs/half.jsonl", "-o", "half.csv"]);
    expect(exported).toMatchObject({ code: 0, stderr: containing(`half.jsonl:${Math.floor(lines.length / 2) + 1}: not-json`) });
    expect(await reportIn(cli, folder, ["stats", "half.csv"])).toEqual(look);

    await writeFile(path.join(folder, "runs/hand-picked.jsonl"), journal.replace('"planned":true', '"planned":false'));
    for (const words of [["stats", "runs/hand-picked.jsonl"], ["export", "runs/hand-picked.jsonl", "-o", "x.csv"]]) {
      expect(await cli.run(folder, words)).toMatchObject({ code: 1, stderr: containing("hand-picked probes") });
    }
  });
});

describe("several runs", () => {
  const cli = commandLine();
  const STAGES = ["resisting", "exploring", "engaging", "considering", "deciding"];
  const state = (depth: number) => ({ stage: STAGES[depth], emotion: "neutral", blocker: "none" });

  /** 24 conversations that are nobody's, of four user turns; every third ends in silence. */
  const records = (name: string): string =>
    Array.from({ length: 24 }, (_, c) => {
      const turns = [0, 1, 2, 3].flatMap((turn) => [{ role: "agent", text: `${name} asks ${turn}, would you join us?` }, { role: "user", text: `Number ${c} says ${turn}, maybe.` }]);
      return JSON.stringify({ id: `c-${c}`, outcome: { value: c % 2 === 0 ? "negative" : "positive", ...(c % 3 === 0 ? { endedBy: "user", end: "silence" } : {}) }, turns: c % 3 === 0 ? [...turns, { role: "agent", text: "Are you there?" }] : turns });
    }).join("\n");

  const continuations = (simulator: string, depth: (c: number, turn: number) => number): string =>
    Array.from({ length: 24 }, (_, c) =>
      [3, 5, 7].map((turn) => JSON.stringify({ conversation: `c-${c}`, turn, kind: "reply", text: `${simulator} ${c} ${turn}`, simulator, condition: "persona", judge: "somebody", instrument: "v1", real_state: state((c + turn) % 4), sim_state: state(depth(c, turn)) })),
    ).flat().join("\n");

  const exact = (c: number, turn: number): number => (c + turn) % 4;
  const eager = (c: number, turn: number): number => (c % 2 === 0 ? 4 : exact(c, turn));

  let both: Promise<string> | undefined;
  /** A folder with two datasets and, of the first, two runs with their pairs; one for all tests. */
  const made = (): Promise<string> => (both ??= make());

  async function make(): Promise<string> {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), records("Ann"));
    await writeFile(path.join(folder, "other.jsonl"), records("Bob"));
    for (const [name, depth] of [["exact", exact], ["eager", eager]] as const) {
      await writeFile(path.join(folder, `${name}.jsonl`), continuations(name, depth));
      const ran = await cli.run(folder, ["import", "data.jsonl", `${name}.jsonl`, "--rule", "every", "--out", `runs/${name}.jsonl`]);
      expect(ran.code, ran.stderr).toBe(0);
      expect((await cli.run(folder, ["export", `runs/${name}.jsonl`, "-o", `${name}.csv`])).code).toBe(0);
    }
    return folder;
  }

  it("are compared on their common probes, as runs, as pairs and mixed, with the stored margin", async () => {
    const folder = await made();
    const runs = await printed(cli, folder, ["stats", "runs/eager.jsonl", "runs/exact.jsonl"], severalInputsSchema);
    expect(runs.margin).toEqual({ value: 0.15, from: "stored" });
    expect(runs.comparisons).toHaveLength(1);
    const [{ headline, notes }] = runs.comparisons as [(typeof runs.comparisons)[0]];
    expect(headline).toMatchObject({ probes: { both: 72, onlyA: 0, onlyB: 0 }, units: { negative: 12, positive: 12, lostA: 0, lostB: 0 }, realLabelsShared: true });
    expect(notes).toEqual([]);
    expect(headline.positive).toMatchObject({ ok: true, value: 0 });
    close(headline.negative, headline.contrast.difference.ok ? headline.contrast.difference.value : undefined);
    for (const words of [["eager.csv", "exact.csv"], ["runs/eager.jsonl", "exact.csv"], ["eager.csv", "runs/exact.jsonl"]]) {
      const mixed = await printed(cli, folder, ["stats", ...words], severalInputsSchema);
      expect(mixed.margin).toEqual(runs.margin);
      expect(mixed.comparisons.map((each) => ({ headline: each.headline, beside: each.beside, notes: each.notes }))).toEqual(runs.comparisons.map((each) => ({ headline: each.headline, beside: each.beside, notes: each.notes })));
    }
    const given = await printed(cli, folder, ["stats", "runs/eager.jsonl", "runs/exact.jsonl", "eager.csv", "--margin", "0.4"], severalInputsSchema);
    expect(given).toMatchObject({ margin: { value: 0.4, from: "given" }, comparisons: [{ holm: { size: 2 } }, { holm: { size: 2 } }] });
  });

  it("read as a table of both, their difference, its interval and what is shown of equivalence", async () => {
    const folder = await made();
    const { stdout } = await cli.run(folder, ["stats", "runs/exact.jsonl", "runs/eager.jsonl"]);
    expect(stdout).toContain("exact · persona minus eager · persona");
    expect(stdout.replaceAll("\n", " ")).toContain("72 probes used in both; 0 only in exact · persona, 0 only in eager · persona. Units in both: 12 outcome not reached, 12 outcome reached; lost: 0 of exact · persona");
    expect(stdout).toMatch(/Contrast Δ +0\.00 +\+\d\.\d\d +−\d\.\d\d +\[−\d\.\d\d, −\d\.\d\d\]/);
    expect(stdout).toContain("It is not shown that the contrasts differ by less than ±0.15");
    const same = await cli.run(folder, ["stats", "exact.csv", "exact.csv", "eager.csv", "--language", "zh"]);
    expect(same).toMatchObject({ code: 0, stdout: containing("Holm p") });
  });

  it("are refused by name where the dataset is another, a part is invented, or nothing is in common", async () => {
    const folder = await made();
    const refused = async (words: readonly string[], text: string): Promise<void> => expect(await cli.run(folder, ["stats", ...words])).toMatchObject({ code: 1, stdout: "", stderr: containing(text) });
    await cli.run(folder, ["import", "other.jsonl", "exact.jsonl", "--rule", "every", "--out", "runs/elsewhere.jsonl"]);
    await refused(["runs/exact.jsonl", "runs/elsewhere.jsonl"], "Only runs on the same dataset can be compared.");
    await writeFile(path.join(folder, "invented.csv"), "conversation,outcome,position,real_stage,sim_stage,provenance\na,positive,30,resisting,resisting,invented\n");
    await refused(["eager.csv", "invented.csv"], "invented.csv has an invented part");
    await writeFile(path.join(folder, "strange.csv"), "conversation,outcome,position,real_stage,sim_stage\nnobody,positive,30,resisting,resisting\n");
    await refused(["eager.csv", "strange.csv"], "eager.csv and strange.csv have no usable probe in common");
    expect(await cli.run(folder, ["stats", "eager.csv", "--margin", "0.2"])).toMatchObject({ code: 2, stderr: containing("--margin belongs to a comparison") });
    expect(await cli.run(folder, ["stats", "eager.csv", "exact.csv", "--data", "data.jsonl"])).toMatchObject({ code: 2, stderr: containing("--data belongs to one run") });
  });

  it("with its dataset, a run says what its texts tell, the same as its pairs, and refuses another dataset", async () => {
    const folder = await made();
    const run = await printed(cli, folder, ["stats", "runs/eager.jsonl", "--data", "data.jsonl"], oneInputSchema);
    expect(run.data).toMatchObject({ probes: 72, unmatched: 0 });
    expect(run.information).toMatchObject({ auc: { ok: true, n: { negative: 12, positive: 12 } }, byPosition: [{ position: 2 }, { position: 3 }, { position: 4 }] });
    expect(run.attainable?.delta.ok).toBe(true);
    expect(run.ends).toMatchObject({ conversations: 24, eligible: { negative: 4, positive: 4 }, refused: { "user-spoke-last": 16 } });
    expect(run.report.exit.hazard).toMatchObject({ ok: true, value: [{ turn: 2, moments: 24 }, { turn: 3 }, { turn: 4 }] });
    const pairs = await printed(cli, folder, ["stats", "eager.csv", "--data", "data.jsonl"], oneInputSchema);
    expect([pairs.information, pairs.attainable, pairs.ends, pairs.report]).toEqual([run.information, run.attainable, run.ends, run.report]);
    expect((await cli.run(folder, ["stats", "runs/eager.jsonl", "--data", "data.jsonl"])).stdout).toContain("8 of 24 conversations could have an end probe");
    expect(await cli.run(folder, ["stats", "runs/eager.jsonl", "--data", "other.jsonl"])).toMatchObject({ code: 1, stdout: "", stderr: containing("Give the dataset the run was made on.") });
  }, 180_000);
});
