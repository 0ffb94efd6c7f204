// The troubles of our own test server.
import type { Behaviour } from "../fakes/modelBehaviours.ts";
import { ModelServer } from "../fakes/modelServer.ts";
import type { Trouble, TroubledServer } from "./endpoint.ts";

const KEY = "sk-own-4711";

/** What the server does: some calls in turn, then what it always does. */
function behaviours(trouble: Trouble, elsewhere: string): { readonly next?: readonly Behaviour[]; readonly always?: Behaviour } {
  switch (trouble) {
    case "cut inside a character":
      return { next: [{ kind: "cut" }] };
    case "cut in the middle of an answer":
      return { next: [{ kind: "unfinished" }] };
    case "rate limit without a time":
      return { next: [{ kind: "rate-limit" }, { kind: "rate-limit" }] };
    case "rate limit for 90 seconds":
      return { next: [{ kind: "rate-limit", retryAfter: "90" }] };
    case "rate limit until a date":
      return { next: [{ kind: "rate-limit", retryAfter: new Date(Date.now() + 120_000).toUTCString() }] };
    case "three errors 500":
      return { next: Array.from({ length: 3 }, () => ({ kind: "error", status: 500 })) };
    case "no end of errors 500":
      return { always: { kind: "error", status: 500, code: "server_error" } };
    case "stops answering":
      return { always: { kind: "stall", chunks: 2 } };
    case "never answers":
      return { always: { kind: "hang" } };
    case "redirect to another origin":
      return { always: { kind: "redirect", to: `${elsewhere}/v1/chat/completions` } };
    case "web page":
      return { always: { kind: "html", status: 200 } };
    case "web page with status 502":
      return { always: { kind: "html", status: 502 } };
    case "invalid JSON":
      return { always: { kind: "garbage" } };
    case "another shape":
      return { always: { kind: "wrong-shape" } };
    case "refusal":
      return { always: { kind: "say", text: "", refusal: "I cannot help with that." } };
    case "empty":
      return { always: { kind: "say", text: "" } };
    case "half an answer":
      return { always: { kind: "say", text: "I was just about", finish: "length" } };
    case "withheld by a filter":
      return { always: { kind: "say", text: "", finish: "content_filter" } };
    case "think tags":
      return { always: { kind: "say", text: "<think>They would stall.</think>Maybe next week." } };
    case "half-open think tag":
      return { always: { kind: "say", text: "They would stall.\n</think>\nMaybe next week." } };
    case "reasoning in its own field":
      return { always: { kind: "say", text: "Maybe next week.", reasoning: "They would stall." } };
    case "only reasoning":
      return { always: { kind: "say", text: "<think>They would stall, or" } };
    case "prompt silently cut":
      return { always: { kind: "keeps", tokens: 60, how: "cut" } };
    case "model not found":
      return {};
    case "context too long":
      return { always: { kind: "keeps", tokens: 60, how: "refuse" } };
    case "quota exhausted":
      return { always: { kind: "error", status: 429, code: "insufficient_quota", message: "You exceeded your current quota" } };
    case "wrong key":
      return {};
  }
}

export async function ownServer(): Promise<TroubledServer> {
  const server = await ModelServer.start({ key: KEY });
  const other = await ModelServer.start();
  return {
    serve(trouble) {
      server.forget();
      const { next = [], always } = behaviours(trouble, other.origin);
      server.next(...next);
      server.always(always);
      return Promise.resolve({ baseUrl: server.baseUrl, model: trouble === "model not found" ? "gone" : "fake", key: trouble === "wrong key" ? "sk-wrong" : KEY });
    },
    calls: () => server.bodies.length,
    get elsewhere() {
      return other.seen.map(({ headers }) => JSON.stringify(headers));
    },
    async close() {
      await server.close();
      await other.close();
    },
  };
}
