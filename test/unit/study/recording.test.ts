import { describe, expect, it } from "vitest";
import { nodeDigest } from "../../../src/node/digest.ts";
import { readRecording, type OpenRecording } from "../../../src/study/recording.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { checked, never, nativeText, opened, OPTIONS, planned, windowOn, type Window } from "./onMemory.ts";

const PATH = "/data/made.jsonl";
const SETUP: Setup = { ...DEFAULT_SETUP, simulator: { kind: "recorded", path: PATH }, judge: { kind: "recorded" } };
const state = (stage: string) => ({ stage, emotion: "neutral", blocker: "none" });
/** User turns of the test data are the odd ones; the default rule takes 5, 7 and 9 of five. */
const line = (conversation: string, turn: number, more: object = {}) => ({ conversation, turn, kind: "reply", text: `For ${conversation} at ${turn}`, simulator: "made", condition: "persona", judge: "someone", instrument: "v9", real_state: state("engaging"), sim_state: state("deciding"), ...more });

async function recorded(lines: readonly unknown[], window: Window = windowOn()): Promise<{ window: Window; recording: OpenRecording }> {
  window.files.write(PATH, lines.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join("\n"));
  const open = await opened(window, nativeText(4));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return { window, recording: await readRecording(PATH, open.dataset, { files: window.files, digest: nodeDigest, log }, never) };
}

describe("a continuations file", () => {
  it("takes its names from its lines and says where they differ", async () => {
    expect((await recorded([line("c-0", 5)])).recording).toMatchObject({ simulator: "made", condition: "persona", judge: "someone", instrument: "v9", provenance: "imported", problems: [] });
    expect((await recorded([line("c-0", 5), line("c-0", 7, { simulator: "other" })])).recording.simulator).toBe("mixed");
    expect((await recorded([line("c-0", 5), line("c-0", 7, { provenance: "invented" })])).recording.provenance).toBe("invented");
  });

  it("leaves out what has no place, each at its line, and uses the rest", async () => {
    const { recording } = await recorded([line("c-0", 5), "{", line("nobody", 5), line("c-0", 4), line("c-0", 77), line("c-0", 5), line("c-1", 7, { text: "" })]);
    expect(recording.problems.map(({ line: at, id }) => [at, id])).toEqual([
      [2, "continuation-not-json"],
      [3, "conversation-not-found"],
      [4, "continuation-not-user"],
      [5, "continuation-no-turn"],
      [6, "continuation-twice"],
      [7, "continuation-without-text"],
    ]);
    expect([...recording.recording.conversations]).toEqual(["c-0"]);
  });

  it("of which nothing fits is refused", async () => {
    await expect(recorded([line("nobody", 5)])).rejects.toMatchObject({ id: "recording-no-match", values: { count: 1 } });
    await expect(recorded([])).rejects.toMatchObject({ id: "recording-no-match" });
  });

  it("becomes a run over its own conversations, its gaps counted and its states the labels", async () => {
    const { window } = await recorded([line("c-0", 5), line("c-0", 7), line("c-0", 9, { kind: "silence", text: "", sim_state: null }), line("c-1", 5), line("c-1", 7)]);
    const run = await checked(window, window.study.datasets[0]!, SETUP);
    expect(run.manifest).toMatchObject({ title: "made · persona", plannedConversations: 2, plannedProbes: 6, provenance: "imported", judge: { kind: "recorded", name: "someone" }, instrument: { version: "v9" }, privacy: { sentTo: [] } });
    expect(run.state.counts()).toMatchObject({ reply: 4, silence: 1, failed: 1, invalid: 0, finishedProbes: 6 });
    expect(run.status).toBe("finished");
    const rows = run.state.labelledProbes(false);
    expect(rows.flatMap(({ samples }) => samples)).toHaveLength(5);
    expect(rows.every(({ real }) => real.status === "valid" && real.stage === "engaging")).toBe(true);
  });

  it("says which of its lines are at turns the rule does not choose, in the order of the file", async () => {
    const { window } = await recorded([line("c-1", 3), line("c-0", 5), line("c-0", 3), line("c-0", 7, { sample: 1 })]);
    const open = window.study.datasets[0]!;
    const { plan } = await planned(window, open, SETUP);
    expect(plan.unchosen).toEqual([
      { line: 1, conversation: "c-1", turn: 3, sample: 0 },
      { line: 3, conversation: "c-0", turn: 3, sample: 0 },
    ]);
    const every = await planned(window, open, SETUP, { rule: { kind: "every" }, seed: 1 });
    expect(every.plan.unchosen).toEqual([]);
  });

  it("with other content is another plan", async () => {
    const hashes = await Promise.all([line("c-0", 5), line("c-0", 5, { text: "Else" })].map(async (each) => {
      const { window } = await recorded([each]);
      return (await planned(window, window.study.datasets[0]!, SETUP, OPTIONS)).plan.manifest.planHash;
    }));
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it("cannot lend its labels to another simulator", async () => {
    const { window } = await recorded([line("c-0", 5)]);
    await expect(planned(window, window.study.datasets[0]!, { ...DEFAULT_SETUP, judge: { kind: "recorded" } })).rejects.toMatchObject({ id: "judge-needs-recording" });
  });
});
