import { describe, expect, it } from "vitest";
import { EDITOR_ENDPOINT, type EditorModel } from "../../../src/core/editorModel.ts";
import { Failure } from "../../../src/core/messages/failure.ts";
import type { ChatMessage } from "../../../src/core/probe/probe.ts";
import { editorChat, foldedSystem } from "../../../src/models/editorChat.ts";
import { quickClock } from "../../fakes/quickClock.ts";

const signal = new AbortController().signal;
const MESSAGES: readonly ChatMessage[] = [{ role: "system", content: "You are Jo." }, { role: "user", content: "Hello?" }];

interface Asked extends EditorModel {
  readonly sent: (readonly ChatMessage[])[];
}

function model(pieces: readonly string[], more: Partial<EditorModel> = {}): Asked {
  const sent: (readonly ChatMessage[])[] = [];
  return {
    sent,
    name: "vendor/m",
    maxInputTokens: 100,
    async *send(messages) {
      sent.push(messages);
      yield* pieces;
    },
    countTokens: (text) => Promise.resolve(text.length),
    ...more,
  };
}

describe("a model of the editor", () => {
  it("gets the system text before the first message, streams without reasoning and counts tokens", async () => {
    const editor = model(["<think>hm", "</think>", "Not ", "now."]);
    const chat = editorChat(editor, quickClock(1000));
    const seen: string[] = [];
    const answer = await chat.complete({ messages: MESSAGES, temperature: 1, maxTokens: 300 }, (soFar) => seen.push(soFar), signal);
    expect(editor.sent).toEqual([[{ role: "user", content: "You are Jo.\n\nHello?" }]]);
    expect(answer.text).toBe("Not now.");
    expect(seen.at(-1)).toBe("Not now.");
    expect(seen.join("")).not.toContain("hm");
    expect(answer.report).toMatchObject({ model: "vendor/m", promptTokens: 19, completionTokens: 25, dropped: ["system", "temperature", "max_tokens"] });
    expect(chat.identity).toEqual({ endpoint: EDITOR_ENDPOINT, origin: EDITOR_ENDPOINT, model: "vendor/m" });
  });

  it("says that a prompt is too long before it sends it", async () => {
    const editor = model(["no"], { maxInputTokens: 10 });
    await expect(editorChat(editor, quickClock(1000)).complete({ messages: MESSAGES }, undefined, signal)).rejects.toMatchObject({ id: "editor-model-too-long", values: { tokens: 19, most: 10 } });
    expect(editor.sent).toEqual([]);
  });

  it("passes its failures on, and is cancelled with the signal's reason", async () => {
    const spent = model([], { send: () => { throw new Failure("editor-model-quota", { model: "vendor/m" }); } });
    await expect(editorChat(spent, quickClock(1000)).complete({ messages: MESSAGES }, undefined, signal)).rejects.toMatchObject({ id: "editor-model-quota" });
    const controller = new AbortController();
    const cut = model([], { async *send() { yield "I "; controller.abort(new Error("paused")); yield "will"; } });
    await expect(editorChat(cut, quickClock(1000)).complete({ messages: MESSAGES }, undefined, controller.signal)).rejects.toThrow("paused");
  });

  it("takes thinking that never ends for no answer", async () => {
    await expect(editorChat(model(["<think>on and on"]), quickClock(1000)).complete({ messages: MESSAGES }, undefined, signal)).rejects.toMatchObject({ id: "answer-only-reasoning" });
  });
});

describe("folding the system text", () => {
  it("makes a message of its own where the person speaks first, and leaves messages without it alone", () => {
    expect(foldedSystem([MESSAGES[0]!, { role: "assistant", content: "Hi" }])).toEqual([{ role: "user", content: "You are Jo." }, { role: "assistant", content: "Hi" }]);
    expect(foldedSystem([MESSAGES[1]!])).toEqual([MESSAGES[1]]);
    expect(foldedSystem([])).toEqual([]);
  });
});
