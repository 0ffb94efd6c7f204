// What our side makes of the troubles of an OpenAI-compatible server, whoever serves it: each ends in an answer, or in a failure of its own.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isFailure } from "../../src/core/messages/failure.ts";
import type { SentenceId } from "../../src/core/messages/sentences.ts";
import type { ChatAnswer, ChatModel, ChatRequest } from "../../src/core/ports.ts";
import { listModels } from "../../src/models/modelList.ts";
import { openaiChat } from "../../src/models/openaiChat.ts";
import { quickClock, type QuickClock } from "../fakes/quickClock.ts";

/** Troubles, with what comes of them: the id of a failure, or an answer after a while. */
export const TROUBLES = {
  "cut inside a character": "answer",
  "cut in the middle of an answer": "answer",
  "rate limit without a time": "answer",
  "rate limit for 90 seconds": "answer",
  "rate limit until a date": "answer",
  "three errors 500": "answer",
  "no end of errors 500": "endpoint-failing",
  "stops answering": "endpoint-stalled",
  "never answers": "endpoint-timeout",
  "redirect to another origin": "endpoint-redirected",
  "web page": "endpoint-web-page",
  "web page with status 502": "endpoint-failing",
  "invalid JSON": "endpoint-answer-unreadable",
  "another shape": "endpoint-answer-unreadable",
  refusal: "answer",
  empty: "answer",
  "half an answer": "answer-cut-by-length",
  "withheld by a filter": "answer-filtered",
  "think tags": "answer",
  "half-open think tag": "answer",
  "reasoning in its own field": "answer",
  "only reasoning": "answer-only-reasoning",
  "prompt silently cut": "answer-prompt-cut",
  "model not found": "endpoint-model-unknown",
  "context too long": "endpoint-context-too-long",
  "quota exhausted": "endpoint-quota-exhausted",
  "wrong key": "endpoint-key-refused",
} as const satisfies Readonly<Record<string, SentenceId | "answer">>;

export type Trouble = keyof typeof TROUBLES;

/** Troubles that pass, so that it takes more than one call. */
const PASSING: readonly Trouble[] = ["cut inside a character", "cut in the middle of an answer", "rate limit without a time", "rate limit for 90 seconds", "rate limit until a date", "three errors 500"];
/** A call in one piece has no middle in which it could stop or be cut. */
const STREAMING_ONLY: readonly Trouble[] = ["stops answering", "cut inside a character", "cut in the middle of an answer"];

/** Where a trouble is served. */
export interface Served {
  readonly baseUrl: string;
  readonly model: string;
  readonly key?: string;
}

export interface TroubledServer {
  /** Sets the server up: it has this trouble now, for as many calls as the trouble lasts. */
  serve(trouble: Trouble): Promise<Served>;
  /** Chat calls since then. */
  calls(): number;
  /** Headers that other origins have seen. */
  readonly elsewhere: readonly string[];
  close(): Promise<void>;
}

const PATIENT = 20_000;
/** Long enough for a cut to be sure. */
const LONG: ChatRequest = { messages: [{ role: "system", content: "Play the customer." }, ...Array.from({ length: 20 }, (_, at) => ({ role: at % 2 === 0 ? ("user" as const) : ("assistant" as const), content: `Term ${at}: shall we go over it once more, as we did the week before? Shall we, 您看怎么样?` })), { role: "user", content: "Well?" }], maxTokens: 50 };

/** Runs all troubles against a server; those it cannot have are skipped by name. */
export function endpointContract(kind: string, cannot: readonly Trouble[], make: () => Promise<TroubledServer>): void {
  describe(`troubles of ${kind}`, () => {
    let server: TroubledServer;
    beforeAll(async () => {
      server = await make();
    });
    afterAll(() => server.close());

    for (const streaming of [true, false]) {
      for (const [trouble, expected] of Object.entries(TROUBLES) as [Trouble, string][]) {
        if (!streaming && STREAMING_ONLY.includes(trouble)) continue;
        it.skipIf(cannot.includes(trouble))(`${trouble}: ${expected} (streaming: ${streaming})`, async () => {
          const clock = quickClock(expected === "answer" ? 200 : 500);
          const outcome = await outcomeOf(modelAt(await server.serve(trouble), clock, expected === "answer" ? 5 : 2), streaming);
          if (expected !== "answer") {
            expect(isFailure(outcome) ? outcome.id : outcome).toBe(expected);
            return;
          }
          expect(outcome).toHaveProperty("text");
          const { text } = outcome as ChatAnswer;
          expect(text).not.toMatch(/\uFFFD|think/u);
          if (trouble === "empty" || trouble === "refusal") expect(text).toBe("");
          else expect(text).not.toBe("");
          if (PASSING.includes(trouble)) expect(server.calls()).toBeGreaterThan(1);
          if (trouble === "rate limit for 90 seconds") expect(Math.max(...clock.slept.filter((each) => each <= 120_000))).toBeGreaterThanOrEqual(90_000);
        });
      }
    }

    it("shows its key to no other origin", () => {
      expect(server.elsewhere).toEqual([]);
    });

    it("lists its models, and says so where the key is refused", async () => {
      const { baseUrl, model, key } = await server.serve("think tags");
      const wire = { baseUrl, now: () => 0, ...(key === undefined ? {} : { key }) };
      expect((await listModels("test", wire, AbortSignal.timeout(PATIENT))).length).toBeGreaterThan(0);
      expect(model).not.toBe("");
      const wrong = await server.serve("wrong key");
      await expect(listModels("test", { ...wrong, now: () => 0 }, AbortSignal.timeout(PATIENT))).rejects.toMatchObject({ id: "endpoint-key-refused" });
    });
  });
}

function modelAt(served: Served, clock: QuickClock, attempts: number): ChatModel {
  const limits = { timeoutSeconds: 300, loadingSeconds: 300, stallSeconds: 100 };
  return openaiChat({ name: "test", ...served, ...limits, retry: { attempts } }, { clock, random: () => 0 });
}

function outcomeOf(model: ChatModel, streaming: boolean): Promise<unknown> {
  return model.complete(LONG, streaming ? () => undefined : undefined, AbortSignal.timeout(PATIENT)).catch((error: unknown) => error);
}
