import { describe, expect, it } from "vitest";
import { CONDITIONS } from "../../../src/core/probe/conditions.ts";
import { readLabelledPairs } from "../../../src/datasets/labelledPairs.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { conditionPreview, previewText } from "../../../src/study/conditionPreview.ts";
import { messagesSent } from "../../../src/study/messagesSent.ts";
import { pairsText } from "../../../src/study/pairs.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { checked, MODEL_SETUP, nativeText, never, opened, sayingChat, windowOn } from "./onMemory.ts";

const FREE: Setup = { ...MODEL_SETUP, judge: DEFAULT_SETUP.judge };

describe("the preview of a condition", () => {
  it.each(CONDITIONS)("of $name is what is then sent, and what the run says was sent", async (condition) => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window, nativeText(2, { users: 4, more: { customer: "u-1" } }));
    const conversation = await open.dataset.read("c-0");
    const shown = await conditionPreview(open, "c-0", 5, condition, false);
    expect(chat.asked).toEqual([]);
    await window.study.probeTurn(open, conversation, 5, { ...FREE, condition: condition.name }, undefined, never);
    expect(shown).toEqual(chat.asked[0]?.messages);
    const view = window.study.turnViews(open, "c-0").get(5)!.continuations[0]!;
    const sent = await messagesSent(window.study, open, conversation, 5, view, nodeDigest);
    expect(sent?.messages).toEqual(shown);
    expect(sent?.hash).toBe(sent?.sentHash);
  });

  it("hides what redaction hides, and its page shows every message", async () => {
    const window = windowOn({});
    const open = await opened(window, nativeText(1).replace("maybe later.", "call 020 7946 0958 please."));
    const [clear, redacted] = await Promise.all([false, true].map((redact) => conditionPreview(open, "c-0", 3, CONDITIONS[4]!, redact)));
    expect(JSON.stringify(clear)).toContain("020 7946 0958");
    expect(JSON.stringify(redacted)).not.toContain("7946");
    const page = previewText(CONDITIONS[2]!, { dataset: "d", conversation: "c\u202e", turn: 3 }, redacted ?? [], "en");
    expect(page).toContain("decision: reply, leave or silence");
    expect(page).toContain("--- system ---\n  You are the customer");
    expect(page).not.toContain("\u202e");
  });
});

describe("a run whose simulator decides", () => {
  it("keeps what it said of leaving, through journal and pairs", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window, nativeText(8));
    const run = await checked(window, open, { ...FREE, condition: "decision-aware" });
    const { leave, silence, reply, failed } = run.state.counts();
    expect([leave > 0, silence > 0, reply > 0, failed]).toEqual([true, true, true, 0]);
    expect(run.manifest.condition).toMatchObject({ offersExit: true, template: expect.stringMatching(/^answer: action\n/u) as string });
    const probes = run.state.labelledProbes(false);
    expect(probes.every(({ samples }) => samples.every(({ leaveProbability }) => leaveProbability !== undefined))).toBe(true);
    window.files.write("/pairs.csv", await pairsText(run));
    expect((await readLabelledPairs(await window.files.open("/pairs.csv"), "/pairs.csv")).probes).toEqual(probes);
  });
});
