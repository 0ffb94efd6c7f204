// Owns two receipts side by side: the settings that differ, the numbers of each. Refuses tests: those need the runs.
import { fixed, signed } from "../figures/numbers.ts";
import type { Table } from "../figures/tableText.ts";
import { deltaTitle, people, realWord, say, STRATA, type Wording } from "../figures/words.ts";
import type { Reported } from "../stats/reportShape.ts";
import { inPercent, shown } from "./cells.ts";
import { settingRows, type SettingPart } from "./settings.ts";
import type { Receipt } from "./shape.ts";

/** Settings in words where they differ, and the numbers a reader compares first. Plain data. */
export interface ReceiptComparison {
  readonly a: string;
  readonly b: string;
  /** Whether both are of the same bytes. */
  readonly sameDataset: boolean;
  readonly settings: readonly { readonly part: SettingPart; readonly label: string; readonly a: string | null; readonly b: string | null }[];
  readonly numbers: readonly { readonly label: string; readonly quantity: "depth" | "share" | "other"; readonly a: Reported; readonly b: Reported }[];
}

/** Receipts in the words of the first one's dataset. */
export function compareReceipts(a: Receipt, b: Receipt, wording: Wording): ReceiptComparison {
  const [one, other] = [settingRows(a, wording), settingRows(b, wording)];
  const settings = (["data", "probes", "simulator", "judge", "counts", "privacy", "hashes"] as const).flatMap((part) => {
    const labels = new Set([...one[part], ...other[part]].map(({ label }) => label));
    const of = (rows: typeof one, label: string): string | null => rows[part].filter((row) => row.label === label).map(({ value }) => value).join("; ") || null;
    return [...labels].map((label) => ({ part, label, a: of(one, label), b: of(other, label) })).filter((row) => row.a !== row.b);
  });
  return { a: a.run.id, b: b.run.id, sameDataset: a.hashes.dataset === b.hashes.dataset, settings, numbers: numbersOf(a, b, wording) };
}

function numbersOf(a: Receipt, b: Receipt, wording: Wording): ReceiptComparison["numbers"] {
  const [one, other] = [a.statistics.headline, b.statistics.headline];
  const row = (label: string, quantity: "depth" | "share" | "other", of: (block: typeof one) => Reported | undefined): ReceiptComparison["numbers"] => {
    const [mine, theirs] = [of(one), of(other)];
    return mine && theirs ? [{ label, quantity, a: mine, b: theirs }] : [];
  };
  const exit = (label: string, of: (rates: Receipt["statistics"]["exit"]["rates"]) => Reported): ReceiptComparison["numbers"] => [{ label, quantity: "share", a: of(a.statistics.exit.rates), b: of(b.statistics.exit.rates) }];
  return [
    ...STRATA.flatMap((stratum) => row(say("compare-bias", { stratum: people(stratum, wording) }, wording), "depth", ({ strata }) => strata[stratum].bias)),
    ...row(deltaTitle(wording), "depth", ({ delta }) => delta),
    ...row(say("table-d", {}, wording), "other", ({ cohensD }) => cohensD),
    ...row(say("receipt-real-gap", {}, wording), "depth", ({ separation }) => separation.real),
    ...row(say("receipt-simulated-gap", {}, wording), "depth", ({ separation }) => separation.simulated),
    ...row(say("receipt-kept", {}, wording), "share", ({ separation }) => separation.kept),
    ...STRATA.flatMap((stratum) => [
      ...row(`${say("receipt-resistance", {}, wording)}, ${people(stratum, wording)}, ${realWord(wording)}`, "share", ({ shares }) => shares.resistance?.[stratum].real.averaged),
      ...row(`${say("receipt-resistance", {}, wording)}, ${people(stratum, wording)}, ${say("table-simulated", {}, wording)}`, "share", ({ shares }) => shares.resistance?.[stratum].simulated.averaged),
    ]),
    ...exit(say("exit-premature", {}, wording), ({ all }) => all.prematureRate),
    ...exit(say("exit-end", {}, wording), ({ all }) => all.endRate),
    ...exit(say("exit-balanced", {}, wording), ({ all }) => all.balanced),
  ];
}

/** The tables people read; the second is empty where nothing differs. */
export function comparedTables({ a, b, settings, numbers }: ReceiptComparison, wording: Wording): readonly [numbers: Table, settings: Table] {
  const interval = say("table-interval", {}, wording);
  const show = { depth: (value: number) => signed(value), share: inPercent, other: (value: number) => fixed(value) } as const;
  const absent = say("receipts-absent", {}, wording);
  return [
    { title: say("receipts-number", {}, wording), rows: [["", a, interval, b, interval], ...numbers.map((row) => [`${row.label}${row.quantity === "share" ? ", %" : ""}`, ...shown(row.a, show[row.quantity], wording), ...shown(row.b, show[row.quantity], wording)])] },
    { title: say("receipts-other-settings", {}, wording), rows: [["", a, b], ...settings.map((row) => [row.label, row.a ?? absent, row.b ?? absent])] },
  ];
}
