// Reports are computed in a thread: the same document as here, cancelled by ending the thread.
import path from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { statsReport, type ReportOptions } from "../../../src/core/stats/report.ts";
import type { StatsEngine } from "../../../src/core/ports.ts";
import { workerStats } from "../../../src/node/statsEngine.ts";
import { probeOf, SCHEME } from "../core/stats/probes.ts";
import { temporaryFolder } from "./folder.ts";

const probes = Array.from({ length: 120 }, (_, i) => probeOf({ conversation: `c${i}`, customer: `u${i % 90}`, outcome: i % 2 ? "negative" : "positive", real: (i * 7) % 5, samples: [(i * 3) % 5] }));
const OPTIONS: ReportOptions = { seed: 7, bootstrapDraws: 200, permutationDraws: 200, look: false, invented: false };

describe("statistics in a worker", () => {
  let engine: StatsEngine;
  beforeAll(async () => {
    const script = path.join(await temporaryFolder(), "worker.cjs");
    const repo = path.resolve(import.meta.dirname, "../../..");
    await build({ entryPoints: [path.join(repo, "src/worker.ts")], outfile: script, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
    engine = workerStats(script);
  });

  it("are those of the same call here, seeds and all", async () => {
    expect(await engine.report(probes, SCHEME, OPTIONS, new AbortController().signal)).toEqual(statsReport(probes, SCHEME, OPTIONS));
  });
  it("stop when they are cancelled, before and during the work", async () => {
    const before = AbortSignal.abort(new Error("not wanted"));
    await expect(engine.report(probes, SCHEME, OPTIONS, before)).rejects.toThrow("not wanted");
    const during = new AbortController();
    const asked = engine.report(probes, SCHEME, { ...OPTIONS, bootstrapDraws: 2_000_000 }, during.signal);
    setTimeout(() => during.abort(new Error("no longer wanted")), 50);
    await expect(asked).rejects.toThrow("no longer wanted");
  });
});
