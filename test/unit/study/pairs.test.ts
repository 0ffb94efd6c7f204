// Exported pairs give the statistics of their run number for number, whatever a journal may hold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { encodeEntry } from "../../../src/core/journal/codec.ts";
import type { JournalEntry, ProbeContext, RunManifest, Verdict } from "../../../src/core/journal/entry.ts";
import type { StatsEngine } from "../../../src/core/ports.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { readLabelledPairs, type LabelledPairs } from "../../../src/datasets/labelledPairs.ts";
import { comparisons } from "../../../src/study/comparison.ts";
import { pairsText } from "../../../src/study/pairs.ts";
import { originOf, pairsOptions, reportOf, schemeOf } from "../../../src/study/reportOf.ts";
import { Run } from "../../../src/study/run.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { MemoryDisk, MemoryJournalStore } from "../../fakes/memoryJournalStore.ts";
import { manifestWith, SEED } from "../core/journal/entries.ts";

const never = new AbortController().signal;
const DRAWS = { bootstrapDraws: 30, permutationDraws: 30 };
const ENGINE: StatsEngine = { report: (probes, scheme, options) => Promise.resolve(statsReport(probes, scheme, { ...options, ...DRAWS })) };
const SCHEME = schemeOf(CODEBOOK_V1.en);

const text = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" });
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ stage: fc.constantFrom(...CODEBOOK_V1.en.stages.map(({ name }) => name)), emotion: fc.constantFrom("neutral", "negative"), blocker: fc.constantFrom("none", "price") }).map((state): Verdict => ({ status: "valid", state })) },
  { weight: 1, arbitrary: fc.boolean().map((committedBefore): Verdict => ({ status: "valid", state: { stage: "engaging", emotion: "neutral", blocker: "none", committedBefore } })) },
  { weight: 1, arbitrary: fc.constantFrom("not-json", "no-stage", "refused").map((cause): Verdict => ({ status: "invalid", cause, raw: "{" })) },
);
const sample = fc.oneof(
  { weight: 6, arbitrary: verdict.map((given) => ({ kind: "reply" as const, verdict: given })) },
  { weight: 2, arbitrary: fc.constantFrom({ kind: "leave" as const }, { kind: "silence" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "failed" as const }) },
);
const probe = fc.record({ real: verdict, samples: fc.array(sample, { minLength: 1, maxLength: 3 }), act: fc.option(fc.constantFrom("pitch", "ask"), { nil: undefined }) });
const conversation = fc.record({
  id: text,
  outcome: fc.constantFrom("negative" as const, "positive" as const, "negative" as const, "positive" as const, "unknown" as const),
  customer: fc.option(fc.constantFrom("u1", "u2", "u3"), { nil: undefined }),
  agent: fc.option(fc.constantFrom("a1", "a2"), { nil: undefined }),
  probes: fc.array(probe, { minLength: 1, maxLength: 3 }),
});
type Spoken = typeof conversation extends fc.Arbitrary<infer T> ? T : never;
const conversations = fc.uniqueArray(conversation, { maxLength: 12, selector: ({ id }) => id });
const manifest: fc.Arbitrary<Partial<RunManifest>> = fc.record({
  statisticsSeed: fc.nat(),
  provenance: fc.constantFrom("generated" as const, "imported" as const, "invented" as const),
  margin: fc.constantFrom(0.15, 0.2),
  condition: fc.boolean().map((offersExit) => ({ name: "persona", template: "Be.", hash: "c", offersExit })),
  rule: fc.constantFrom({ kind: "every" as const }, { kind: "landmark" as const, ordinals: [3] }),
});

/** A journal of these conversations: with donors in place of texts where the run is the control's. */
function entries(spoken: readonly Spoken[], more: Partial<RunManifest>, control: boolean, ended: boolean): readonly JournalEntry[] {
  let number = 0;
  const base = (): { v: 1; id: string; at: string } => ({ v: 1, id: `e${number++}`, at: "2026-11-21T08:00:00Z" });
  const simulator = { simulator: { kind: "control", rung: "C1", donors: 2 } } as const;
  const lines: JournalEntry[] = [{ ...base(), kind: "run-started", manifest: { ...manifestWith(3), ...more, ...(control ? simulator : {}) } }];
  for (const { id, outcome, customer, agent, probes } of spoken) {
    for (const [place, { real, samples, act }] of probes.entries()) {
      const at = { conversation: id, turn: 3 + 2 * place, ordinal: 2 + place, position: 30 * (place + 1) };
      const context: ProbeContext = { outcome, of: probes.length, ...(customer === undefined ? {} : { customer }), ...(agent === undefined ? {} : { agent }), ...(act === undefined ? {} : { act }) };
      const target = { conversation: id, turn: at.turn };
      for (const [index, each] of samples.entries()) {
        if (each.kind === "failed") lines.push({ ...base(), kind: "failure", stage: "simulate", probe: at, context, sample: index, cause: "no-donor", message: "No." });
        else {
          const donors = spoken.slice(0, 2).map((donor, i) => ({ conversation: donor.id, turn: 3, kind: i === 0 ? ("reply" as const) : ("silence" as const) }));
          lines.push({ ...base(), kind: "continuation", probe: at, context, sample: index, continuation: control ? "reply" : each.kind, text: "", provenance: "generated", ...(control ? { donors } : {}) });
          if (each.kind === "reply" && !control) lines.push({ ...base(), kind: "verdict", target: { ...target, branch: "simulated", sample: index }, verdict: each.verdict, judgeHash: "j", cached: false });
        }
      }
      lines.push({ ...base(), kind: "verdict", target: { ...target, branch: "real" }, verdict: real, judgeHash: "j", cached: false });
    }
  }
  return ended ? [...lines, { ...base(), kind: "run-ended", reason: "finished", done: 0, failed: 0 }] : lines;
}

async function runOf(lines: readonly JournalEntry[]): Promise<Run> {
  const disk = new MemoryDisk();
  disk.files.set("runs/x.jsonl", lines.map((entry) => `${encodeEntry(entry)}\n`).join(""));
  const run = new Run("runs/x.jsonl", new MemoryJournalStore(disk));
  await run.load();
  return run;
}

async function exported(run: Run): Promise<LabelledPairs> {
  return readLabelledPairs(await new MemoryFiles({ "/pairs.csv": await pairsText(run) }).open("/pairs.csv"), "/pairs.csv");
}

describe("exported pairs", () => {
  it("have the statistics of their run, and know what it was", async () => {
    await fc.assert(
      fc.asyncProperty(conversations, manifest, fc.boolean(), fc.boolean(), async (spoken, more, control, ended) => {
        const run = await runOf(entries(spoken, more, control, ended));
        if (run.state.labelledProbes(run.status !== "finished").length === 0) return;
        const { probes, origin } = await exported(run);
        const report = await reportOf(run, ENGINE, never);
        const again = statsReport(probes, SCHEME, { ...pairsOptions(origin, 77), ...DRAWS });
        // A stratum without a probe has no row that could name it.
        const { strataNames: _a, ...options } = report.options;
        const { strataNames: _b, ...optionsAgain } = again.options;
        expect({ ...again, options: optionsAgain }).toEqual({ ...report, options });
        const { strata: _c, ...from } = originOf(run);
        expect(origin).toMatchObject(from);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it("compare with a run as the run they come from does", async () => {
    const pair = fc.tuple(conversations.filter((all) => all.length > 3), fc.boolean());
    await fc.assert(
      fc.asyncProperty(pair, async ([spoken, control]) => {
        const generated = { provenance: "generated" as const };
        const one = await runOf(entries(spoken, generated, false, true));
        const other = await runOf(entries(spoken.map((each) => ({ ...each, probes: each.probes.map((at) => ({ ...at, samples: [{ kind: "leave" as const }] })) })), generated, control, true));
        const of = (run: Run) => ({ probes: run.state.labelledProbes(false), scheme: SCHEME, origin: originOf(run) });
        const compared = (a: ReturnType<typeof of>, b: ReturnType<typeof of>): unknown => {
          try {
            return runToEnd(comparisons([{ name: "a", ...a }, { name: "b", ...b }], { seed: 1, ...DRAWS }));
          } catch (error) {
            return (error as { readonly id: unknown }).id;
          }
        };
        const runs = compared(of(one), of(other));
        const pairs = [await exported(one), await exported(other)].map((found) => ({ ...found, scheme: SCHEME }));
        expect(compared(pairs[0]!, pairs[1]!)).toEqual(runs);
        expect(compared(of(one), pairs[1]!)).toEqual(runs);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });
});
