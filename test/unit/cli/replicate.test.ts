// The published table of the recorded continuations, from the files the package ships and the corpus beside the repository; skipped without it.
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ContrastBlock, Reported } from "../../../src/core/stats/reportShape.ts";
import type { Lab } from "../../../src/study/lab/lab.ts";
import { commandLine, shared } from "./commandLine.ts";

const DATA = path.join(shared, "data/persuasionforgood");
const EXPECTED = path.join(shared, "reference/golden/recordings-expected.json");
const SHIPPED = path.resolve(import.meta.dirname, "../../../media/replication");

type Golden = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, { readonly depth_bias: Readonly<Record<string, number>> }>>>>>>;
interface Replication {
  readonly conditions: readonly { readonly condition: string; readonly blocks: readonly ContrastBlock[] }[];
  readonly lab: Lab;
}

const close = (reported: Reported, expected: number | undefined): void => expect(reported.ok && reported.value).toBeCloseTo(expected!, 9);

it("what is shipped for it holds turns of nobody but the model", () => {
  for (const name of ["persona", "may-disengage"]) {
    const lines = readFileSync(path.join(SHIPPED, `${name}.jsonl`), "utf8").trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(360);
    const fields = new Set(lines.flatMap((line) => Object.keys(line)));
    expect([...fields].sort()).toEqual(["condition", "conversation", "instrument", "judge", "kind", "position", "real_state", "sample", "sim_state", "simulator", "text", "turn"]);
  }
});

describe.skipIf(!existsSync(DATA) || !existsSync(EXPECTED))("replicate on PersuasionForGood", () => {
  const cli = commandLine();

  it("gives the golden numbers of both conditions and their difference, whatever the study file's rule", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "fidelity.json"), JSON.stringify({ rule: { kind: "every" } }));
    const { code, stdout, stderr } = await cli.run(folder, ["replicate", DATA, "--json"]);
    expect(code, stderr).toBe(0);
    const { conditions, lab } = JSON.parse(stdout) as Replication;
    const golden = JSON.parse(readFileSync(EXPECTED, "utf8")) as Golden;
    expect(conditions.map(({ condition }) => condition)).toEqual(["persona", "may-disengage"]);
    for (const { condition, blocks } of conditions) {
      expect(blocks.map(({ unit, kind }) => `${unit} ${kind}`)).toEqual(["conversation replies", "conversation all", "customer replies", "customer all"]);
      for (const { unit, kind, strata, delta } of blocks) {
        const { depth_bias } = golden[condition]![kind]![unit]!;
        close(strata.negative.bias, depth_bias.mean_negative);
        close(strata.positive.bias, depth_bias.mean_positive);
        close(delta, depth_bias.delta);
      }
    }
    for (const [at, { condition }] of conditions.entries()) {
      const { depth_bias } = golden[condition]!.all!.customer!;
      close(lab.rows[at]!.delta, depth_bias.delta);
      close(lab.rows[at]!.marginal, depth_bias.balanced_marginal);
    }
    expect(lab).toMatchObject({ testable: false, unit: "customer", differences: [{ name: "may-disengage", probes: 360, reading: "average" }] });
  }, 180_000);
});
