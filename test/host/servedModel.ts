// A running local model server as a suite uses it: its address, how it is to behave, what reached it. Knows nothing of the product.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import type { Behaviour } from "../fakes/modelBehaviours.ts";
import type { ModelAddresses, ModelOrder, ServedRequest } from "./modelProcess.ts";

/** The suites run from `out/test/<round>/`. */
const script = path.resolve(__dirname, "../../../test/host/modelProcess.ts");

/** The parts of a chat request the suites look at. */
export interface ServedChat {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: unknown;
}

export class ServedModel {
  /** Also for a later phase of the round: `new ServedModel(addresses)` reaches the same process. */
  readonly addresses: ModelAddresses;

  constructor(addresses: ModelAddresses) {
    this.addresses = addresses;
  }

  /** `delay`: milliseconds between two pieces of a streamed answer. Requests without the `key`, where one is given, get status 401. */
  static async start({ delay = 0, key }: { readonly delay?: number; readonly key?: string } = {}): Promise<ServedModel> {
    const child = spawn(process.execPath, [script, "--delay", String(delay), ...(key === undefined ? [] : ["--key", key])], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let complaint = "";
    child.stderr.on("data", (data: Buffer) => (complaint += data.toString("utf8")));
    let line = "";
    for await (const data of child.stdout) {
      line += (data as Buffer).toString("utf8");
      if (line.includes("\n")) break;
    }
    assert.ok(line.includes("\n"), `the model server did not start: ${complaint}`);
    child.unref();
    return new ServedModel(JSON.parse(line) as ModelAddresses);
  }

  get origin(): string {
    return this.addresses.origin;
  }

  get address(): string {
    return `${this.origin}/v1`;
  }

  seen(): Promise<readonly ServedRequest[]> {
    return this.#order({ do: "seen" });
  }

  /** The chat requests in order of arrival. */
  async chats(): Promise<readonly ServedChat[]> {
    return (await this.seen()).filter(({ path: route }) => route === "/v1/chat/completions").map(({ body }) => JSON.parse(body) as ServedChat);
  }

  /** The next requests behave like this, one after the other. */
  async next(...behaviours: readonly Behaviour[]): Promise<void> {
    await this.#order({ do: "next", behaviours });
  }

  /** Every request behaves like this once `next` is used up; as its model says when nothing is given. */
  async always(behaviour?: Behaviour): Promise<void> {
    await this.#order({ do: "always", ...(behaviour ? { behaviour } : {}) });
  }

  async forget(): Promise<void> {
    await this.#order({ do: "forget" });
  }

  stop(): void {
    process.kill(this.addresses.process);
  }

  async #order(order: ModelOrder): Promise<readonly ServedRequest[]> {
    const response = await fetch(this.addresses.control, { method: "POST", body: JSON.stringify(order), signal: AbortSignal.timeout(10_000) });
    assert.ok(response.ok, await response.clone().text());
    return (await response.json()) as readonly ServedRequest[];
  }
}
