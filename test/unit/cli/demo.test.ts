import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { RunManifest } from "../../../src/core/journal/entry.ts";
import type { StatsReport } from "../../../src/core/stats/reportShape.ts";
import { commandLine } from "./commandLine.ts";

interface Checked {
  readonly what: string;
  readonly runs: readonly { readonly run: string; readonly journal: string; readonly manifest: RunManifest; readonly counts: Record<string, number>; readonly report: StatsReport }[];
}

describe("check --demo", () => {
  const cli = commandLine();

  it("makes the two recorded runs and the control, all marked as invented, without a p anywhere", async () => {
    const folder = await cli.folder();
    const { code, stdout, stderr } = await cli.run(folder, ["check", "--demo", "--json"]);
    expect({ code, stderr: stderr.includes("error") }).toEqual({ code: 0, stderr: false });
    const { what, runs } = JSON.parse(stdout) as Checked;
    expect(what).toBe("decision-fidelity-check");
    expect(runs.map(({ manifest }) => manifest.title)).toEqual(["illustrative-model · persona", "illustrative-model · may-disengage", "control C1"]);
    for (const { manifest, report, counts } of runs) {
      expect(manifest.provenance).toBe("invented");
      expect(report.headline.permutation.studentised.twoSided).toMatchObject({ ok: false, reason: "invented" });
      expect(counts).toMatchObject({ probes: 120, finishedProbes: 120, conversations: 40, failed: 0 });
    }
    expect(runs[0]!.report.headline.delta).toMatchObject({ ok: true });
  });

  it("leaves nothing in the current folder, names its run files and makes them once", async () => {
    const folder = await cli.folder();
    const first = await cli.run(folder, ["check", "--demo"]);
    const again = await cli.run(folder, ["check", "--demo"]);
    expect(first.code).toBe(0);
    expect(await readdir(folder)).toEqual([]);
    const files = first.stdout.match(/^Run file: .+\.jsonl$/gm);
    expect(files).toHaveLength(3);
    expect(again.stdout.match(/^Run file: .+\.jsonl$/gm)).toEqual(files);
    expect(again.stdout).toBe(first.stdout);
  });
});
