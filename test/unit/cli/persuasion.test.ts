// The published corpus and the recordings on it, through the command line; skipped where they are not beside the repository.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { RunManifest } from "../../../src/core/journal/entry.ts";
import type { ContrastBlock, Reported, StatsReport } from "../../../src/core/stats/reportShape.ts";
import { severalInputsSchema } from "../../../src/protocol/statsDocument.ts";
import { commandLine, shared } from "./commandLine.ts";

const DATA = path.join(shared, "data/persuasionforgood");
const RECORDINGS = path.join(shared, "recordings/persuasionforgood");
const EXPECTED = path.join(shared, "reference/golden/recordings-expected.json");

interface Checked {
  readonly runs: readonly { readonly manifest: RunManifest; readonly counts: Readonly<Record<string, number>>; readonly failures: Readonly<Record<string, number>>; readonly report: StatsReport }[];
}

describe.skipIf(!existsSync(DATA))("check on PersuasionForGood", () => {
  const cli = commandLine();

  const check = async (...more: readonly string[]): Promise<Checked["runs"][number]> => {
    const { code, stdout, stderr } = await cli.run(await cli.folder(), ["check", DATA, "--json", ...more]);
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout) as Checked).runs[0]!;
  };

  it("accounts for all 1,017 conversations and probes them with the control", async () => {
    const first = await check();
    const { ledger } = first.manifest.dataset;
    expect(ledger).toMatchObject({ conversationsRead: 1017, conversationsKept: 1017, leftOut: {}, outcomes: { positive: 545, negative: 472, unknown: 0 } });
    expect(first.manifest.plannedConversations + first.manifest.conversationsWithoutProbe).toBe(1017);
    expect(first.counts).toMatchObject({ finishedConversations: 1017, finishedProbes: first.manifest.plannedProbes, failed: 0, invalid: 0 });
    expect(first.failures).toEqual({});
    expect(first.manifest.simulator).toMatchObject({ kind: "control", donors: 20 });
    expect(first.report.headline.delta.ok).toBe(true);
  }, 180_000);

  it("gives the same numbers twice", async () => {
    const size = process.env.DF_LONG === "1" ? [] : ["--limit", "90"];
    const [first, second] = await Promise.all([check(...size), check(...size)]);
    expect(second.report).toEqual(first.report);
    expect(second.manifest.planHash).toBe(first.manifest.planHash);
  }, 180_000);
});

interface Expected {
  readonly depth_bias: Readonly<Record<string, number>>;
  readonly separation: { readonly real: { readonly gap: number }; readonly simulated: { readonly gap: number } };
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly by_position: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly position_standardised_delta: number;
}
type Golden = Readonly<Record<string, Readonly<Record<"all" | "replies", Readonly<Record<"conversation" | "customer", Expected>>>>>>;

function close(reported: Reported, expected: number | undefined): void {
  expect(reported.ok && reported.value).toBeCloseTo(expected!, 9);
}

function agrees(block: ContrastBlock, expected: Expected): void {
  const { depth_bias } = expected;
  expect([block.strata.negative.units, block.strata.positive.units]).toEqual([depth_bias.n_negative, depth_bias.n_positive]);
  close(block.strata.negative.bias, depth_bias.mean_negative);
  close(block.strata.positive.bias, depth_bias.mean_positive);
  close(block.delta, depth_bias.delta);
  close(block.cohensD, depth_bias.cohens_d);
  close(block.hedgesG, depth_bias.hedges_g_exact);
  close(block.welch.twoSided, depth_bias.welch_p_two_sided);
  close(block.separation.real, expected.separation.real.gap);
  close(block.separation.simulated, expected.separation.simulated.gap);
  expect(block.separation).toMatchObject({ testable: false, kept: { ok: false, reason: "real-gap-includes-zero" } });
  for (const row of block.thresholds) close(row.delta, expected.thresholds[row.stage]?.delta);
  for (const { position, strata, delta } of block.byPosition) {
    close(strata.negative, expected.by_position[position]?.mean_negative);
    close(strata.positive, expected.by_position[position]?.mean_positive);
    close(delta, expected.by_position[position]?.delta);
  }
  close(block.positionStandardised, expected.position_standardised_delta);
}

describe.skipIf(!existsSync(DATA) || !existsSync(RECORDINGS))("import of the recordings on PersuasionForGood", () => {
  const cli = commandLine();

  it.each([
    ["persona", "persona", [0.44, 0.42, 0.02], 0],
    ["may-disengage", "may-disengage", [-0.13, -0.11, -0.01], 1],
  ])("%s gives the published means and the golden numbers", async (name, key, [negative, positive, delta], silence) => {
    const { code, stdout, stderr } = await cli.run(await cli.folder(), ["import", DATA, path.join(RECORDINGS, `${name}.jsonl`), "--json"]);
    expect(code, stderr).toBe(0);
    const { report, counts, manifest } = (JSON.parse(stdout) as Checked).runs[0]!;
    expect(manifest).toMatchObject({ provenance: "imported", plannedProbes: 360, plannedConversations: 120, condition: { name } });
    expect(counts).toMatchObject({ probes: 360, finishedConversations: 120, reply: 360 - silence, silence, leave: 0, invalid: 0, failed: 0 });

    const blocks = [report.headline, ...report.beside];
    const at = (kind: string, unit: string): ContrastBlock => blocks.find((block) => block.kind === kind && block.unit === unit)!;
    const published = at("replies", "conversation");
    const rounded = [published.strata.negative.bias, published.strata.positive.bias, published.delta].map((each) => each.ok && Number(each.value.toFixed(2)));
    expect(rounded).toEqual([negative, positive, delta]);
    expect(report.headline).toMatchObject({ unit: "customer", kind: "all" });

    if (!existsSync(EXPECTED)) return;
    const golden = (JSON.parse(readFileSync(EXPECTED, "utf8")) as Golden)[key]!;
    for (const block of blocks) agrees(block, golden[block.kind][block.unit]);
  });

  it("compared with one another give the golden differences, and are not shown to be alike", async () => {
    const folder = await cli.folder();
    for (const name of ["persona", "may-disengage"]) {
      const { code, stderr } = await cli.run(folder, ["import", DATA, path.join(RECORDINGS, `${name}.jsonl`), "--out", `runs/${name}.jsonl`]);
      expect(code, stderr).toBe(0);
    }
    const { stdout } = await cli.run(folder, ["stats", "runs/persona.jsonl", "runs/may-disengage.jsonl", "--json", "--draws", "10000"]);
    const { margin, comparisons } = severalInputsSchema.parse(JSON.parse(stdout));
    expect(margin).toEqual({ value: 0.15, from: "stored" });
    const [{ headline, beside, notes }] = comparisons as [(typeof comparisons)[0]];
    expect(notes).toEqual([]);
    expect(headline).toMatchObject({ unit: "customer", probes: { both: 360, onlyA: 0, onlyB: 0 }, realLabelsShared: true });
    expect(headline.contrast.equivalence.p.ok && headline.contrast.equivalence.p.value).toBeGreaterThan(0.05);
    expect(headline.marginal.p.ok && headline.marginal.p.value).toBeLessThan(0.001);
    if (!existsSync(EXPECTED)) return;
    const golden = (JSON.parse(readFileSync(EXPECTED, "utf8")) as Readonly<Record<string, Readonly<Record<string, number>>>>).persona_minus_may_disengage_all!;
    const byConversation = beside.find(({ unit, kind }) => unit === "conversation" && kind === "all")!;
    close(byConversation.negative, golden.mean_negative);
    close(byConversation.positive, golden.mean_positive);
    close(byConversation.contrast.difference, golden.delta);
    close(byConversation.contrast.cohensD, golden.cohens_d);
  }, 180_000);
});
