// Owns the ChatModel over a model of the editor: the system text folded into the first message, tokens counted, limits. Refuses the editor's API.
import { EDITOR_ENDPOINT, type EditorModel } from "../core/editorModel.ts";
import { Failure } from "../core/messages/failure.ts";
import type { ChatModel, Clock } from "../core/ports.ts";
import type { ChatMessage } from "../core/probe/probe.ts";
import { Gate } from "./gate.ts";
import { unfinishedReasoning, withoutReasoning, withoutReasoningSoFar } from "./reasoning.ts";

/** Providers limit people, not programs. */
const AT_ONCE = 2;

/** What such a model cannot be told, under the names reports use. */
const NOT_TAKEN = ["system", "temperature", "max_tokens"] as const;

/** A chat model for trying out: nobody can say later which weights answered, or at which temperature. Calls wait their turn, two at once. */
export function editorChat(model: EditorModel, clock: Clock, timeoutSeconds = 120): ChatModel {
  const gate = new Gate({ start: AT_ONCE, most: AT_ONCE }, clock);
  return {
    identity: { endpoint: EDITOR_ENDPOINT, origin: EDITOR_ENDPOINT, model: model.name },
    atOnce: AT_ONCE,
    async complete({ messages, schema }, onText, signal) {
      const lease = await gate.enter(signal);
      const limit = AbortSignal.timeout(timeoutSeconds * 1000);
      const either = AbortSignal.any([signal, limit]);
      const began = clock.milliseconds();
      try {
        const folded = foldedSystem(messages);
        const promptTokens = await model.countTokens(folded.map(({ content }) => content).join("\n"), either);
        if (promptTokens > model.maxInputTokens) throw new Failure("editor-model-too-long", { model: model.name, tokens: promptTokens, most: model.maxInputTokens });
        let raw = "";
        for await (const piece of model.send(folded, either)) {
          raw += piece;
          onText?.(withoutReasoningSoFar(raw));
        }
        either.throwIfAborted();
        const text = withoutReasoning(raw);
        if (text === "" && unfinishedReasoning(raw)) throw new Failure("answer-only-reasoning", { endpoint: EDITOR_ENDPOINT });
        const completionTokens = await model.countTokens(raw, either);
        return { text, report: { model: model.name, promptTokens, completionTokens, milliseconds: clock.milliseconds() - began, dropped: NOT_TAKEN }, ...(schema ? { rung: "text" as const } : {}) };
      } catch (error) {
        signal.throwIfAborted();
        if (limit.aborted) throw new Failure("endpoint-timeout", { endpoint: EDITOR_ENDPOINT, seconds: timeoutSeconds, attempts: 1 });
        throw error;
      } finally {
        lease.leave(true);
      }
    },
  };
}

/** The same messages without a system role: its text comes before that of the first message, or as a message of its own where the person speaks first. */
export function foldedSystem(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content).join("\n\n");
  const [first, ...rest] = messages.filter(({ role }) => role !== "system");
  if (system === "") return first ? [first, ...rest] : [];
  if (first?.role !== "user") return [{ role: "user", content: system }, ...(first ? [first] : []), ...rest];
  return [{ role: "user", content: `${system}\n\n${first.content}` }, ...rest];
}
