import { readdir, readFile } from "node:fs/promises";
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

  it("makes the two recorded runs and the control, all marked as invented, without a p anywhere; once, and nothing in the current folder", async () => {
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

    const journals = (): Promise<readonly string[]> => Promise.all(runs.map(({ journal }) => readFile(journal, "utf8")));
    const before = await journals();
    const again = await cli.run(folder, ["check", "--demo"]);
    expect(again.code).toBe(0);
    expect(again.stdout.match(/^Run file: .+\.jsonl$/gm)).toEqual(runs.map(({ journal }) => `Run file: ${journal}`));
    expect(await journals()).toEqual(before);
    expect(await readdir(folder)).toEqual([]);
  }, 180_000);
});
