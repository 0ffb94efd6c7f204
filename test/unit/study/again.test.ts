import { describe, expect, it } from "vitest";
import { choicesOf, largerChoices } from "../../../src/study/again.ts";
import { changedSince, type Now } from "../../../src/study/changes.ts";
import { sentence } from "../../../src/core/messages/sentences.ts";
import { checked, entriesOf, HOME, MODEL_SETUP, never, nativeText, opened, OPTIONS, sayingChat, windowOn } from "./onMemory.ts";

const STANDING = { now: (): string => "2026-11-21T08:00:00.000Z" };

describe("a run made larger", () => {
  it("takes over what was found out, pays only for what is new, and is a run of its own", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window);
    const first = await checked(window, open, MODEL_SETUP, { ...OPTIONS, limit: 2 });
    const before = chat.asked.length;
    const { setup, options } = largerChoices(first.manifest, { conversations: 4, samples: 2 }, "/recordings")!;
    const { run, plan } = await window.study.plan(open, setup, options, never);
    const [estimate] = await window.study.estimates([{ open, setup, run, plan }], never);
    await window.study.carryOut(open, setup, run, plan, never);
    expect(run.name).not.toBe(first.name);
    expect(run.manifest).toMatchObject({ extends: first.id, limit: 4, samples: 2 });
    expect(run.status).toBe("finished");
    const written = entriesOf(window.disk, run.name).filter((entry) => entry.kind === "continuation");
    expect(written.filter(({ reused }) => reused)).toHaveLength(6);
    expect(written).toHaveLength(24);
    expect(run.state.spending.sums.simulator.calls).toBe(18);
    expect(estimate?.calls.simulator).toBe(18);
    expect(chat.asked.length - before).toBe(run.state.spending.sums.simulator.calls + run.state.spending.sums.judge.calls);
    const ids = new Set([...run.state.probes.values()].map(({ probe }) => probe.conversation));
    for (const { probe } of first.state.probes.values()) expect(ids.has(probe.conversation)).toBe(true);
    const rows = run.state.labelledProbes(false);
    for (const row of first.state.labelledProbes(false)) {
      const same = rows.find(({ conversation, ordinal }) => conversation === row.conversation && ordinal === row.ordinal)!;
      expect(same.samples[0]).toEqual(row.samples[0]);
    }
  });

  it("is refused when nothing would be added; as a new plan it keeps every choice", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    const { manifest } = await checked(window, open, MODEL_SETUP, { ...OPTIONS, limit: 2 });
    expect(() => largerChoices(manifest, { conversations: 2 }, "")).toThrow(expect.objectContaining({ id: "extend-not-larger" }));
    expect(() => largerChoices(manifest, { conversations: 1, samples: 3 }, "")).toThrow();
    expect(largerChoices(manifest, { conversations: "all" }, "")?.options).toEqual({ ...OPTIONS, extends: manifest.run });
    expect(choicesOf(manifest, "")).toEqual({ setup: { ...MODEL_SETUP, stored: expect.anything() as unknown }, options: { ...OPTIONS, limit: 2 } });
  });
});

describe("a run", () => {
  it("has a title, a note and a place out of sight that outlive the window, also while another window writes it", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    const run = await checked(window, open, MODEL_SETUP);
    const text = window.disk.files.get(run.name);
    window.disk.locks.set(run.name, { owner: {}, live: true });
    expect([run.title, run.note, run.archived]).toEqual(["m · persona", "", false]);
    await run.describe({ title: "The first", note: "before the new prompt" }, STANDING);
    await run.describe({ archived: true }, STANDING);
    expect(window.disk.files.get(run.name)).toBe(text);
    const later = windowOn({ disk: window.disk });
    await later.study.openHome(HOME);
    const [again] = later.study.runs;
    expect([again!.title, again!.note, again!.archived]).toEqual(["The first", "before the new prompt", true]);
    await again!.describe({ title: "", archived: false }, STANDING);
    expect([again!.title, again!.archived]).toEqual(["m · persona", false]);
    expect(run.files).toEqual([run.name, `notes/${run.id}.jsonl`]);
  });

  it.each([
    ["dataset", { text: nativeText(7) }, "plan-other-dataset"],
    ["model", { setup: { ...MODEL_SETUP, simulator: { kind: "control", rung: "C1" } } }, "plan-other-simulator"],
    ["prompt", { setup: { ...MODEL_SETUP, condition: "may-disengage" } }, "plan-other-prompt"],
    ["judge", { setup: { ...MODEL_SETUP, judge: { kind: "lexicon" } } }, "plan-other-judge"],
    ["rule", { options: { rule: { kind: "every" }, seed: 1 } }, "plan-differs"],
  ] as const)("is not gone on with by another %s, and says so", async (_what, other: { text?: string; setup?: typeof MODEL_SETUP; options?: typeof OPTIONS }, id) => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window);
    const name = "runs/mine.jsonl";
    const { run, plan } = await window.study.plan(open, MODEL_SETUP, OPTIONS, never, name, HOME);
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    const now = other.text === undefined ? open : await opened(window, other.text);
    await expect(window.study.plan(now, other.setup ?? MODEL_SETUP, other.options ?? OPTIONS, never, name, HOME)).rejects.toMatchObject({ id, values: { run: "mine" } });
  });

  it("says what changed since it was made, and nothing where all is the same", async () => {
    const window = windowOn({ chat: sayingChat() });
    const run = await checked(window, await opened(window), MODEL_SETUP);
    const now = await window.study.nowOf(run);
    expect(changedSince(run, now)).toEqual([]);
    const other: Now = { dataset: "e".repeat(64), condition: "gone", instrument: "x", software: "9.9.9", served: { simulator: "m-2" } };
    const things = changedSince(run, other);
    expect(things.map(({ id }) => id)).toEqual(["changed-dataset", "changed-model", "changed-prompt-gone", "changed-instrument", "changed-software"]);
    for (const { id, values } of things) for (const language of ["en", "zh"] as const) expect(sentence(id, values, language)).not.toMatch(/\{/u);
    expect(changedSince(run, { ...now, dataset: "gone" }).map(({ id }) => id)).toEqual(["changed-dataset-gone"]);
  });
});
