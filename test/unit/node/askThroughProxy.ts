// One call to the address given, through the proxy and with the certificates of this process's variables. Started by proxyFetch.test.ts,
// since Node reads its certificates when it starts.
import { isFailure } from "../../../src/core/messages/failure.ts";
import { openaiChat } from "../../../src/models/openaiChat.ts";
import { nodeClock } from "../../../src/node/clock.ts";
import { proxyFetch } from "../../../src/node/proxyFetch.ts";

const chat = openaiChat({ name: "far", baseUrl: process.argv[2] ?? "", model: "m", retry: { attempts: 1 } }, { clock: nodeClock, fetch: await proxyFetch(process.env) });
const said = await chat.complete({ messages: [{ role: "user", content: "Hello" }] }, undefined, AbortSignal.timeout(20_000)).then(
  ({ text }) => text,
  (error: unknown) => (isFailure(error) ? `${error.id} ${error.values.code ?? ""}` : String(error)),
);
console.log(said);
process.exit();
