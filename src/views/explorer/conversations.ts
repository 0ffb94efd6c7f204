// Owns which conversations a tree lists, in which order, a page at a time. Refuses texts: it knows entries only.
import type { OutcomeValue } from "../../core/stats/labelledProbe.ts";
import type { OpenDataset } from "../../study/study.ts";

export type ConversationEntry = OpenDataset["dataset"]["entries"][number];
export type SortOrder = "file" | "bias" | "length";
/** A row of conversations by outcome; `all` where outcomes are hidden. */
export type Group = OutcomeValue | "all";

export const PAGE = 100;

/** The groups a dataset shows, in the order of the surfaces; those without a conversation are left out. */
export function groupsOf({ entries }: Pick<OpenDataset["dataset"], "entries">, hideOutcome: boolean): readonly Group[] {
  if (hideOutcome) return ["all"];
  const found = byOutcome(entries);
  return (["positive", "negative", "unknown"] as const).filter((outcome) => found.has(outcome));
}

export function entriesOf({ entries }: Pick<OpenDataset["dataset"], "entries">, group: Group): readonly ConversationEntry[] {
  return group === "all" ? entries : (byOutcome(entries).get(group) ?? []);
}

const grouped = new WeakMap<readonly ConversationEntry[], { readonly length: number; readonly groups: ReadonlyMap<OutcomeValue, readonly ConversationEntry[]> }>();

/** Every repaint asks for the groups of every dataset: they are made once, and again when the list has grown. */
function byOutcome(entries: readonly ConversationEntry[]): ReadonlyMap<OutcomeValue, readonly ConversationEntry[]> {
  const known = grouped.get(entries);
  if (known?.length === entries.length) return known.groups;
  const groups = new Map<OutcomeValue, ConversationEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.outcome);
    if (group) group.push(entry);
    else groups.set(entry.outcome, [entry]);
  }
  grouped.set(entries, { length: entries.length, groups });
  return groups;
}

/** The entries in an order; those without a bias come last, equals keep the file's order. */
export function sorted(entries: readonly ConversationEntry[], order: SortOrder, bias: (id: string) => number | undefined): readonly ConversationEntry[] {
  switch (order) {
    case "file":
      return entries;
    case "length":
      return [...entries].sort((a, b) => b.turns - a.turns);
    case "bias": {
      const known = new Map(entries.map(({ id }) => [id, bias(id) ?? Number.NEGATIVE_INFINITY]));
      const of = (id: string): number => known.get(id) ?? Number.NEGATIVE_INFINITY;
      return [...entries].sort((a, b) => (of(a.id) === of(b.id) ? 0 : of(b.id) - of(a.id)));
    }
  }
}

/** Which conversations are listed; `text` is looked for in ids and customers. */
export type Filter = { readonly kind: "all" | "probed" | "unprobed" } | { readonly kind: "text"; readonly text: string };

/** The entries a filter leaves, in their order. */
export function filtered(entries: readonly ConversationEntry[], filter: Filter, isProbed: (id: string) => boolean): readonly ConversationEntry[] {
  switch (filter.kind) {
    case "all":
      return entries;
    case "probed":
      return entries.filter(({ id }) => isProbed(id));
    case "unprobed":
      return entries.filter(({ id }) => !isProbed(id));
    case "text": {
      const wanted = filter.text.trim().toLowerCase();
      return entries.filter(({ id, customer }) => id.toLowerCase().includes(wanted) || customer?.toLowerCase().includes(wanted));
    }
  }
}

/** Ids that contain what was typed, letter case aside, in file order. */
export function matching(entries: readonly ConversationEntry[], typed: string): readonly ConversationEntry[] {
  const wanted = typed.trim().toLowerCase();
  return wanted === "" ? entries : entries.filter(({ id }) => id.toLowerCase().includes(wanted));
}
