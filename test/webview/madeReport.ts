// A whole report of made-up probes, for tests of pages that draw many parts of one. Made once; seeded.
import type { PanelPage, PanelSnapshot, TrustPart } from "../../src/protocol/dashboard.ts";
import type { Label, LabelledProbe } from "../../src/core/stats/labelledProbe.ts";
import { RandomStream } from "../../src/core/stats/random.ts";
import { statsReport } from "../../src/core/stats/report.ts";
import { partOf } from "../../src/core/stats/reportPart.ts";
import type { StatsReport } from "../../src/core/stats/reportShape.ts";
import { snapshot } from "./pageBench.ts";

const STAGES = ["resisting", "exploring", "engaging", "considering", "deciding"];
const EMOTIONS = ["positive", "neutral"];
const BLOCKERS = ["none", "price"];
const ACTS = ["ask", "pitch", "push-close"];
const SCHEME = {
  stages: STAGES.map((name) => ({ name, definition: name, ...(name === "resisting" ? { role: "resists" as const } : name === "considering" ? { role: "deliberates" as const } : {}) })),
  emotions: EMOTIONS,
  blockers: BLOCKERS,
};

let made: StatsReport | undefined;

/** Forty conversations, three probes each, some of them left. */
export function madeReport(): StatsReport {
  made ??= statsReport(probes(), SCHEME, { seed: 7, bootstrapDraws: 60, permutationDraws: 60, look: false, invented: false, splitFields: ["region"], strataNames: { positive: "buyer", negative: "non-buyer" } });
  return made;
}

/** The snapshot of a page, with the part of the report that the host sends for it. */
export function onPage(page: PanelPage, more: Partial<PanelSnapshot> = {}): PanelSnapshot {
  return snapshot({ page, report: partOf(madeReport(), page).part, filters: CHOICES, ...more });
}

export const CHOICES: NonNullable<PanelSnapshot["filters"]> = { positions: [30, 60, 90], acts: ACTS, stages: STAGES, emotions: EMOTIONS, blockers: BLOCKERS, fields: [{ name: "region", values: ["north", "south"] }], datasets: [{ hash: "h", name: "sales.jsonl", runs: 1 }] };

export const TRUST: TrustPart = {
  ledger: { conversationsRead: 45, conversationsKept: 40, leftOut: { "too-short": 5 }, messagesRead: 400, messagesMerged: 3, messagesCut: 9, conversationsTruncated: 4, systemMessages: 0, outcomes: { positive: 20, negative: 20, unknown: 0 } },
  outcomeDefinition: "field bought",
  conversationsWithoutProbe: 2,
  preflight: { anchors: 16, invalid: 0, agreement: { stage: { agreed: 14, of: 16 }, emotion: { agreed: 12, of: 16 }, blocker: { agreed: 13, of: 16 } }, threshold: 0.7 },
};

function probes(): readonly LabelledProbe[] {
  const random = new RandomStream(5);
  const one = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const label = (stage: string): Label => ({ status: "valid", stage, emotion: one(EMOTIONS), blocker: one(BLOCKERS) });
  return Array.from({ length: 40 }, (_none, index) => index).flatMap((index) =>
    [30, 60, 90].map((position, at): LabelledProbe => ({
      conversation: `c-${String(index).padStart(4, "0")}`,
      outcome: index % 2 === 0 ? "negative" : "positive",
      position,
      ordinal: 2 + at,
      act: one(ACTS),
      profile: { region: index % 3 === 0 ? "north" : "south" },
      realKind: "reply",
      real: label(one(STAGES)),
      samples: [random.below(10) === 0 ? { kind: "leave" } : { kind: "reply", label: label(one(STAGES.slice(1))) }],
    })),
  );
}
