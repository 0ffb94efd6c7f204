// What is said beside the control: its pick rate beside chance, and a pool too small.
import { describe, expect, it } from "vitest";
import { controlNotes } from "../../../../src/core/figures/controlNotes.ts";
import type { Wording } from "../../../../src/core/figures/words.ts";
import { statsReport, type StatsReport } from "../../../../src/core/stats/report.ts";
import { probeOf, SCHEME } from "../stats/probes.ts";

const WORDING: Wording = { language: "en", strata: { positive: "buyer", negative: "non-buyer" }, human: true };

/** n people of whom each is answered by the next of the same outcome, two places on. */
function control(n: number): StatsReport {
  const people = Array.from({ length: n }, (_, i) => probeOf({ conversation: `c${i}`, outcome: i % 2 ? "positive" : "negative", real: i % 5, samples: [] }));
  const answered = people.map((probe, i) => {
    const donor = people[(i + 2) % n]!;
    return { ...probe, samples: [{ kind: "reply" as const, donor: donor.conversation, label: donor.real }] };
  });
  return statsReport(answered, SCHEME, { seed: 1, bootstrapDraws: 10, permutationDraws: 10, look: false, invented: false });
}

describe("control notes", () => {
  it("publish how often donors share the outcome beside chance, and warn of a small pool", () => {
    const [rate, small, ...rest] = controlNotes(control(20), WORDING);
    expect(rate).toContain("100.0\u00a0% of 20 picks");
    expect(rate).toContain("by chance it would be 47.4\u00a0%");
    expect(small).toContain("Only 20 conversations");
    expect(small).toContain("5.3\u00a0%");
    expect(rest).toEqual([]);
  });
  it("do not warn of a large pool, and say nothing of other runs", () => {
    expect(controlNotes(control(120), WORDING)).toHaveLength(1);
    const { control: _, ...other } = control(20);
    expect(controlNotes(other, WORDING)).toEqual([]);
  });
});
