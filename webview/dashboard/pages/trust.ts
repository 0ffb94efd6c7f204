// Owns the page Trust: its gates (gates.ts), people against the judge, the instrument, what was left out, what little knowledge gives, how firm Δ is. Refuses numbers of its own.
import { reportBlocks } from "../../../src/core/figures/agreementBlocks.ts";
import { firmnessTable } from "../../../src/core/figures/checkTables.ts";
import { endsSentence, knowledgeTable } from "../../../src/core/figures/knowledgeTables.ts";
import { ledgerRows } from "../../../src/core/figures/wholeLedger.ts";
import { count, fixed, interval, percent, signed } from "../../../src/core/figures/numbers.ts";
import type { Table } from "../../../src/core/figures/tableText.ts";
import { people, STRATA } from "../../../src/core/figures/words.ts";
import { isSentence } from "../../../src/core/messages/sentences.ts";
import type { AgreementReport } from "../../../src/core/stats/agreementShape.ts";
import { visibleLabel } from "../../../src/core/transcript/visible.ts";
import { element, Section, type Child } from "../dom.ts";
import { tableElement } from "../table.ts";
import { button } from "../toolkit.ts";
import { speak, titled, type Actions, type View } from "../view.ts";
import { gates } from "./gates.ts";
import { emptySection, numbers, type PanelPart } from "./page.ts";

export class TrustPage implements PanelPart {
  readonly element: HTMLElement;
  readonly #sections: readonly Section<View>[];

  constructor(actions: Actions) {
    const section = (draw: (view: View, actions: Actions) => Child): Section<View> => new Section("trust", (view) => draw(view, actions));
    this.#sections = [section(title), section(gates), section(agreement), section(instrument), section(checks), section(firmness), section(mark), section(power), section(invalid), section(exclusions)];
    this.element = element("div", {}, this.#sections.map((each) => each.element));
  }

  show(view: View): void {
    for (const section of this.#sections) section.show(view);
  }

  repaint(): void {
    // Tables follow the theme's variables.
  }
}

function title(view: View): Child {
  return element("h1", {}, titled(view, speak(view, "trust-title")));
}

/** What study/labels says of a run, as far as this page draws it. */
interface Agreed {
  readonly report?: AgreementReport;
  readonly why?: string;
  readonly people: readonly string[];
  readonly counts: { readonly used: number; readonly notUsed: Readonly<Record<"chosen" | "notBlind" | "otherInstrument", number>> };
}

const NOBODY: Agreed = { people: [], counts: { used: 0, notUsed: { chosen: 0, notBlind: 0, otherInstrument: 0 } } };

/** People's labels against the judge's, and Δ as they correct it. */
function agreement(view: View, actions: Actions): Child {
  const { wording } = view;
  const { report, why, people: by, counts } = (view.snapshot.trust?.agreement as Agreed | undefined) ?? NOBODY;
  const { chosen, notBlind, otherInstrument } = counts.notUsed;
  const said = { used: counts.used, chosen, notBlind, otherInstrument, others: chosen + notBlind + otherInstrument };
  if (!report) {
    const none = `agreement-none-${why ?? "no-labels"}`;
    return emptySection(view, speak(view, "agreement-judge-heading"), [speak(view, isSentence(none) ? none : "agreement-none-no-labels", said), speak(view, "agreement-empty")].join(" "), actions, ["agreement-draw", "drawQueue"]);
  }
  const persons = speak(view, by.length === 1 ? "agreement-one-person" : "agreement-people-count", { people: by.length });
  return [
    element("p", { class: "note" }, speak(view, "agreement-counts", { ...said, people: persons })),
    reportBlocks(report, wording).map(({ title: name, paragraphs, head, rows }) => [element("h2", {}, name), paragraphs.map((text) => element("p", {}, text)), rows.length > 0 && tableElement(view, { title: name, rows: [head, ...rows] }, actions.copy)]),
    element("p", { class: "note" }, speak(view, "correction-note")),
  ];
}

/** How the judge did on its anchor turns before the run. */
function instrument(view: View, actions: Actions): Child {
  const { trust } = view.snapshot;
  const name = speak(view, "instrument-title");
  const { preflight } = trust ?? {};
  if (view.run.lexicon) return [element("h2", {}, name), element("p", { class: "note" }, speak(view, "instrument-lexicon"))];
  if (!preflight) return emptySection(view, name, speak(view, "instrument-none"), actions);
  const fields = (["stage", "emotion", "blocker"] as const).map((field) => [speak(view, `column-${field}`), String(preflight.agreement[field].agreed), String(preflight.agreement[field].of)]);
  const table: Table = { title: name, rows: [["", speak(view, "instrument-alike"), speak(view, "instrument-of")], ...fields] };
  return numbers(view, table, actions, speak(view, "instrument-note", { anchors: preflight.anchors, invalid: preflight.invalid, threshold: percent(preflight.threshold, view.wording.language) }));
}

/** How to find out whether labels depend on who judges, on chance or on later turns. */
function checks(view: View, actions: Actions): Child {
  const again = element("code", {}, `decision-fidelity import ${visibleLabel(view.run.dataset, 60)} ${view.run.id}.jsonl --judge ENDPOINT/MODEL [--window full]`);
  return [emptySection(view, speak(view, "checks-title"), speak(view, "checks-text"), actions), element("p", {}, again), element("div", { class: "actions" }, button(speak(view, "checks-compare"), () => actions.act("compareJudges")))];
}

/** Δ under other defensible choices. */
function firmness(view: View, actions: Actions): Child {
  const report = view.overview?.report;
  if (!report) return emptySection(view, titled(view, speak(view, "table-checks")), speak(view, "split-look"), actions);
  return numbers(view, firmnessTable(report, view.wording), actions, speak(view, "firmness-note"));
}

/** Where a simulator would be that knows nothing about the person, and what the text before the probes could tell. */
function mark(view: View, actions: Actions): Child {
  const { trust } = view.snapshot;
  const { wording } = view;
  const control = trust?.control;
  const delta = control?.delta;
  const own = view.overview?.delta;
  const said = delta?.ok === true && own?.ok === true ? speak(view, "nothing-known", { delta: signed(own.value), interval: interval(own), mark: signed(delta.value), markInterval: interval(delta) }) : speak(view, "nothing-known-none");
  const biases = control?.bias;
  const open = control && button(speak(view, "nothing-known-show", { run: visibleLabel(control.title, 60) }), () => actions.showRun(control.run), "icon");
  return [
    element("h2", {}, speak(view, "nothing-known-title")),
    element("p", { class: delta?.ok === true ? "" : "note" }, said),
    biases && element("p", { class: "note" }, STRATA.flatMap((stratum) => (biases[stratum].ok ? [`${people(stratum, wording)} ${signed(biases[stratum].value)} ${interval(biases[stratum])}`] : [])).join("; ")),
    open ? element("div", { class: "actions" }, open) : element("div", { class: "actions" }, button(speak(view, "empty-check"), () => actions.act("checkDataset"), "icon")),
    trust?.knowledge ? [numbers(view, knowledgeTable(trust.knowledge, wording), actions, speak(view, "knowledge-note")), element("p", { class: "note" }, endsSentence(trust.knowledge.ends, wording))] : trust?.noKnowledge !== undefined && element("p", { class: "note" }, trust.noKnowledge),
  ];
}

function power(view: View, actions: Actions): Child {
  const report = view.overview?.report;
  const name = titled(view, speak(view, "power-title"));
  if (!report) return emptySection(view, name, speak(view, "split-look"), actions);
  const { detectableD, detectableDepth, neededPerStratum, warning } = report.power;
  const said = detectableD.ok && detectableDepth.ok ? speak(view, "power-said", { d: fixed(detectableD.value), depth: fixed(detectableDepth.value), needed: count(neededPerStratum), negative: count(report.headline.strata.negative.units), positive: count(report.headline.strata.positive.units) }) : speak(view, "power-none");
  return [element("h2", {}, name), element("p", { class: warning ? "warning" : "" }, said)];
}

function invalid(view: View, actions: Actions): Child {
  const report = view.overview?.report;
  const name = titled(view, speak(view, "invalid-title"));
  if (!report) return emptySection(view, name, speak(view, "split-look"), actions);
  const { low, high, invalidShare, robust } = report.invalidBounds;
  const causes = Object.entries(report.counts.invalidCauses).map(([cause, number]) => [visibleLabel(cause, 60), count(number)]);
  const share = percent(invalidShare, view.wording.language, 1);
  const said = low.ok && high.ok && invalidShare > 0 ? speak(view, robust ? "invalid-robust" : "warn-invalid", { share, low: signed(low.value), high: signed(high.value) }) : speak(view, "invalid-nothing");
  return [element("h2", {}, name), element("p", { class: robust ? "" : "warning" }, said), causes.length > 0 && tableElement(view, { title: speak(view, "invalid-causes"), rows: [[speak(view, "invalid-causes"), speak(view, "column-count")], ...causes] }, actions.copy)];
}

/** What of the dataset is in the run and what is not, by reason. */
function exclusions(view: View, actions: Actions): Child {
  const { trust } = view.snapshot;
  const { wording, run } = view;
  const name = speak(view, "exclusions-title");
  if (!trust) return emptySection(view, name, speak(view, "page-loading"), actions);
  const rows = ledgerRows({ ledger: trust.ledger, strata: run.strata }, wording.language).map(({ label, count: number, text }) => [label, text ?? count(number)]);
  const without = trust.conversationsWithoutProbe > 0 ? [speak(view, "exclusions-without", { count: count(trust.conversationsWithoutProbe) })] : [];
  return [element("h2", {}, name), [speak(view, "exclusions-outcome", { definition: trust.outcomeDefinition }), ...without].map((text) => element("p", { class: "note" }, text)), tableElement(view, { title: name, rows: [[speak(view, "column-what"), speak(view, "column-count")], ...rows] }, actions.copy)];
}
