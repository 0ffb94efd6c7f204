// The local model server as a process of its own, so that it outlives an extension host that crashes, as a real one does.
// Prints one line with its addresses; the second address takes behaviours and tells what came. Started by servedModel.ts.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import type { Behaviour } from "../fakes/modelBehaviours.ts";
import { ModelServer } from "../fakes/modelServer.ts";

/** What can be asked of the second address. */
export type ModelOrder =
  | { readonly do: "seen" }
  | { readonly do: "next"; readonly behaviours: readonly Behaviour[] }
  | { readonly do: "always"; readonly behaviour?: Behaviour }
  | { readonly do: "forget" };

/** A request as it came; `body` is its text. */
export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** The line that is printed. */
export interface ModelAddresses {
  readonly origin: string;
  readonly control: string;
  readonly process: number;
}

/** Nobody needs it longer; a host that died cannot end it. */
const LIFETIME = 1_800_000;

const { values } = parseArgs({ options: { key: { type: "string" }, delay: { type: "string", default: "0" } } });
const server = await ModelServer.start({ delay: Number(values.delay), ...(values.key === undefined ? {} : { key: values.key }) });
const control = createServer((request, response) => {
  void (async () => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    response.end(JSON.stringify(carryOut(JSON.parse(Buffer.concat(pieces).toString("utf8")) as ModelOrder)));
  })().catch((error: unknown) => response.writeHead(500).end(String(error)));
});
control.listen(0, "127.0.0.1", () => {
  const addresses: ModelAddresses = { origin: server.origin, control: `http://127.0.0.1:${(control.address() as AddressInfo).port}`, process: process.pid };
  console.log(JSON.stringify(addresses));
});
setTimeout(() => process.exit(), LIFETIME);

function carryOut(order: ModelOrder): readonly ServedRequest[] {
  switch (order.do) {
    case "seen":
      return server.seen.map(({ method, path, headers, bytes }) => ({ method, path, headers, body: bytes.toString("utf8") }));
    case "next":
      server.next(...order.behaviours);
      return [];
    case "always":
      server.always(order.behaviour);
      return [];
    case "forget":
      server.forget();
      return [];
  }
}
