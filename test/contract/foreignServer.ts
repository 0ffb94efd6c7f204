// The troubles of an OpenAI-compatible mock that is not ours: the npm package @copilotkit/aimock.
import { LLMock } from "@copilotkit/aimock";
import type { Trouble, TroubledServer } from "./endpoint.ts";

const KEY = "sk-foreign-4711";
export const FOREIGN_TEXT = "Maybe next week, 我再想想。";

/** What it has no way to do. */
export const FOREIGN_CANNOT: readonly Trouble[] = ["cut inside a character", "rate limit without a time", "rate limit until a date", "redirect to another origin", "web page", "web page with status 502", "another shape", "refusal"];

/** Answers of a fixed text, told apart by the model asked for; what passes it has for the first call only. */
function taught(mock: LLMock): void {
  const say = (trouble: Trouble, response: Parameters<LLMock["on"]>[1], more: Parameters<LLMock["on"]>[2] = {}): void => {
    mock.on({ model: trouble }, response, more);
  };
  say("no end of errors 500", { error: { message: "overloaded", code: "server_error" }, status: 500 });
  say("stops answering", { content: FOREIGN_TEXT.repeat(9) }, { chunkSize: 4, streamingProfile: { ttft: 1, tps: 0.01 } });
  say("never answers", { content: FOREIGN_TEXT }, { chaos: { latencyMs: 30_000 } });
  say("invalid JSON", { content: FOREIGN_TEXT }, { chaos: { malformedRate: 1 } });
  say("empty", { content: "" });
  say("half an answer", { content: "I was just about", finishReason: "length" });
  say("withheld by a filter", { content: "", finishReason: "content_filter" });
  say("think tags", { content: `<think>They would stall.</think>${FOREIGN_TEXT}` });
  say("half-open think tag", { content: `They would stall.\n</think>\n${FOREIGN_TEXT}` });
  say("reasoning in its own field", { content: FOREIGN_TEXT, reasoning: "They would stall." });
  say("only reasoning", { content: "<think>They would stall, or" });
  say("prompt silently cut", { content: FOREIGN_TEXT, usage: { prompt_tokens: 60, completion_tokens: 5, total_tokens: 65 } });
  say("model not found", { error: { message: "The model does not exist", code: "model_not_found" }, status: 404 });
  say("context too long", { error: { message: "This model's maximum context length is 60 tokens.", code: "context_length_exceeded" }, status: 400 });
  say("quota exhausted", { error: { message: "You exceeded your current quota", code: "insufficient_quota", type: "insufficient_quota" }, status: 429 });
  mock.on({ model: "rate limit for 90 seconds", sequenceIndex: 0 }, { error: { message: "Too many requests", code: "rate_limit_exceeded" }, status: 429, retryAfter: 90 });
  mock.on({ model: "cut in the middle of an answer", sequenceIndex: 0 }, { content: FOREIGN_TEXT.repeat(9) }, { chunkSize: 4, truncateAfterChunks: 3 });
  mock.on({ responseFormat: "json_schema" }, { content: '{"stage":"a"}' });
  mock.on({}, { content: FOREIGN_TEXT });
}

export interface ForeignServer extends TroubledServer {
  readonly mock: LLMock;
  readonly key: string;
}

export async function foreignServer(): Promise<ForeignServer> {
  const mock = new LLMock({ port: 0, auth: { apiKeys: [KEY] } });
  taught(mock);
  await mock.start();
  return {
    mock,
    key: KEY,
    elsewhere: [],
    calls: () => mock.getRequests().length,
    serve(trouble) {
      mock.clearRequests();
      mock.resetMatchCounts();
      if (trouble === "three errors 500") for (let at = 0; at < 3; at++) mock.nextRequestError(500, { message: "overloaded", code: "server_error" });
      return Promise.resolve({ baseUrl: `${mock.url}/v1`, model: trouble, key: trouble === "wrong key" ? "sk-wrong" : KEY });
    },
    close: async () => {
      await mock.stop();
    },
  };
}
