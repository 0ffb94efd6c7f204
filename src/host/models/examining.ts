// Owns looking at what a model does and showing it. Refuses how it is found out (study/).
import { sentence } from "../../core/messages/sentences.ts";
import type { ChatModel } from "../../core/ports.ts";
import { language } from "../edge.ts";
import type { Examine } from "./models.ts";

/** A test call: its latency and raw answer. */
export function examining(chatModel: (endpoint: string, model: string) => Promise<ChatModel>): Examine {
  return async ({ name }, model, _tell, signal) => {
    const began = performance.now();
    const chat = await chatModel(name, model);
    const answer = await chat.complete({ messages: [{ role: "user", content: "Say hello in five words." }], maxTokens: 50 }, undefined, signal);
    const values = { model: answer.report.model ?? model, milliseconds: Math.round(performance.now() - began), answer: answer.text.slice(0, 300) };
    return { summary: sentence("test-answered", values, language) };
  };
}
