import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/core/messages/sentences.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import type { StudyEvent } from "../../../src/study/study.ts";
import { checked, HOME, MODEL_SETUP, nativeText, never, opened, planned, sayingChat, windowOn, type Window } from "./onMemory.ts";

const PATH = "/data/conversations.jsonl";
const TEXT = nativeText(12);

function told(window: Window): readonly string[] {
  const kinds: string[] = [];
  window.study.onDidChange((event: StudyEvent) => event.what === "files" && kinds.push(event.standing.kind));
  return kinds;
}

describe("a dataset file that changes while it is open", () => {
  it("grows: what was open stays as it was, and opening it again finds the new conversations and no old run", async () => {
    const window = windowOn();
    const open = await opened(window, TEXT);
    const run = await checked(window, open);
    const kinds = told(window);
    window.files.write(PATH, TEXT + nativeText(14).split("\n").slice(12).join("\n"));
    expect(await window.study.checkFiles(open.key)).toEqual({ kind: "grown", path: PATH });
    await window.study.checkFiles(open.key);
    expect(kinds).toEqual(["grown"]);
    expect(window.study.standing(open)?.kind).toBe("grown");
    expect((await open.dataset.read("c-11")).turns).toHaveLength(10);
    expect((await open.dataset.identity()).hash).toBe(open.hash);
    const again = await window.study.openPath(PATH, open.key, HOME, undefined, undefined, never);
    expect(again.dataset.entries).toHaveLength(14);
    expect(window.study.standing(again)).toBeUndefined();
    expect(window.study.runsOf(again)).toEqual([]);
    window.files.write(PATH, TEXT);
    const before = await window.study.openPath(PATH, open.key, HOME, undefined, undefined, never);
    expect(window.study.runsOf(before).map(({ id }) => id)).toEqual([run.id]);
  });

  it("grows while a run goes on: the run is finished on the content it began with", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window, TEXT);
    chat.before = (_request, count) => {
      if (count === 5) window.files.write(PATH, `${TEXT}${JSON.stringify({ id: "late", turns: [] })}\n`);
      return undefined;
    };
    const run = await checked(window, open, MODEL_SETUP);
    expect(run.status).toBe("finished");
    expect(run.progress).toMatchObject({ done: 36, total: 36, failed: 0 });
  });

  it.each([
    ["is replaced", (window: Window) => window.files.write(PATH, nativeText(12, { users: 4 })), { kind: "replaced", path: PATH }, "dataset-changed"],
    ["grows from other content", (window: Window) => window.files.write(PATH, `${TEXT.replaceAll("maybe", "MAYBE")}\n\n`), { kind: "replaced", path: PATH }, "dataset-changed"],
    ["is cut", (window: Window) => window.files.write(PATH, TEXT.slice(0, 1000)), { kind: "replaced", path: PATH }, "dataset-changed"],
    ["is deleted", (window: Window) => window.files.remove(PATH), { kind: "gone", path: PATH }, "file-not-found"],
    ["is renamed", (window: Window) => window.files.rename(PATH, "/data/other name.jsonl"), { kind: "renamed", path: PATH, to: "/data/other name.jsonl" }, "file-not-found"],
  ])("%s: said, and no text of another file is shown", async (_, change, standing, failure) => {
    const window = windowOn();
    const open = await opened(window, TEXT);
    const kinds = told(window);
    change(window);
    expect(await window.study.checkFiles(open.key)).toEqual(standing);
    expect(kinds).toEqual([standing.kind]);
    await expect(open.dataset.read("c-3")).rejects.toMatchObject({ id: failure });
    for (const language of ["en", "zh"] as const) {
      const to = "to" in standing ? standing.to : "";
      expect(sentence(`dataset-${standing.kind as "gone"}`, { path: PATH, to }, language)).not.toMatch(/\{\w+\}/u);
    }
  });

  it("comes back as it was: nothing is lost", async () => {
    const window = windowOn();
    const open = await opened(window, TEXT);
    const kinds = told(window);
    window.files.rename(PATH, "/data/away.jsonl");
    await window.study.checkFiles(open.key);
    window.files.rename("/data/away.jsonl", PATH);
    await window.study.checkFiles(open.key);
    expect(kinds).toEqual(["renamed", "same"]);
    expect((await open.dataset.read("c-3")).id).toBe("c-3");
  });

  it("runs and labels follow a renamed file by content", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window, TEXT));
    window.files.rename(PATH, "/data/renamed.jsonl");
    const open = await window.study.openPath("/data/renamed.jsonl", "renamed", HOME, undefined, undefined, never);
    expect(window.study.runsOf(open).map(({ id }) => id)).toEqual([run.id]);
  });
});

describe("a study file that changes while its datasets are open", () => {
  const STUDY = "/data/fidelity.json";
  const open = (window: Window) => window.study.openPath(PATH, "calls", HOME, "/data", undefined, never);
  const saying = (...datasets: readonly object[]): string => JSON.stringify({ datasets });
  const own = { path: "conversations.jsonl", name: "Calls" };

  it("says so of the datasets it describes otherwise, and of no other", async () => {
    const window = windowOn();
    window.files.write(PATH, TEXT);
    window.files.write(STUDY, saying(own));
    const { key } = await open(window);
    const kinds = told(window);
    window.files.write(STUDY, saying({ path: "other.jsonl", name: "Others" }, own));
    expect(await window.study.checkFiles(key)).toMatchObject({ kind: "same" });
    window.files.write(STUDY, saying({ ...own, users: "simulated" }));
    expect(await window.study.checkFiles(key)).toEqual({ kind: "redescribed", path: STUDY });
    window.files.write(STUDY, '{"datasets": [');
    expect(await window.study.checkFiles(key)).toMatchObject({ kind: "same" });
    window.files.remove(STUDY);
    expect(await window.study.checkFiles(key)).toEqual({ kind: "redescribed", path: STUDY });
    expect(kinds).toEqual(["redescribed", "same", "redescribed"]);
    expect((await open(window)).dataset.name).toBe("conversations.jsonl");
    expect(await window.study.checkFiles(key)).toMatchObject({ kind: "same" });
  });

  it("counts the outcomes it names as files to look at", async () => {
    const window = windowOn();
    window.files.write(PATH, TEXT);
    window.files.write("/data/payments.csv", "uid,status\nc-0,paid\n");
    const mapping = { id: "id", turns: "turns", role: { field: "role", agent: ["agent"], user: ["user"] }, text: "text", outcome: { from: "payments.csv", key: { conversation: "id", file: "uid" }, positive: { field: "status", in: ["paid"] }, unmatched: "negative", followUpDays: 30 } };
    window.files.write(STUDY, saying({ ...own, mapping }));
    const dataset = await open(window);
    expect(await window.study.filesBeside(dataset)).toEqual([STUDY, "/data/payments.csv"]);
    window.files.write("/data/payments.csv", "uid,status\nc-1,paid\nc-2,paid\n");
    expect(await window.study.checkFiles(dataset.key)).toEqual({ kind: "replaced", path: "/data/payments.csv" });
  });
});

describe("a dataset file that is lost while a run goes on", () => {
  it.each([
    ["replaced", (window: Window) => window.files.write(PATH, nativeText(12, { users: 4 }))],
    ["deleted", (window: Window) => window.files.remove(PATH)],
    ["renamed", (window: Window) => window.files.rename(PATH, "/data/x.jsonl")],
  ])("%s: the run pauses, says what to do, keeps what is done, and goes on when the file is back", async (_, change) => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window, TEXT);
    const { run, plan } = await planned(window, open, MODEL_SETUP);
    chat.before = (_request, count) => {
      if (count === 20) change(window);
      return undefined;
    };
    await expect(window.study.carryOut(open, MODEL_SETUP, run, plan, never)).rejects.toMatchObject({ id: "run-dataset-changed", values: { path: PATH, title: plan.manifest.title } });
    expect(run.status).toBe("paused");
    const { done, failed } = run.progress;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(36);
    expect(failed).toBe(0);
    chat.before = undefined;
    window.files.write(PATH, TEXT);
    const again = await window.study.openPath(PATH, open.key, HOME, undefined, undefined, never);
    const resumed = await planned(window, again, MODEL_SETUP);
    expect(resumed.run.id).toBe(run.id);
    await window.study.carryOut(again, MODEL_SETUP, resumed.run, resumed.plan, never);
    expect(resumed.run.progress).toMatchObject({ done: 36, failed: 0 });
  });

  it("under the control too, whose donors are read from it, no probe is counted as failed", async () => {
    const window = windowOn();
    const open = await opened(window, nativeText(150));
    const { run, plan } = await planned(window, open, DEFAULT_SETUP);
    run.onDidChange(() => {
      if (run.state.manifest && run.progress.done === 4) window.files.remove(PATH);
    });
    await expect(window.study.carryOut(open, DEFAULT_SETUP, run, plan, never)).rejects.toMatchObject({ id: "run-dataset-changed" });
    expect(run.progress.failed).toBe(0);
    expect(run.status).toBe("paused");
  });
});
