import { describe, expect, it } from "vitest";
import { nodeDigest } from "../../../src/node/digest.ts";
import { messagesSent } from "../../../src/study/messagesSent.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { conversationWith } from "../../fakes/conversations.ts";
import { memoryStudy } from "../../fakes/memoryStudy.ts";
import { scriptedChat } from "../../fakes/scriptedChat.ts";

const signal = new AbortController().signal;

describe("the messages sent", () => {
  it("are those the model was asked with, and say so by their hash", async () => {
    const chat = scriptedChat("Maybe later.");
    const { study, open } = memoryStudy(chat);
    const dataset = await open("d", [conversationWith("c-1", 3)]);
    const conversation = await dataset.dataset.read("c-1");
    await study.probeTurn(dataset, conversation, 3, { ...DEFAULT_SETUP, simulator: { kind: "model", endpoint: "e", model: "m" } }, undefined, signal);
    const view = study.turnViews(dataset, "c-1").get(3)?.continuations[0];
    const sent = await messagesSent(study, dataset, conversation, 3, view!, nodeDigest);
    expect(sent?.messages).toEqual(chat.asked[0]?.messages);
    expect(sent?.hash).toBe(sent?.sentHash);
    const other = conversationWith("c-1", 4);
    const changed = { ...other, turns: other.turns.map((turn) => ({ ...turn, text: `${turn.text}!` })) };
    expect((await messagesSent(study, dataset, changed, 3, view!, nodeDigest))?.hash).not.toBe(sent?.sentHash);
  });

  it("are none for the control and for a run that is gone", async () => {
    const { study, open } = memoryStudy();
    const dataset = await open("d", ["c-1", "c-2", "c-3"].map((id) => conversationWith(id, 3)));
    const conversation = await dataset.dataset.read("c-1");
    await study.probeTurn(dataset, conversation, 3, DEFAULT_SETUP, undefined, signal);
    const view = study.turnViews(dataset, "c-1").get(3)?.continuations[0];
    expect(view?.sent).toBe(false);
    expect(await messagesSent(study, dataset, conversation, 3, view!, nodeDigest)).toBeUndefined();
    expect(await messagesSent(study, dataset, conversation, 3, { run: "gone", sample: 0 }, nodeDigest)).toBeUndefined();
  });
});
