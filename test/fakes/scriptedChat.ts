// A ChatModel that says what it is told, and remembers what it was asked.
import type { ChatAnswer, ChatModel, ChatRequest } from "../../src/core/ports.ts";

export interface ScriptedChat extends ChatModel {
  readonly asked: readonly ChatRequest[];
}

/** Answers in order; a text is a normal answer, an error is thrown. After the last it fails the test. */
export function scriptedChat(...answers: readonly (string | Partial<ChatAnswer> | Error)[]): ScriptedChat {
  const asked: ChatRequest[] = [];
  const left = [...answers];
  return {
    asked,
    identity: { endpoint: "scripted", origin: "https://scripted.example", model: "m" },
    async complete(request, onText, signal) {
      signal.throwIfAborted();
      asked.push(request);
      const next = left.shift();
      if (next === undefined) throw new Error("the script has ended");
      if (next instanceof Error) throw next;
      const answer: ChatAnswer = { text: "", report: { finishReason: "stop" }, ...(typeof next === "string" ? { text: next } : next) };
      onText?.(answer.text);
      return answer;
    },
  };
}
