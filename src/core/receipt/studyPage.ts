// Owns what the page of a study receipt says. Refuses numbers of its own and its form (document.ts).
import { count, fixed, probability, signed } from "../figures/numbers.ts";
import { deltaTitle, people, say, STRATA, type Wording } from "../figures/words.ts";
import type { Language } from "../messages/sentence.ts";
import { shown } from "./cells.ts";
import type { Block, Page } from "./document.ts";
import { moment, wordingOf } from "./page.ts";
import type { Receipt, StudyPair, StudyReceipt } from "./shape.ts";

/** Every run with its Δ, the family of them, and the paired differences. */
export function studyPage({ receipts, family, comparisons, software, written }: StudyReceipt, language: Language): Page {
  const [first] = receipts;
  const wording: Wording = first ? wordingOf(first, language) : { language, strata: { positive: "positive", negative: "negative" }, human: true };
  const byRun = new Map(family.map((each) => [each.run, each]));
  const p = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : probability(value));
  const runs = receipts.map(({ run, dataset, statistics: { headline } }) => [run.title, dataset.name, ...STRATA.flatMap((stratum) => shown(headline.strata[stratum].bias, signed, wording)), ...shown(headline.delta, signed, wording)]);
  const tests = receipts.flatMap(({ run }) => {
    const own = byRun.get(run.id);
    return own ? [[run.title, p(own.p), p(own.holm), p(own.benjaminiHochberg)]] : [];
  });
  const interval = say("table-interval", {}, wording);
  return {
    title: say("study-receipt-title", { count: count(receipts.length) }, wording),
    language,
    blocks: [
      { kind: "text", text: say("study-receipt-made", { written: moment(written), software: `${software.name} ${software.version}` }, wording) },
      table(say("study-receipt-runs", {}, wording), [[say("study-receipt-run", {}, wording), say("fact-dataset", {}, wording), ...STRATA.flatMap((stratum) => [say("compare-bias", { stratum: people(stratum, wording) }, wording), interval]), deltaTitle(wording), interval], ...runs]),
      table(say("study-receipt-family", {}, wording), [[say("study-receipt-run", {}, wording), "p", "Holm", "BH"], ...tests]),
      { kind: "text", text: say("study-receipt-apart", {}, wording) },
      ...comparisons.flatMap(({ dataset, pairs }) => [pairTable(say("study-receipt-pairs", { dataset }, wording), pairs, wording), ...notes(pairs, receipts, wording)]),
      ...receipts.map((receipt): Block => ({ kind: "code", text: hashLines(receipt) })),
    ],
  };
}

function pairTable(title: string, pairs: readonly StudyPair[], wording: Wording): Block {
  const p = (adjusted: number | undefined): string => (adjusted === undefined ? "–" : probability(adjusted));
  const interval = say("table-interval", {}, wording);
  const rows = pairs.map(({ a, b, headline, holm }) => [
    `${a} − ${b}`,
    ...STRATA.flatMap((stratum) => shown(headline[stratum], signed, wording)),
    ...shown(headline.contrast.difference, signed, wording),
    p(holm.contrast),
    count(headline.probes.both),
  ]);
  const head = ["", ...STRATA.flatMap((stratum) => [people(stratum, wording), interval]), "Δ", interval, say("compare-holm", {}, wording), say("table-probes", {}, wording)];
  return table(title, [head, ...rows]);
}

function notes(pairs: readonly StudyPair[], receipts: readonly Receipt[], wording: Wording): readonly Block[] {
  const seen = new Set(pairs.flatMap((pair) => pair.notes));
  const margin = fixed(receipts[0]?.probes.margin ?? 0);
  const judges = [...new Set(receipts.map(({ judge }) => ("model" in judge.identity ? judge.identity.model : judge.identity.kind)))];
  const values = { margin, a: judges[0] ?? "", b: judges[1] ?? "" };
  return (["other-real-labels", "other-judge", "other-instrument", "control"] as const).filter((note) => seen.has(note)).map((note): Block => ({ kind: "text", text: say(`note-${note}`, values, wording) }));
}

function hashLines({ run, hashes }: Receipt): string {
  return [run.id, `  dataset    ${hashes.dataset}`, `  plan       ${hashes.plan}`, `  template   ${hashes.template}`, `  instrument ${hashes.instrument}`, `  journal    ${hashes.journal} (${hashes.journalLines})`].join("\n");
}

function table(title: string, rows: readonly (readonly string[])[]): Block {
  return { kind: "table", table: { title, rows } };
}
