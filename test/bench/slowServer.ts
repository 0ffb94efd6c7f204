// Owns the process of the model server that rows call: one short answer, streamed over 20 ms. Tells its parent where it listens and what a call takes.
import { ModelServer } from "../fakes/modelServer.ts";

/** The answer's four events (role, text, end, usage) and what comes after each of them. */
const DELAY = 5;
const IDLE_CALLS = 40;

/** What the parent is told. */
export interface Listening {
  readonly baseUrl: string;
  /** The fastest of some calls made one after the other with nothing but `fetch`: what an answer takes when nobody else wants the machine. */
  readonly milliseconds: number;
}

const server = await ModelServer.start({ delay: DELAY });
server.always({ kind: "say", text: "好的呀" });
const times: number[] = [];
for (let call = 0; call < IDLE_CALLS; call++) {
  const began = performance.now();
  const body = JSON.stringify({ model: "fake", stream: true, stream_options: { include_usage: true }, messages: [{ role: "user", content: "在吗" }] });
  await (await fetch(`${server.baseUrl}/chat/completions`, { method: "POST", headers: { "content-type": "application/json" }, body })).text();
  times.push(performance.now() - began);
}
// It remembers every request; in a benchmark that is only weight.
setInterval(() => (server.seen.length = 0), 50).unref();
process.send?.({ baseUrl: server.baseUrl, milliseconds: Math.min(...times) } satisfies Listening);
process.once("disconnect", () => process.exit());
