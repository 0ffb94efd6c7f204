// The batch endpoint, of our own test server and of an independent mock: submit once, look until it has ended, fetch, cancel.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openaiBatchEngine, type BatchEngine } from "../../src/models/batch/engine.ts";
import { ModelServer } from "../fakes/modelServer.ts";
import { quickClock } from "../fakes/quickClock.ts";
import { foreignServer } from "./foreignServer.ts";

interface Engine {
  readonly engine: BatchEngine;
  close(): Promise<void>;
}

const signal = AbortSignal.timeout(60_000);
const line = (id: string): string => JSON.stringify({ custom_id: id, method: "POST", url: "/v1/chat/completions", body: { model: "fake", messages: [{ role: "user", content: `Shall I, ${id}?` }] } });

function requests(name: string): Parameters<BatchEngine["submit"]>[0] {
  const text = `${["p1", "p2", "p3"].map(line).join("\n")}\n`;
  return { name, sha256: name.padEnd(64, "0"), bytes: () => Promise.resolve(new Blob([text])) };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces).toString("utf8");
}

describe.each<[string, () => Promise<Engine>]>([
  [
    "our test server",
    async () => {
      const server = await ModelServer.start({ key: "k" });
      return { engine: openaiBatchEngine({ name: "own", baseUrl: server.baseUrl, key: "k" }, quickClock(1000)), close: () => server.close() };
    },
  ],
  [
    "an independent mock",
    async () => {
      const server = await foreignServer();
      return { engine: openaiBatchEngine({ name: "foreign", baseUrl: `${server.mock.url}/v1`, key: server.key }, quickClock(1000)), close: () => server.close() };
    },
  ],
])("the batch endpoint of %s", (_, make) => {
  let made: Engine;
  beforeAll(async () => {
    made = await make();
  });
  afterAll(() => made.close());

  it("answers every line, and is not paid twice for one file", async () => {
    const { engine } = made;
    const { batch } = await engine.submit(requests("one.jsonl"), signal);
    expect((await engine.submit(requests("one.jsonl"), signal)).batch).toBe(batch);
    let seen = await engine.look(batch, signal);
    for (let looks = 0; !seen.ended && looks < 10; looks++) seen = await engine.look(batch, signal);
    expect(seen).toMatchObject({ status: "completed", ended: true, total: 3 });
    const lines = (await Promise.all(seen.outputs.map(async (file) => textOf(await engine.fetch(file, signal))))).join("").split("\n").filter(Boolean);
    expect(lines.map((each) => (JSON.parse(each) as { custom_id: string }).custom_id).sort()).toEqual(["p1", "p2", "p3"]);
  });

  it("can be cancelled, and names what it does not know", async () => {
    const { engine } = made;
    const { batch } = await engine.submit(requests("two.jsonl"), signal);
    expect((await engine.cancel(batch, signal)).status).toMatch(/^cancel/u);
    await expect(engine.look("batch_gone", signal)).rejects.toMatchObject({ name: "Failure" });
  });
});
