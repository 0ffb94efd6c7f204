// Owns what the page of a receipt says, part by part. Refuses numbers of its own, and its form (document.ts).
import { arrows } from "../figures/arrows.ts";
import { controlNotes } from "../figures/controlNotes.ts";
import { headline, plain } from "../figures/headline.ts";
import { ledgerRows } from "../figures/wholeLedger.ts";
import { count, fixed, interval, percent, signed } from "../figures/numbers.ts";
import { outcomeArrows } from "../figures/outcomes.ts";
import { overviewOf } from "../figures/overview.ts";
import { PAPER_STYLE } from "../figures/style.ts";
import { say, type Wording } from "../figures/words.ts";
import { passes } from "../instrument/preflight.ts";
import type { Language } from "../messages/sentence.ts";
import type { Block, Page } from "./document.ts";
import { errorTables, numberTables } from "./pageTables.ts";
import { settingRows, type SettingRow } from "./settings.ts";
import type { Receipt, ReceiptPart } from "./shape.ts";

const WIDTH = 720;

/** The page of a receipt; `parts` are the blocks of what was made from more than the journal. */
export function receiptPage(receipt: Receipt, language: Language, parts: { readonly agreement?: readonly Block[]; readonly exits?: readonly Block[] } = {}): Page {
  const { run, written, software, agreement, exits } = receipt;
  const wording = wordingOf(receipt, language);
  return {
    title: say("receipt-title", { title: run.title, dataset: receipt.dataset.name }, wording),
    language,
    blocks: [
      { kind: "text", text: say("receipt-made", { run: run.id, began: moment(run.began), ended: moment(run.ended), written: moment(written), software: `${software.receipt.name} ${software.receipt.version}` }, wording) },
      ...marks(receipt, wording).map((text): Block => ({ kind: "text", text, strong: true })),
      ...finding(receipt, wording),
      heading("receipt-numbers", wording),
      ...numberTables(receipt, wording),
      heading("receipt-errors", wording),
      ...errorTables(receipt, wording),
      heading("receipt-agreement", wording),
      ...(parts.agreement ?? missing(agreement, wording)),
      heading("receipt-exits", wording),
      ...(parts.exits ?? missing(exits, wording)),
      ...settingBlocks(receipt, wording),
      ...exampleBlocks(receipt, wording),
      heading("receipt-verify", wording),
      { kind: "text", text: say("receipt-verify-text", {}, wording) },
      { kind: "code", text: `decision-fidelity receipt --verify ${run.id}.json --data DATA` },
    ],
  };
}

export function wordingOf({ dataset, humanReference }: Pick<Receipt, "dataset" | "humanReference">, language: Language): Wording {
  return { language, strata: dataset.strata, human: humanReference };
}

/** To the minute; the JSON has it as it was stored. */
export function moment(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):.*Z$/u, "$1 $2 UTC");
}

function heading(id: Parameters<typeof say>[0], wording: Wording): Block {
  return { kind: "heading", text: say(id, {}, wording) };
}

function missing(part: ReceiptPart, wording: Wording): readonly Block[] {
  return [{ kind: "text", text: say(part.made ? "receipt-part-in-json" : `receipt-part-${part.reason}`, {}, wording) }];
}

/** What a reader must know before any number. */
function marks({ humanReference, simulator, judge, instrument, preflight, statistics }: Receipt, wording: Wording): readonly string[] {
  const { power, invalidBounds: { low, high, invalidShare, robust }, headline: { separation: { real, kept } } } = statistics;
  return [
    ...(humanReference ? [] : [say("receipt-no-people", {}, wording)]),
    ...(simulator.identity.kind === "control" ? [say("mark-control", {}, wording)] : []),
    ...(judge.identity.kind === "lexicon" ? [say("mark-lexicon", {}, wording)] : []),
    ...(instrument.window === "full" ? [say("mark-full-window", {}, wording)] : []),
    ...(preflight && !passes(preflight) ? [say("mark-preflight", { ...preflight.agreement.stage }, wording)] : []),
    ...(real.ok && !kept.ok && kept.reason === "real-gap-includes-zero" ? [say("finding-cannot-test", { gap: signed(real.value), interval: interval(real) }, wording)] : []),
    ...(power.warning && power.detectableD.ok ? [say("warn-power", { d: fixed(power.detectableD.value), needed: power.neededPerStratum }, wording)] : []),
    ...(robust || !low.ok || !high.ok ? [] : [say("warn-invalid", { share: percent(invalidShare, wording.language, 1), low: signed(low.value), high: signed(high.value) }, wording)]),
    ...controlNotes(statistics, wording),
  ];
}

function finding({ statistics, dataset, condition, hashes, software }: Receipt, wording: Wording): readonly Block[] {
  const overview = overviewOf(statistics);
  const source = `${dataset.name}; ${condition.name}; plan ${hashes.plan.slice(0, 8)}; ${software.run.name} ${software.run.version}.`;
  const stages = statistics.labels.stages;
  return [
    { kind: "text", text: plain(headline(overview, wording)) },
    { kind: "picture", picture: arrows(outcomeArrows(overview, stages, wording, { invented: false, source }), WIDTH, PAPER_STYLE) },
  ];
}

function settingBlocks(receipt: Receipt, wording: Wording): readonly Block[] {
  const table = (id: Parameters<typeof say>[0], rows: readonly SettingRow[]): Block => ({ kind: "table", table: { title: say(id, {}, wording), rows: [["", ""], ...rows.map(({ label, value }) => [label, value])] } });
  const { data, probes, simulator, judge, counts, privacy, hashes } = settingRows(receipt, wording);
  const ledger = ledgerRows({ ledger: receipt.dataset.ledger, strata: receipt.dataset.strata }, wording.language).map(({ label, count: number, text }) => ({ label: label.trim(), value: text ?? count(number) }));
  return [
    heading("receipt-settings", wording),
    table("receipt-data", data),
    table("receipt-ledger", ledger),
    table("receipt-probes", probes),
    table("receipt-simulator", simulator),
    { kind: "text", text: say("receipt-prompt", { name: receipt.condition.name }, wording) },
    { kind: "code", text: receipt.condition.template },
    table("receipt-judge", judge),
    table("receipt-counts", counts),
    table("receipt-privacy", privacy),
    table("receipt-hashes", hashes),
  ];
}

function exampleBlocks({ examples }: Receipt, wording: Wording): readonly Block[] {
  if (!examples) return [];
  return [
    heading("receipt-examples", wording),
    ...examples.flatMap(({ conversation, turn, stratum, realStage, simulatedStage, simulatedText }): readonly Block[] => [
      { kind: "text", text: say("receipt-example", { conversation, turn: turn + 1, people: wording.strata[stratum], realStage, simulatedStage }, wording) },
      { kind: "code", text: simulatedText },
    ]),
  ];
}
