// What every ChatModel does, whoever serves it.
import { describe, expect, it } from "vitest";
import { isFailure } from "../../src/core/messages/failure.ts";
import type { ChatModel, ChatRequest } from "../../src/core/ports.ts";

export interface ChatModelUnderTest {
  /** A model whose server answers properly. */
  readonly good: ChatModel;
  /** A model whose server refuses every call for good. */
  readonly refused: ChatModel;
  /** A model whose server never answers. */
  readonly silent: ChatModel;
}

const asking: ChatRequest = { messages: [{ role: "system", content: "Play the customer." }, { role: "user", content: "Shall I book it, 您看怎么样?" }] };
const schema = { name: "pick", schema: { type: "object", properties: { stage: { type: "string", enum: ["a", "b"] } }, required: ["stage"], additionalProperties: false } };

export function chatModelContract(kind: string, make: () => Promise<ChatModelUnderTest>): void {
  describe(`${kind} as ChatModel`, () => {
    it("says who it is without a path, a key or a name in the address", async () => {
      const { identity } = (await make()).good;
      expect(Object.keys(identity).sort()).toEqual(["endpoint", "model", "origin"]);
      expect(new URL(identity.origin).origin).toBe(identity.origin);
    });

    it("gives the same text whether it streams or not", async () => {
      const { good } = await make();
      const whole = await good.complete(asking, undefined, AbortSignal.timeout(20_000));
      const texts: string[] = [];
      const streamed = await good.complete(asking, (soFar) => texts.push(soFar), AbortSignal.timeout(20_000));
      expect(whole.text).not.toBe("");
      expect(streamed.text).toBe(whole.text);
      expect(texts.at(-1)).toBe(streamed.text);
      for (const [place, text] of texts.entries()) if (place > 0) expect(text.startsWith(texts[place - 1] ?? "")).toBe(true);
    });

    it("reports what the server said of itself", async () => {
      const { report } = await (await make()).good.complete(asking, () => undefined, AbortSignal.timeout(20_000));
      expect(report.model).toBeTypeOf("string");
      expect(report.finishReason).toBe("stop");
      expect(report.promptTokens).toBeGreaterThan(0);
      expect(report.completionTokens).toBeGreaterThan(0);
      expect(report.milliseconds).toBeGreaterThanOrEqual(0);
    });

    it("names the rung only when a schema was asked for", async () => {
      const { good } = await make();
      expect((await good.complete({ ...asking, schema }, undefined, AbortSignal.timeout(20_000))).rung).toBe("schema");
      expect((await good.complete(asking, undefined, AbortSignal.timeout(20_000))).rung).toBeUndefined();
    });

    it("rejects with a failure when the server refuses", async () => {
      const error: unknown = await (await make()).refused.complete(asking, undefined, AbortSignal.timeout(20_000)).catch((reason: unknown) => reason);
      expect(isFailure(error)).toBe(true);
    });

    it("rejects with the signal's reason when cancelled, before and during a call", async () => {
      const { good, silent } = await make();
      const reason = new Error("no longer wanted");
      await expect(good.complete(asking, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
      for (const onText of [undefined, () => undefined]) {
        const cancel = new AbortController();
        const call = silent.complete(asking, onText, cancel.signal);
        setTimeout(() => cancel.abort(reason), 30);
        await expect(call).rejects.toBe(reason);
      }
    });
  });
}
