// Owns what stands under the numbers: how the run was made, warnings, conclusions. Refuses numbers of its own.
import { controlNotes } from "../../../src/core/figures/controlNotes.ts";
import { interval, percent, probability, signed } from "../../../src/core/figures/numbers.ts";
import { people, reason } from "../../../src/core/figures/words.ts";
import type { SentenceId } from "../../../src/core/messages/sentences.ts";
import { findings, type Finding } from "../../../src/core/stats/verdictSentence.ts";
import { element, type Child } from "../dom.ts";
import { speak, type View } from "../view.ts";

/** Marks above everything: invented, control, lexicon, full window, a judge that did badly on its anchors. */
export function marks(view: View): Child {
  const { invented, control, lexicon, fullWindow, preflightBelow } = view.run;
  const ids: readonly SentenceId[] = [...(invented ? ["mark-invented" as const] : []), ...(control ? ["mark-control" as const] : []), ...(lexicon ? ["mark-lexicon" as const] : []), ...(fullWindow ? ["mark-full-window" as const] : []), ...(preflightBelow ? ["mark-preflight" as const] : [])];
  return ids.map((id) => element("p", { class: id === "mark-invented" ? "mark invented" : "mark" }, speak(view, id, id === "mark-preflight" ? preflightBelow : {})));
}

/** What may be concluded, then what limits it. */
export function conclusions(view: View): Child {
  const { overview, run, wording } = view;
  const report = overview?.report;
  if (!report) return [];
  const { power, invalidBounds, counts } = report;
  const warnings = [
    ...(run.sameFamily ? [speak(view, "warn-family")] : []),
    ...(power.warning && power.detectableD.ok ? [speak(view, "warn-power", { d: power.detectableD.value.toFixed(2), needed: power.neededPerStratum })] : []),
    ...(!invalidBounds.robust ? [speak(view, "warn-invalid", { share: percent(invalidBounds.invalidShare, wording.language, 1), low: invalidBounds.low.ok ? signed(invalidBounds.low.value) : "–", high: invalidBounds.high.ok ? signed(invalidBounds.high.value) : "–" })] : []),
    ...(counts.byStratum.unknown.conversations > 0 ? [speak(view, "warn-unknown", { count: counts.byStratum.unknown.conversations })] : []),
    ...controlNotes(report, wording),
  ];
  const said = findings(report).flatMap((finding) => conclusion(finding, view) ?? []);
  return [said.map((text) => element("p", { class: "conclusion" }, text)), warnings.map((text) => element("p", { class: "warning" }, text))];
}

/** The sentence of a finding that is a conclusion; the others stand in the headline already. */
function conclusion(finding: Finding, view: View): string | undefined {
  const { wording } = view;
  const negative = people("negative", wording);
  switch (finding.id) {
    case "finding-cannot-test":
      return speak(view, finding.id, { gap: signed(finding.values.gap), interval: range(finding.values.range) });
    case "finding-deficit":
    case "finding-lost-separation":
    case "finding-extra-separation":
    case "finding-not-shown":
      return speak(view, finding.id, { people: negative, delta: signed(finding.values.delta), interval: range(finding.values.range) });
    case "finding-no-contrast":
      return speak(view, finding.id, { reason: reason(finding.values.reason, wording) });
    default:
      return undefined;
  }
}

function range(ends: { readonly low: number; readonly high: number } | null): string {
  return ends ? interval({ interval: { ok: true, value: { ...ends, level: 0.95, method: "mean" } } }) : "";
}

/** Everything needed to make the run again, folded. */
export function facts(view: View): Child {
  const { run, overview } = view;
  const samples = overview?.samples;
  const rows: readonly (readonly [SentenceId, string])[] = [
    ["fact-dataset", run.dataset],
    ["fact-simulator", run.simulator],
    ["fact-condition", run.condition],
    ["fact-judge", run.lexicon ? speak(view, "judge-floor", { judge: run.judge }) : run.judge],
    ["fact-instrument", run.instrument],
    ["fact-rule", run.rule],
    ["fact-seed", String(run.seed)],
    ["fact-plan", run.planHash.slice(0, 16)],
    ...(overview ? [["fact-unit", speak(view, `unit-${overview.unit}`)] as const] : []),
    ...(samples ? [["fact-samples", speak(view, "samples-ends", { ...samples })] as const] : []),
  ];
  return element(
    "details",
    {},
    element("summary", {}, speak(view, "facts-title")),
    element("dl", {}, rows.map(([id, value]) => [element("dt", {}, speak(view, id)), element("dd", {}, value)])),
  );
}

/** Δ, d, p and gap kept, each with its interval or why it is missing. */
export function tiles(view: View): Child {
  const { overview, run, wording } = view;
  if (!overview) return [];
  const report = overview.report;
  const { delta } = overview;
  const negative = people("negative", wording);
  const positive = people("positive", wording);
  const tile = (label: string, value: string, detail: string, note: string): HTMLElement =>
    element("div", { class: "tile" }, element("div", { class: "label" }, label), element("div", { class: "value" }, value, detail !== "" && [" ", element("span", { class: "interval" }, detail)]), element("div", { class: "note" }, note));
  const deltaTile = tile(speak(view, wording.human ? "tile-delta" : "tile-delta-recorded"), delta.ok ? signed(delta.value) : "–", interval(delta), delta.ok ? speak(view, "tile-delta-note", { negative, positive }) : reason(delta.reason, wording));
  if (!report) return [deltaTile, tile(speak(view, "tile-p"), "–", "", speak(view, "tile-p-look"))];
  const { cohensD, permutation, separation } = report.headline;
  const p = permutation.studentised;
  const pNote = run.invented ? speak(view, "tile-p-invented") : overview.look ? speak(view, "tile-p-look") : p.twoSided.ok ? speak(view, "tile-p-note", { one: p.oneSided.ok ? probability(p.oneSided.value) : "–" }) : reason(p.twoSided.reason, wording);
  const gap = (value: typeof separation.real): string => (value.ok ? signed(value.value) : "–");
  const keptNote = separation.kept.ok ? speak(view, "tile-kept-note", { real: speak(view, wording.human ? "word-real" : "word-recorded"), realGap: gap(separation.real), simulatedGap: gap(separation.simulated) }) : reason(separation.kept.reason, wording);
  return [
    deltaTile,
    tile(speak(view, "tile-d"), cohensD.ok ? signed(cohensD.value) : "–", interval(cohensD), cohensD.ok ? speak(view, "tile-d-note") : reason(cohensD.reason, wording)),
    tile(speak(view, "tile-p"), p.twoSided.ok ? probability(p.twoSided.value) : "–", "", pNote),
    tile(speak(view, "tile-kept"), separation.kept.ok ? percent(separation.kept.value, wording.language) : "–", interval(separation.kept, (value) => percent(value, wording.language)), keptNote),
  ];
}

