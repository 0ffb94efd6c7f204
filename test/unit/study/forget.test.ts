import { describe, expect, it } from "vitest";
import { forgetIn, type Whom } from "../../../src/study/forget.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { MemoryJournalStore } from "../../fakes/memoryJournalStore.ts";
import { quickClock } from "../../fakes/quickClock.ts";
import { checked, entriesOf, HOME, MODEL_SETUP, nativeText, never, opened, OPTIONS, sayingChat, windowOn, type Window } from "./onMemory.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";

const doors = { clock: quickClock(1000), ids: nodeIds };
/** Conversation c-N belongs to customer u-N; words of its own are "number N" and "User N". */
const TEXT = nativeText(6).split("\n").filter(Boolean).map((line, number) => `${JSON.stringify({ ...(JSON.parse(line) as object), customer: `u-${number}` })}\n`).join("");

async function forgotten(window: Window, whom: Partial<Whom>, dryRun = false) {
  return forgetIn(new MemoryJournalStore(window.disk), { conversations: [], customers: [], ...whom }, { dryRun }, doors);
}

function everything(window: Window): string {
  // Ids of entries are random: one of them may hold "c-3" by chance.
  return [...window.disk.files.values()].join("\n").replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, "");
}

describe("somebody who is forgotten", () => {
  it("leaves no line, label or word in any file, only counts; the others stay, and so does what was spent", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window, TEXT);
    const run = await checked(window, open, MODEL_SETUP);
    await window.study.probeTurn(open, await open.dataset.read("c-3"), 5, MODEL_SETUP, undefined, never);
    await window.study.close();
    const before = { spent: run.state.spending.sums, rows: run.state.labelledProbes(false), files: new Map(window.disk.files) };
    const would = await forgotten(window, { customers: ["u-3"] }, true);
    expect(window.disk.files).toEqual(before.files);
    expect(await forgotten(window, { customers: ["u-3"] })).toEqual(would);
    expect(would).toMatchObject({ conversations: 1, journals: 2, unread: 0, packets: 0 });
    expect(would.cached).toBeGreaterThanOrEqual(3);
    for (const word of ["c-3", "u-3", "number 3", "User 3"]) expect(everything(window)).not.toContain(word);

    const later = windowOn({ disk: window.disk });
    await later.study.openHome(HOME);
    const [after] = later.study.runs;
    expect(after!.unread).toEqual([]);
    expect(after!.status).toBe("finished");
    expect(after!.state.forgotten).toEqual({ conversations: 1, probes: 3 });
    expect(after!.state.spending.sums).toEqual(before.spent);
    expect(after!.state.labelledProbes(false)).toEqual(before.rows.filter(({ conversation }) => conversation !== "c-3"));
    expect(await forgotten(window, { customers: ["u-3"] })).toMatchObject({ conversations: 0, journals: 0, cached: 0 });
  });

  it("is no donor of the control any more, and nobody is asked about them again", async () => {
    const window = windowOn();
    const open = await opened(window, TEXT);
    const run = await checked(window, open, DEFAULT_SETUP);
    const touched = entriesOf(window.disk, run.name).filter((entry) => entry.kind === "continuation" && entry.donors?.some(({ conversation }) => conversation === "c-3"));
    expect(touched.length).toBeGreaterThan(0);
    await forgotten(window, { conversations: ["c-3"] });
    for (const word of ["c-3", "User 3"]) expect(everything(window)).not.toContain(word);
    await checked(window, open, DEFAULT_SETUP);
    expect(run.status).toBe("finished");
    expect(everything(window)).not.toContain("c-3");
  });

  it("is gone from the window that forgets them too, which goes on probing by hand in another file", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window, TEXT);
    const run = await checked(window, open, MODEL_SETUP);
    const [other, theirs] = [await open.dataset.read("c-2"), await open.dataset.read("c-3")];
    for (const conversation of [other, theirs]) await window.study.probeTurn(open, conversation, 5, MODEL_SETUP, undefined, never);
    await window.study.forgetPeople(HOME, { conversations: ["c-3"], customers: [] }, { dryRun: false });
    expect(run.state.forgotten).toEqual({ conversations: 1, probes: 3 });
    expect(window.study.turnViews(open, "c-3").size).toBe(0);
    expect(window.study.turnViews(open, "c-2").get(5)!.continuations).toHaveLength(2);
    await window.study.probeTurn(open, other, 7, MODEL_SETUP, undefined, never);
    expect([...window.disk.files.keys()].filter((name) => name.includes("hand-picked-"))).toHaveLength(2);
    await window.study.close();
    expect(window.disk.locks.size).toBe(0);
  });

  it("stops a run that is not finished from being gone on with: it would ask for them again", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window, TEXT);
    const { run, plan } = await window.study.plan(open, MODEL_SETUP, OPTIONS, never);
    run.onDidChange(() => run.state.counts().finishedProbes === 12 && run.pause());
    await window.study.carryOut(open, MODEL_SETUP, run, plan, never);
    const { conversation } = [...run.state.probes.values()][0]!.probe;
    await forgotten(window, { conversations: [conversation] });
    await expect(window.study.carryOut(open, MODEL_SETUP, run, plan, never)).rejects.toMatchObject({ id: "run-forgotten" });
  });

  it("takes unreadable lines along, of packets and journals alike, and is refused while a journal is written", async () => {
    const window = windowOn({ chat: sayingChat() });
    const run = await checked(window, await opened(window, TEXT), MODEL_SETUP);
    window.disk.files.set(run.name, `${window.disk.files.get(run.name)!}{"v":1,"kind":"continuation","text":"User 3 ans`);
    window.disk.files.set("queues/q.packet.jsonl", ['{"conversation":"c-3","turn":"x"}', '{"conversation":"c-2"}', "User 3", ""].join("\n"));
    window.disk.locks.set(run.name, { owner: {}, live: true });
    const text = everything(window);
    await expect(forgotten(window, { conversations: ["c-3"] })).rejects.toMatchObject({ id: "journal-locked" });
    expect(everything(window)).toBe(text);
    window.disk.locks.clear();
    expect(await forgotten(window, { conversations: ["c-3"] })).toMatchObject({ unread: 1, packets: 2 });
    expect(everything(window)).not.toContain("User 3");
    expect(window.disk.files.get("queues/q.packet.jsonl")).toBe('{"conversation":"c-2"}\n');
  });
});
