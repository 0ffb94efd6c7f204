import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeDigest } from "../../../src/node/digest.ts";
import { messagesSent } from "../../../src/study/messagesSent.ts";
import { redactedConversation } from "../../../src/study/promptRedaction.ts";
import { DEFAULT_SETUP, setupOfManifest, type Setup } from "../../../src/study/setup.ts";
import { conversationWith } from "../../fakes/conversations.ts";
import { memoryStudy } from "../../fakes/memoryStudy.ts";
import { scriptedChat } from "../../fakes/scriptedChat.ts";

const signal = new AbortController().signal;
const PHONE = "13812345678";
const SETUP: Setup = { ...DEFAULT_SETUP, simulator: { kind: "model", endpoint: "e", model: "m" }, judge: { kind: "model", endpoint: "e", model: "m" }, redact: true };

function withNumbers(id: string) {
  const conversation = conversationWith(id, 3);
  return { ...conversation, profile: { name: "Jo Bloggs", mobile: PHONE }, turns: conversation.turns.map((turn) => ({ ...turn, text: `${turn.text} Jo Bloggs, ${PHONE}` })) };
}

describe("a run with redacted prompts", () => {
  it("sends placeholders to simulator and judge, says so, and is another plan than without", async () => {
    const chat = scriptedChat(...Array.from({ length: 30 }, () => "Maybe later."));
    const { study, open } = memoryStudy(chat);
    const dataset = await open("d", [withNumbers("c-1")]);
    const options = { rule: { kind: "every" } as const, seed: 1 };
    const { run, plan } = await study.plan(dataset, SETUP, options, signal);
    await study.carryOut(dataset, SETUP, run, plan, signal);
    const sent = JSON.stringify(chat.asked);
    expect(chat.asked.length).toBeGreaterThan(2);
    expect(sent).not.toContain(PHONE);
    expect(sent).not.toContain("Bloggs");
    expect(sent).toContain("[phone 1]");
    expect(run.manifest.privacy.redaction).toContain("phone");
    expect(setupOfManifest(run.manifest, "/")).toMatchObject({ redact: true });
    const plain = await study.plan(dataset, { ...SETUP, redact: false }, options, signal);
    expect(plain.plan.manifest.planHash).not.toBe(plan.manifest.planHash);
    expect(plain.plan.manifest.privacy.redaction).toEqual([]);
  });

  it("shows the messages of a probe by hand exactly as they were sent", async () => {
    const chat = scriptedChat("Maybe later.", "{}", "{}", "{}", "{}");
    const { study, open } = memoryStudy(chat);
    const dataset = await open("d", [withNumbers("c-1")]);
    const conversation = await dataset.dataset.read("c-1");
    await study.probeTurn(dataset, conversation, 3, SETUP, undefined, signal);
    const view = study.turnViews(dataset, "c-1").get(3)?.continuations[0];
    const sent = await messagesSent(study, dataset, conversation, 3, view!, nodeDigest);
    expect(sent?.messages).toEqual(chat.asked[0]?.messages);
    expect(sent?.hash).toBe(sent?.sentHash);
    expect(JSON.stringify(sent)).not.toContain(PHONE);
  });

  it("depends at no turn on what comes later", () => {
    const text = fc.array(fc.constantFrom("13812345678", "13987654321", "[phone 1]", "[phone 7]", "a@b.com", "hello"), { maxLength: 4 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), text, fc.nat(), (texts, other, at) => {
        const conversation = { ...conversationWith("c", 3), profile: {} };
        const [turn] = conversation.turns;
        const make = (all: readonly string[]) => redactedConversation({ ...conversation, turns: all.map((each, index) => ({ ...turn!, index, text: each })) }).turns.map((each) => each.text);
        const cut = at % texts.length;
        expect(make([...texts.slice(0, cut), other]).slice(0, cut)).toEqual(make(texts).slice(0, cut));
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});
