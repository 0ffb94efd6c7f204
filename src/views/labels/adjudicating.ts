// Owns deciding items whose labels differ: which, what was said, the final label with who and why. Refuses labelling.
import * as vscode from "vscode";
import type { LabelValues } from "../../core/labels/entry.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { blindFor, differingItems } from "../../study/labels/progress.ts";
import type { LabelDocuments } from "./documents.ts";
import { saidLine, valuesText } from "../../study/labels/labelWords.ts";
import { ask, language } from "../../host/edge.ts";
import type { Annotator } from "../../host/labels/annotator.ts";
import { askLabel } from "../../host/labels/askLabel.ts";
import type { OpenQueue } from "../../host/labels/queueShelf.ts";

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

/** Goes through the items whose labels differ until none is left or the person stops; the item stands open beside the question. */
export async function adjudicate(known: OpenQueue, annotator: Annotator, documents: LabelDocuments): Promise<void> {
  const { queue, annotations, codebook } = known;
  const by = await annotator.known();
  if (by === undefined) return;
  await annotations.refresh();
  if (differingItems(queue, annotations.state).length === 0) return void vscode.window.showInformationMessage(say("adjudicate-none"));
  // What others said is not hidden from whoever decides.
  if (blindFor(queue, annotations.state, by)) {
    const go = say("queue-reveal");
    if (hasLeft(known, by) && (await ask(say("queue-reveal-ask"), [say("adjudicate-blind")], go)) !== go) return;
    await annotations.append(by, { kind: "reveal", queue: queue.manifest.id });
  }
  for (;;) {
    const differing = differingItems(queue, annotations.state);
    if (differing.length === 0) return;
    const rows = differing.map(({ item, said }) => {
      const number = queue.items.indexOf(item) + 1;
      const labels = said.opinions.flatMap(({ by: who, label }) => (label ? [saidLine(who, valuesText(label.values), label.reason, language)] : []));
      return { label: say("adjudicate-item", { number }), detail: labels.join(" | "), number, item, said };
    });
    const chosen = await vscode.window.showQuickPick(rows, { title: say("adjudicate-pick", { count: rows.length }), ignoreFocusOut: true });
    if (!chosen) return;
    await documents.show(known, chosen.number);
    const labels = chosen.said.opinions.flatMap(({ by: who, label }) => (label ? [{ by: who, label }] : []));
    const offered = new Map<string, { readonly label: string; readonly description: string; readonly values: LabelValues }>();
    for (const { by: who, label } of labels) {
      const text = valuesText(label.values);
      const before = offered.get(text);
      offered.set(text, { label: text, description: before ? `${before.description}, ${who}` : who, values: label.values });
    }
    const own = { label: say("adjudicate-own"), description: "", values: undefined };
    const title = say("adjudicate-title", { number: chosen.number, labels: labels.map(({ label }) => valuesText(label.values)).join(" | ") });
    const final = await vscode.window.showQuickPick([...offered.values(), own], { title, ignoreFocusOut: true });
    if (!final) continue;
    const decided = final.values ? { values: final.values, reason: await reasonFor(title) } : await askLabel(title, codebook, labels[0]?.label.values ?? {}, true);
    if (decided?.reason === undefined) continue;
    const { name, version, hash } = queue.manifest.instrument;
    const { item } = chosen;
    await annotations.adjudicate(by, { queue: queue.manifest.id, item: item.id, content: item.content, values: decided.values, instrument: { name, version, hash }, between: labels.map(({ label }) => label.id), reason: decided.reason });
  }
}

function hasLeft({ queue, annotations }: OpenQueue, by: string): boolean {
  return queue.items.some(({ content, assignees }) => assignees.includes(by) && !annotations.state.of(content).opinions.some((opinion) => opinion.by === by));
}

/** Undefined when the person gave up. */
async function reasonFor(title: string): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({ title, prompt: say("label-ask-reason-needed"), ignoreFocusOut: true, validateInput: (text) => (text.trim() === "" ? say("label-reason-needed") : undefined) });
  return typed?.trim();
}
