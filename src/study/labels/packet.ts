// Owns packets: the items of a queue with their texts, for a colleague without the dataset, as lines or as a table to fill in. Refuses branch, outcome, labels and places.
import { encodeLine } from "../../core/labels/codec.ts";
import { LABELS_VERSION } from "../../core/labels/entry.ts";
import type { PacketItem, PacketManifest, Queue } from "../../core/labels/queue.ts";
import type { Codebook } from "../../core/instrument/codebook.ts";
import { csvText } from "../../datasets/csvText.ts";
import { LABEL_COLUMNS } from "./exchange.ts";
import { shownItem, type ItemDoors } from "./items.ts";
import type { LabelledRun } from "./population.ts";

/** The items of an annotator (all without a name) with their texts, with placeholders where a run of the queue had them: a packet leaves the machine. Rejects as {@link shownItem}. */
export async function packetOf(queue: Queue, runs: readonly LabelledRun[], codebook: Codebook, by: string | undefined, doors: ItemDoors, signal?: AbortSignal): Promise<{ readonly manifest: PacketManifest; readonly items: readonly PacketItem[] }> {
  const { id, at, instrument, annotators, dataset } = queue.manifest;
  const items: PacketItem[] = [];
  const redaction = runs.some(({ state }) => (state.manifest?.privacy.redaction.length ?? 0) > 0) ? await import("../promptRedaction.ts") : undefined;
  for (const item of queue.items) {
    if (by !== undefined && item.assignees.length > 0 && !item.assignees.includes(by)) continue;
    const shown = await shownItem(queue, item, runs, doors, signal);
    const { prefix, turn } = redaction ? redaction.redactedTurn(shown.prefix, shown.turn, (await doors.dataset.read(item.conversation, signal)).profile) : shown;
    items.push({ v: LABELS_VERSION, kind: "packet-item", id: item.id, content: item.content, assignees: item.assignees, prefix, turn, language: shown.language });
  }
  return { manifest: { v: LABELS_VERSION, kind: "packet", id, at, instrument, annotators, dataset, codebook }, items };
}

/** As lines: the definitions first, then an item each. */
export function packetLines({ manifest, items }: Awaited<ReturnType<typeof packetOf>>): string {
  return [manifest, ...items].map((line) => `${encodeLine(line)}\n`).join("");
}

/** As a table with empty columns to fill in; it comes back as labels do. */
export function packetTable({ manifest, items }: Awaited<ReturnType<typeof packetOf>>, by = ""): Promise<string> {
  const rows = items.map(({ id, content, prefix, turn }) => ({ before: prefix.map(({ role, text }) => `${role}: ${text}`).join("\n"), text: turn, by, queue: manifest.id, item: id, content, stage: "", emotion: "", blocker: "", reason: "" }));
  return csvText(rows, ["before", "text", ...LABEL_COLUMNS.filter((column) => column in (rows[0] ?? {}))]);
}
