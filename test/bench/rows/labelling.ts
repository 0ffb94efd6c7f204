// Our part of labelling an item in a run of 100,000 probes: the last key of an item kept on disk, the next one found, read and written out. Host time of each step, as a person waits for it.
import { RunState } from "../../../src/core/journal/fold.ts";
import type { Conversation } from "../../../src/core/transcript/conversation.ts";
import { Annotations } from "../../../src/study/labels/annotations.ts";
import { drawQueue } from "../../../src/study/labels/drawQueue.ts";
import { shownItem } from "../../../src/study/labels/items.ts";
import { nextItem, queueProgress } from "../../../src/study/labels/progress.ts";
import { writeQueue } from "../../../src/study/labels/queues.ts";
import type { Run } from "../../../src/study/run.ts";
import { labelDocument } from "../../../src/views/labels/labelText.ts";
import { entriesOf, PROBES } from "../data/journal.ts";
import { doorsOf, homeIn } from "../doors.ts";
import { limitLine, plainLine, valueOf } from "../lines.ts";
import { measured } from "../measure.ts";
import type { Context, Row, Sample } from "../row.ts";

const ITEMS = 400;
const TURNS = 120;
const BY = "bench";

export const labelling: Row = {
  name: "labelling",
  rounds: 1,
  heap: 6_000,
  parts: { answering },
  lines: (parts, { small }) => {
    const number = (name: string) => valueOf(parts, "answering", (sample) => sample.numbers[name]);
    return [
      limitLine(`next item after the last key, in a run of ${small ? "10,000" : "100,000"}: 99 of 100`, number("most"), "ms", 100),
      plainLine("median", number("median"), "ms"),
      plainLine(`slowest of ${ITEMS}`, number("slowest"), "ms"),
      plainLine("of it the label on disk, median", number("kept"), "ms"),
      plainLine(`draw a queue of ${ITEMS}, once`, number("draw"), "ms"),
      plainLine("how far the queue is, once", number("progress"), "ms"),
    ];
  },
};

async function answering(context: Context): Promise<Sample> {
  const conversations = Math.round((context.small ? 10_000 : 100_000) / PROBES);
  const state = new RunState();
  for (const entry of entriesOf(conversations)) state.apply(entry);
  const { manifest } = state;
  if (!manifest) throw new Error("no manifest");
  const run = { id: "bench", state, manifest, status: "finished", title: "bench" } as unknown as Run;
  const doors = doorsOf();
  const home = homeIn(context.folder, `labelling-${process.pid}`);
  const dataset = { read: (id: string) => Promise.resolve(conversation(id)) };
  const began = performance.now();
  const queue = await drawQueue([run], dataset, { unit: "turns", target: ITEMS, seed: 1, annotators: [BY] }, doors);
  const draw = performance.now() - began;
  await writeQueue(doors.journals(home), queue);
  const annotations = new Annotations(home, doors);
  await annotations.refresh();
  const { name, version, hash } = queue.manifest.instrument;
  const steps: number[] = [];
  const kept: number[] = [];
  return measured(async () => {
    for (let item = nextItem(queue, annotations.state, BY); item; ) {
      const key = performance.now();
      await annotations.append(BY, { kind: "label", target: { kind: "item", queue: queue.manifest.id, item: item.id, conversation: item.conversation, turn: item.turn }, content: item.content, values: { stage: "engaging", emotion: "neutral", blocker: "none" }, instrument: { name, version, hash }, blind: true, manner: "own" });
      kept.push(performance.now() - key);
      const next = nextItem(queue, annotations.state, BY, queue.items.indexOf(item) + 1);
      if (next) {
        const shown = await shownItem(queue, next, [run], { dataset, digest: doors.digest });
        labelDocument({ number: shown.number, of: shown.of, text: shown, codebook: manifest.codebook, revealed: [] }, "en");
      }
      steps.push(performance.now() - key);
      item = next;
    }
    const before = performance.now();
    queueProgress(queue, annotations.state);
    return performance.now() - before;
  }, (progress) => ({ most: quantile(steps, 0.99), median: quantile(steps, 0.5), slowest: Math.max(...steps), kept: quantile(kept, 0.5), draw, progress }));
}

/** A conversation long enough for every probe of the invented run. */
function conversation(id: string): Conversation {
  const turns = Array.from({ length: TURNS }, (_, index) => ({ index, role: index % 2 === 0 ? ("agent" as const) : ("user" as const), text: `Turn ${index} of ${id}, some words long as people write them.`, messages: [] }));
  return { id, outcome: { value: "unknown" }, profile: {}, meta: {}, turns, cut: [] };
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}
