// What the texts before the probes tell: joined by conversation and ordinal, from before the probe only.
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { prefixKnowledge, prefixMoments, type PrefixMoments } from "../../../src/study/prefixKnowledge.ts";
import { schemeOf } from "../../../src/study/reportOf.ts";
import { probeOf } from "../core/stats/probes.ts";
import { never, nativeText, opened, windowOn } from "./onMemory.ts";

const SCHEME = schemeOf(CODEBOOK_V1.en);

const probes = Array.from({ length: 12 }, (_, c) => [2, 4].map((ordinal) => probeOf({ conversation: `c-${c}`, outcome: c % 2 === 0 ? "positive" : "negative", real: (c + ordinal) % 4, samples: [1], position: ordinal, ordinal }))).flat();

async function moments(text: string, of: readonly LabelledProbe[] = probes): Promise<PrefixMoments> {
  const { dataset } = await opened(windowOn(), text);
  return prefixMoments(of, SCHEME, dataset, never);
}

type Spoken = { turns: { role: string; text: string }[]; outcome: Record<string, unknown>; profile: Record<string, string> };
const edited = (text: string, edit: (record: Spoken) => void): string =>
  text.trim().split("\n").map((line) => {
    const record = JSON.parse(line) as Spoken;
    edit(record);
    return JSON.stringify(record);
  }).join("\n");

describe("moments", () => {
  it("have one row a used probe, found by conversation and ordinal", async () => {
    const { rows, ends, unmatched } = await moments(nativeText(12));
    expect(rows).toHaveLength(24);
    expect(unmatched).toBe(0);
    expect(ends).toHaveLength(12);
    const first = rows.find(({ cluster, position }) => cluster === "c-0" && position === 2);
    expect(first).toMatchObject({ unit: "positive c-0", outcome: "positive", real: 2 });
    // Before the second user turn stand one user turn and two agent turns.
    expect(first?.counts).toEqual([Math.log1p(1), Math.log1p(2)]);
    expect(new Set(rows.map(({ features }) => features.length)).size).toBe(1);
  });

  it("see nothing of the probe, of what comes later, or of the outcome", async () => {
    const plain = await moments(nativeText(12));
    const later = await moments(edited(nativeText(12), (record) => {
      record.turns = record.turns.map((turn, place) => (place >= 7 ? { ...turn, text: "I will donate ten dollars right now!" } : turn));
      record.outcome.label = "changed";
    }));
    expect(later.rows).toEqual(plain.rows);
    const before = await moments(edited(nativeText(12), (record) => {
      record.turns = record.turns.map((turn, place) => (place === 1 ? { ...turn, text: "I will donate ten dollars right now!" } : turn));
    }));
    expect(before.rows).not.toEqual(plain.rows);
  });

  it("count what the dataset does not have, and leave out unknown outcomes, invalid labels and customers' ties to folds", async () => {
    const more = [
      probeOf({ conversation: "c-0", outcome: "positive", real: 1, samples: [1], position: 99, ordinal: 99 }),
      probeOf({ conversation: "nobody", outcome: "negative", real: 1, samples: [1] }),
      probeOf({ conversation: "c-1", outcome: "unknown", real: 1, samples: [1], ordinal: 3 }),
      probeOf({ conversation: "c-2", outcome: "positive", real: "invalid", samples: [1], ordinal: 3 }),
    ];
    const { rows, unmatched } = await moments(nativeText(12), [...probes, ...more]);
    expect([rows.length, unmatched]).toEqual([24, 2]);
    const repeated = await moments(nativeText(12), probes.map((probe) => ({ ...probe, customer: "u" })));
    expect(new Set(repeated.rows.map(({ unit }) => unit))).toEqual(new Set(["positive u", "negative u"]));
    expect(new Set(repeated.rows.map(({ cluster }) => cluster))).toEqual(new Set(["u"]));
  });

  it.each([
    [{ endedBy: "user", end: "silence" }, "user-silent"],
    [{ endedBy: "user", end: "refused" }, "user-explicit"],
    [{ endedBy: "agent", end: "closed" }, "agent"],
    [{ endedBy: "platform" }, "limit"],
    [{}, "unknown"],
  ])("know the end %j as %s", async (outcome, kind) => {
    const { ends } = await moments(edited(nativeText(2), (record) => Object.assign(record.outcome, { value: "negative" }, outcome)));
    expect(ends.map(({ end }) => end)).toEqual([kind, kind]);
  });

  it("without any probe have reasons, not numbers", async () => {
    const { information, attainable, ends } = runToEnd(prefixKnowledge(await moments(nativeText(2), []), { seed: 1, bootstrapDraws: 20 }));
    expect([information.auc, attainable.delta, ends.turnCountAuc]).toMatchObject([{ ok: false, reason: "no-pairs" }, { ok: false, reason: "no-units" }, { ok: false, reason: "no-units" }]);
    expect(attainable.rSquared.ok).toBe(false);
  });
});
