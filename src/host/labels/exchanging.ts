// Owns taking packets out and labels in, by files the person names. Refuses their forms (study/labels).
import path from "node:path";
import * as vscode from "vscode";
import type { Queue } from "../../core/labels/queue.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import type { Clock, Digest, Files } from "../../core/ports.ts";
import type { Annotations } from "../../study/labels/annotations.ts";
import { packetLines, packetOf, packetTable } from "../../study/labels/packet.ts";
import { takeLabels } from "../../study/labels/taking.ts";
import { language } from "../edge.ts";
import type { OpenQueue } from "./queueShelf.ts";

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

/** Asks for whom and where, then writes the packet; nothing in it says what an item is. */
export async function exportPacket({ queue, runs, codebook, open }: OpenQueue, digest: Digest): Promise<void> {
  const { annotators, id } = queue.manifest;
  const rows = [{ label: say("packet-for-all"), by: undefined }, ...annotators.map((by) => ({ label: say("packet-for-one", { by }), by }))];
  const whom = rows.length === 1 ? rows[0] : await vscode.window.showQuickPick(rows, { title: say("packet-for") });
  if (!whom) return;
  const target = await vscode.window.showSaveDialog({ title: say("packet-as"), defaultUri: vscode.Uri.file(path.join(path.dirname(open.home), `${id}.packet.jsonl`)), filters: { JSONL: ["jsonl"], CSV: ["csv"] } });
  if (!target) return;
  const packet = await packetOf(queue, runs, codebook, whom.by, { dataset: open.dataset, digest });
  const text = target.path.endsWith(".csv") ? await packetTable(packet, whom.by) : packetLines(packet);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  void vscode.window.showInformationMessage(say("packet-written", { items: packet.items.length, path: target.fsPath }));
}

export interface ImportDoors {
  readonly queues: readonly Queue[];
  readonly annotations: Annotations;
  readonly by: string | undefined;
  readonly files: Files;
  readonly digest: Digest;
  readonly clock: Clock;
}

/** Takes the labels of a file in; what is there already counts once. */
export async function importLabels({ queues, annotations, by, ...doors }: ImportDoors): Promise<void> {
  const [file] = (await vscode.window.showOpenDialog({ title: say("labels-import-title"), filters: { CSV: ["csv"], JSONL: ["jsonl"] } })) ?? [];
  if (!file) return;
  const whose = (await vscode.window.showInputBox({ title: say("labels-import-by"), value: by ?? "", ignoreFocusOut: true }))?.trim();
  if (whose === undefined) return;
  const { taken, refused } = await takeLabels(file.fsPath, annotations, { queues, ...(whose === "" ? {} : { by: whose }) }, doors);
  const [first] = refused;
  const left = first ? ` ${say("labels-refused-first", { count: refused.length })} ${say(`labels-refused-${first.reason}`, { path: file.fsPath, line: first.line, name: first.name ?? "" })}` : "";
  void vscode.window.showInformationMessage(say("labels-imported", { count: taken }) + left);
}
