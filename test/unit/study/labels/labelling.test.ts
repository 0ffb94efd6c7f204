// From a finished run to agreement and corrected bias: queues drawn, labels given blind and otherwise, by several people in several windows.
import { describe, expect, it } from "vitest";
import { encodeLine } from "../../../../src/core/labels/codec.ts";
import type { AnnotationEntry, LabelValues } from "../../../../src/core/labels/entry.ts";
import type { Queue } from "../../../../src/core/labels/queue.ts";
import type { Log } from "../../../../src/core/ports.ts";
import { runToEnd } from "../../../../src/core/stats/steps.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { nodeIds } from "../../../../src/node/ids.ts";
import { runAgreement } from "../../../../src/study/labels/agreementReport.ts";
import { Annotations, type LabelDoors } from "../../../../src/study/labels/annotations.ts";
import { differingQueue } from "../../../../src/study/labels/differing.ts";
import { drawQueue, type DrawOptions } from "../../../../src/study/labels/drawQueue.ts";
import { behindItem, shownItem } from "../../../../src/study/labels/items.ts";
import { blindFor, differingItems, nextItem, queueProgress } from "../../../../src/study/labels/progress.ts";
import { allQueues, readQueue, writeQueue } from "../../../../src/study/labels/queues.ts";
import { usableLabels } from "../../../../src/study/labels/usableLabels.ts";
import { schemeOf } from "../../../../src/study/reportOf.ts";
import type { Run } from "../../../../src/study/run.ts";
import type { OpenDataset } from "../../../../src/study/study.ts";
import { MemoryJournalStore } from "../../../fakes/memoryJournalStore.ts";
import { quickClock } from "../../../fakes/quickClock.ts";
import { checked, HOME, MODEL_SETUP, nativeText, opened, sayingChat, windowOn, type Window } from "../onMemory.ts";

const OPTIONS: DrawOptions = { unit: "turns", target: 24, seed: 1, annotators: ["ann", "bob"] };

interface Desk {
  readonly window: Window;
  readonly open: OpenDataset;
  readonly run: Run;
  readonly doors: LabelDoors & { readonly digest: typeof nodeDigest; readonly dataset: OpenDataset["dataset"] };
  readonly annotations: Annotations;
}

function doorsOn(window: Window, logged: string[] = []): LabelDoors {
  const log: Log = { info: () => undefined, warn: (message) => void logged.push(message), error: () => undefined };
  const journals = new MemoryJournalStore(window.disk);
  return { files: window.files, journals: () => journals, clock: quickClock(1000), ids: nodeIds, log };
}

async function desk(conversations = 12): Promise<Desk> {
  const window = windowOn({ chat: sayingChat() });
  const open = await opened(window, nativeText(conversations));
  const run = await checked(window, open, MODEL_SETUP);
  const doors = doorsOn(window);
  return { window, open, run, doors: { ...doors, digest: nodeDigest, dataset: open.dataset }, annotations: new Annotations(HOME, doors) };
}

/** Labels everything of a queue as `say` would, blind until somebody looks behind it. */
async function labelAll({ annotations, doors, run }: Desk, queue: Queue, say: (content: string, by: string) => LabelValues, most = Infinity): Promise<void> {
  for (const by of queue.manifest.annotators) {
    let item = nextItem(queue, annotations.state, by);
    for (let count = 0; item && count < most; count++) {
      const shown = await shownItem(queue, item, [run], doors);
      const place = { conversation: item.conversation, turn: item.turn };
      await annotations.append(by, { kind: "label", target: { kind: "item", queue: queue.manifest.id, item: item.id, ...place }, content: item.content, values: say(item.content, by), instrument: queue.manifest.instrument, blind: blindFor(queue, annotations.state, by), manner: "own" });
      item = nextItem(queue, annotations.state, by, shown.number);
    }
  }
}

async function judged({ run, doors }: Desk, queue: Queue): Promise<ReadonlyMap<string, LabelValues>> {
  const said = new Map<string, LabelValues>();
  for (const item of queue.items) {
    const [place] = await behindItem(item, [run], doors);
    if (place?.verdict?.status === "valid") said.set(item.content, { stage: place.verdict.state.stage, emotion: place.verdict.state.emotion, blocker: place.verdict.state.blocker });
  }
  return said;
}

async function agreementOf({ run, doors, annotations }: Desk, queues: readonly Queue[]) {
  const usable = await usableLabels({ ...doors, run, runs: [run], queues, state: annotations.state });
  return runToEnd(runAgreement(usable, schemeOf(run.manifest.codebook), { seed: 1, draws: 50 }));
}

describe("labelling by design", () => {
  it("draws a queue that says nothing of branch, outcome or label, and comes back from its file as it was", async () => {
    const { run, open, doors } = await desk();
    const queue = await drawQueue([run], open.dataset, OPTIONS, doors);
    expect(queue.items).toHaveLength(24);
    for (const item of queue.items) expect(Object.keys(item).sort()).toEqual(["assignees", "content", "conversation", "id", "inclusion", "kind", "turn", "v"]);
    expect(queue.items.filter(({ assignees }) => assignees.length === 2)).toHaveLength(6);
    const journals = doors.journals(HOME);
    await writeQueue(journals, queue);
    expect(await readQueue(journals, queue.manifest.id, doors.log)).toEqual(queue);
    const again = await drawQueue([run], open.dataset, OPTIONS, doors);
    expect(again.items.map(({ content }) => content)).toEqual(queue.items.map(({ content }) => content));
    const places = await Promise.all(queue.items.map((item) => behindItem(item, [run], doors)));
    expect(new Set(places.flat().map(({ branch, outcome }) => `${branch} ${outcome}`)).size).toBe(4);
  });

  it("tells how far a draw is, and gives it up when asked", async () => {
    const { run, open, doors } = await desk();
    const told: number[] = [];
    const giveUp = new AbortController();
    const made = (items: number, of: number): void => {
      expect(of).toBe(24);
      told.push(items);
      if (items === 5) giveUp.abort(new Error("given up"));
    };
    await expect(drawQueue([run], open.dataset, OPTIONS, { ...doors, made }, giveUp.signal)).rejects.toThrow("given up");
    expect(told).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("by probes shows both branches of each, in two halves", async () => {
    const { run, open, doors } = await desk();
    const { items, manifest } = await drawQueue([run], open.dataset, { ...OPTIONS, unit: "probes", target: 20 }, doors);
    expect(items).toHaveLength(20);
    const spots = items.map(({ conversation, turn }) => `${conversation}#${turn}`);
    expect(new Set(spots.slice(0, 10))).toEqual(new Set(spots.slice(10)));
    expect(new Set(spots.slice(0, 10)).size).toBe(10);
    expect(manifest.cells.every(({ branch }) => branch === undefined)).toBe(true);
  });

  it("refuses runs that are not finished or were picked by hand, and queues of nothing", async () => {
    const { window, open, doors } = await desk(2);
    const { run } = await window.study.plan(open, MODEL_SETUP, { rule: { kind: "every" }, seed: 9 }, new AbortController().signal);
    await expect(drawQueue([], open.dataset, OPTIONS, doors)).rejects.toMatchObject({ id: "queue-empty" });
    await expect(drawQueue([run], open.dataset, OPTIONS, doors)).rejects.toMatchObject({ id: expect.stringMatching(/queue-run-unfinished|run-without-manifest/u) as string });
  });

  it("people who say what the judge says leave Δ as it is; κ is 1 or has no variation", async () => {
    const at = await desk();
    const queue = await drawQueue([at.run], at.open.dataset, { ...OPTIONS, target: 40 }, at.doors);
    const said = await judged(at, queue);
    await labelAll(at, queue, (content) => said.get(content) ?? { stage: "resisting" });
    const found = await agreementOf(at, [queue]);
    expect(found.counts.notUsed).toEqual({ chosen: 0, notBlind: 0, otherInstrument: 0 });
    expect(found.counts.used).toBe(queue.items.reduce((sum, { assignees }) => sum + assignees.length, 0));
    expect(found.people).toEqual(["ann", "bob"]);
    const all = found.report?.groups.find(({ branch, outcome }) => branch === "both" && outcome === "all")?.fields.stage;
    expect(all?.raw).toMatchObject({ ok: true, value: 1 });
    const correction = found.report?.correction;
    if (!correction?.ok) throw new Error(`no correction: ${JSON.stringify(correction)}`);
    const { judge, corrected, people, madeByJudge } = correction.value;
    expect(corrected.delta).toEqual(judge.delta);
    expect(people.delta.ok).toBe(true);
    expect(madeByJudge).toMatchObject({ ok: true, value: 0 });
  });

  it("a census of people who differ gives the Δ that people alone give", async () => {
    const at = await desk();
    const queue = await drawQueue([at.run], at.open.dataset, { ...OPTIONS, target: 500, annotators: ["ann"] }, at.doors);
    expect(queue.items.every(({ inclusion }) => inclusion === 1)).toBe(true);
    const stages = at.run.manifest.codebook.stages.map(({ name }) => name);
    const stageOf = (content: string): string => stages[Number.parseInt(content.slice(0, 6), 16) % stages.length] ?? "";
    await labelAll(at, queue, (content) => ({ stage: stageOf(content) }));
    const { report } = await agreementOf(at, [queue]);
    const correction = report?.correction;
    if (!correction?.ok) throw new Error("no correction");
    const { corrected, people, judge, madeByJudge } = correction.value;
    if (!corrected.delta.ok || !people.delta.ok || !judge.delta.ok || !madeByJudge.ok) throw new Error("no Δ");
    expect(corrected.delta.value).toBeCloseTo(people.delta.value, 12);
    expect(judge.delta.value - madeByJudge.value).toBeCloseTo(people.delta.value, 12);
  });

  it("counts what was seen, chosen, or of another codebook, and uses none of it", async () => {
    const at = await desk();
    const { annotations, run, open, doors } = at;
    const queue = await drawQueue([run], open.dataset, { ...OPTIONS, annotators: ["ann"] }, doors);
    await labelAll(at, queue, () => ({ stage: "resisting" }), 10);
    await annotations.append("ann", { kind: "reveal", queue: queue.manifest.id });
    expect(blindFor(queue, annotations.state, "ann")).toBe(false);
    await labelAll(at, queue, () => ({ stage: "resisting" }), 3);
    await expect(differingQueue([run], annotations.state, { purpose: "people", target: 5, seed: 1, annotators: [] }, doors)).rejects.toMatchObject({ id: "draw-nothing-differs" });
    const chosen = await differingQueue([run], annotations.state, { purpose: "judge-people", target: 5, seed: 1, annotators: [] }, doors);
    expect(chosen.items.every(({ inclusion }) => inclusion === undefined)).toBe(true);
    expect(chosen.manifest.id).toMatch(/^[\d-]+-chosen-/u);
    const known = new Set(queue.items.map(({ content }) => content));
    const others = [...run.state.probes.values()];
    for (const { probe } of others.slice(0, 4)) {
      const content = `made up ${probe.conversation} ${probe.turn}`;
      expect(known.has(content)).toBe(false);
      await annotations.append("ann", { kind: "label", target: { kind: "turn", conversation: probe.conversation, turn: probe.turn }, content, values: { stage: "deciding" }, instrument: queue.manifest.instrument, blind: false, manner: "changed" });
    }
    const foreign = queue.items[20]!;
    await annotations.append("bob", { kind: "label", target: { kind: "item", queue: queue.manifest.id, item: foreign.id }, content: foreign.content, values: { stage: "deciding" }, instrument: { name: "mine", version: "3", hash: "other" }, blind: true, manner: "own" });
    const found = await agreementOf(at, [queue, chosen]);
    expect(found.counts).toEqual({ used: 10, notUsed: { chosen: 4, notBlind: 3, otherInstrument: 1 } });
    expect(found.others).toMatchObject([{ instrument: { name: "mine" }, labels: 1 }]);
  });

  it("says why there is nothing to compute where labels were chosen only", async () => {
    const at = await desk(4);
    const { probe } = [...at.run.state.probes.values()][0]!;
    await at.annotations.append("ann", { kind: "label", target: { kind: "turn", conversation: probe.conversation, turn: probe.turn }, content: "x", values: { stage: "deciding" }, instrument: at.run.manifest.instrument, blind: true, manner: "own" });
    expect(await agreementOf(at, [])).toMatchObject({ why: "chosen", counts: { used: 0 } });
    expect((await agreementOf(at, [])).report).toBeUndefined();
  });

  it("people who differ are adjudicated, and the decision counts in place of theirs", async () => {
    const at = await desk();
    const { annotations, run, open, doors } = at;
    const queue = await drawQueue([run], open.dataset, OPTIONS, doors);
    await labelAll(at, queue, (_, by) => ({ stage: by === "ann" ? "resisting" : "deciding" }));
    const differing = differingItems(queue, annotations.state);
    expect(differing).toHaveLength(6);
    const [first] = differing;
    if (!first) throw new Error("nothing differs");
    await annotations.adjudicate("carla", { queue: queue.manifest.id, item: first.item.id, content: first.item.content, values: { stage: "exploring" }, instrument: queue.manifest.instrument, between: first.said.opinions.flatMap(({ label }) => label?.id ?? []), reason: "both courtesy and doubt" });
    expect(differingItems(queue, annotations.state)).toHaveLength(5);
    const { report } = await agreementOf(at, [queue]);
    const pairs = report?.people.find(({ branch, field }) => branch === "both" && field === "stage");
    expect(pairs).toMatchObject({ turns: 6, raw: { ok: true, value: 0 } });
    const people = report?.confusions.filter(({ field }) => field === "stage").flatMap(({ counts }) => counts.map((row) => row[1] ?? 0)) ?? [];
    expect(people.reduce((sum, n) => sum + n, 0)).toBe(1);
  });
});

describe("annotations on disk", () => {
  it("two windows of one person and of two lose nothing, and see each other's after a look", async () => {
    const window = windowOn();
    const [left, right] = [new Annotations(HOME, doorsOn(window)), new Annotations(HOME, doorsOn(window))];
    const note = (text: string) => ({ kind: "note", target: { kind: "turn", conversation: "c", turn: 1 }, content: "x", text }) as const;
    await Promise.all([left.append("ann", note("1")), right.append("ann", note("2")), left.append("bob", note("3")), right.append("ann", note("4"))]);
    await Promise.all([left.refresh(), right.refresh()]);
    expect(left.state.of("x").notes.map(({ text }) => text).sort()).toEqual(["1", "2", "3", "4"]);
    expect(right.state.of("x")).toEqual(left.state.of("x"));
    expect([...window.disk.files.keys()].filter((name) => name.startsWith("annotations/"))).toHaveLength(2);
  });

  it("a crash between two keys loses the key that was being written at most, while another labels the same queue", async () => {
    const at = await desk();
    const { manifest: { id: queue, instrument }, items: [item] } = await drawQueue([at.run], at.open.dataset, OPTIONS, at.doors);
    if (!item) throw new Error("nothing drawn");
    const key = (annotations: Annotations, by: string, values: LabelValues) => annotations.append(by, { kind: "label", target: { kind: "item", queue, item: item.id }, content: item.content, values, instrument, blind: true, manner: "own" });
    const [ann, bob] = [new Annotations(HOME, doorsOn(at.window)), new Annotations(HOME, doorsOn(at.window))];
    await key(ann, "ann", { stage: "resisting" });
    await key(bob, "bob", { stage: "deciding" });
    await key(ann, "ann", { stage: "resisting", emotion: "neutral" });
    const { files } = at.window.disk;
    const name = [...files.keys()].find((each) => each.startsWith("annotations/ann/")) ?? "";
    files.set(name, `${files.get(name) ?? ""}{"v":1,"kind":"label","id":"cut off in the`);
    const again = new Annotations(HOME, doorsOn(at.window));
    await again.refresh();
    const said = () => Object.fromEntries(again.state.of(item.content).opinions.map(({ by, label }) => [by, label?.values]));
    expect(said()).toEqual({ ann: { stage: "resisting", emotion: "neutral" }, bob: { stage: "deciding" } });
    await key(again, "ann", { stage: "resisting", emotion: "neutral", blocker: "none" });
    await key(bob, "bob", { stage: "deciding", emotion: "positive" });
    await Promise.all([again.refresh(), bob.refresh()]);
    expect(said()).toEqual({ ann: { stage: "resisting", emotion: "neutral", blocker: "none" }, bob: { stage: "deciding", emotion: "positive" } });
    expect(bob.state.of(item.content)).toEqual(again.state.of(item.content));
  });

  it("a cut line and a merge's marks are said and stepped over; doubled lines count once", async () => {
    const window = windowOn();
    const entry = (id: string): AnnotationEntry => ({ v: 1, kind: "note", id, at: "2026-01-01T00:00:00.000Z", by: "ann", target: { kind: "turn", conversation: "c", turn: 1 }, content: "x", text: id });
    const name = "annotations/ann/2026-01-01.jsonl";
    window.disk.files.set(name, `${encodeLine(entry("a"))}\n<<<<<<< ours\n${encodeLine(entry("b"))}\n=======\n${encodeLine(entry("a"))}\n>>>>>>> theirs\n${encodeLine(entry("c")).slice(0, 40)}`);
    const logged: string[] = [];
    const annotations = new Annotations(HOME, doorsOn(window, logged));
    await annotations.refresh();
    expect(annotations.state.of("x").notes.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(annotations.unread.get(name)?.map(({ line }) => line)).toEqual([2, 4, 6, 7]);
    expect(logged).toHaveLength(4);
    await annotations.take("ann", "2026-01-01", [entry("d")]);
    const again = new Annotations(HOME, doorsOn(window));
    await again.refresh();
    expect(again.state.of("x").notes.map(({ id }) => id)).toEqual(["a", "b", "d"]);
  });

  it("tells progress without telling cells", async () => {
    const at = await desk();
    const queue = await drawQueue([at.run], at.open.dataset, OPTIONS, at.doors);
    await writeQueue(at.doors.journals(HOME), queue);
    expect((await allQueues(at.doors.journals(HOME), at.doors.log)).map(({ manifest }) => manifest.id)).toEqual([queue.manifest.id]);
    await labelAll(at, queue, () => ({ stage: "resisting" }), 5);
    const progress = queueProgress(queue, at.annotations.state);
    expect(progress).toMatchObject({ items: 24, differing: 0, adjudicated: 0 });
    expect(progress.annotators).toMatchObject([{ by: "ann", answered: 5, revealed: false }, { by: "bob", answered: 5 }]);
    expect(progress.answered).toBeLessThanOrEqual(10);
  });
});
