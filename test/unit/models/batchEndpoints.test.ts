// The test server's files and batches, as the `openai` package sees them.
import OpenAI, { toFile } from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { BatchTreatment } from "../../fakes/batchEndpoints.ts";
import { ModelServer } from "../../fakes/modelServer.ts";

let server: ModelServer;
let client: OpenAI;
beforeAll(async () => {
  server = await ModelServer.start({ key: "k" });
  client = new OpenAI({ baseURL: server.baseUrl, apiKey: "k", maxRetries: 0 });
});
afterEach(() => server.forget());
afterAll(() => server.close());

const request = (id: number): string => JSON.stringify({ custom_id: `p${id}`, method: "POST", url: "/v1/chat/completions", body: { model: "fake", messages: [{ role: "user", content: `您看 ${id}?` }] } });

interface ResultLine {
  readonly custom_id: string;
  readonly response: { readonly status_code?: number; readonly choices?: unknown } | null;
  readonly error: { readonly code?: string } | null;
}

async function submitted(treatment: BatchTreatment, lines = 4): Promise<OpenAI.Batch> {
  server.batches.treatment = treatment;
  const file = await client.files.create({ file: await toFile(Buffer.from(`${Array.from({ length: lines }, (_, at) => request(at)).join("\n")}\n`), "in.jsonl"), purpose: "batch" });
  return client.batches.create({ input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h" });
}

async function textOf(file: string | null | undefined): Promise<string> {
  return file ? (await client.files.content(file)).text() : "";
}

async function results(file: string | null | undefined): Promise<readonly ResultLine[]> {
  return (await textOf(file)).split("\n").filter(Boolean).map((line) => JSON.parse(line) as ResultLine);
}

describe("batches", () => {
  it("are worked on until they are complete", async () => {
    const { id, status } = await submitted({ polls: 2 });
    expect(status).toBe("validating");
    expect((await client.batches.retrieve(id)).status).toBe("in_progress");
    const done = await client.batches.retrieve(id);
    expect(done).toMatchObject({ status: "completed", request_counts: { total: 4, completed: 4, failed: 0 } });
    const lines = await results(done.output_file_id);
    expect(lines.map(({ custom_id }) => custom_id)).toEqual(["p0", "p1", "p2", "p3"]);
    expect(lines[0]).toMatchObject({ response: { status_code: 200, body: { choices: [{ finish_reason: "stop" }] } }, error: null });
    expect((await client.batches.list()).data).toHaveLength(1);
  });

  it("lose, refuse and repeat lines as told, in another order", async () => {
    const { id } = await submitted({ fates: ["answered", "refused", "missing", "twice"], reversed: true });
    const done = await client.batches.retrieve(id);
    expect((await results(done.output_file_id)).map(({ custom_id }) => custom_id)).toEqual(["p3", "p3", "p0"]);
    expect(await results(done.error_file_id)).toMatchObject([{ custom_id: "p1", response: { status_code: 400 } }]);
  });

  it("write the bare shape, with failures in the same file, and cut lines", async () => {
    const { id } = await submitted({ shape: "bare", fates: ["answered", "refused"] }, 2);
    const done = await client.batches.retrieve(id);
    expect(await results(done.output_file_id)).toMatchObject([{ response: { choices: [{}] } }, { response: { body: null }, error: { error: {} } }]);
    expect(done.error_file_id).toBeNull();
    const cut = await client.batches.retrieve((await submitted({ fates: ["half"] }, 1)).id);
    await expect(results(cut.output_file_id)).rejects.toThrow(SyntaxError);
  });

  it("expire with a part done", async () => {
    const done = await client.batches.retrieve((await submitted({ ends: "expired" })).id);
    expect(done.status).toBe("expired");
    expect(await results(done.output_file_id)).toHaveLength(2);
    expect(await results(done.error_file_id)).toMatchObject([{ response: null, error: { code: "batch_expired" } }, { custom_id: "p3" }]);
  });

  it("fail before they begin, or are cancelled with a part done", async () => {
    const failed = await client.batches.retrieve((await submitted({ ends: "failed" })).id);
    expect(failed).toMatchObject({ status: "failed", output_file_id: null, errors: { data: [{ line: 1 }] } });
    const { id } = await submitted({ polls: 5 });
    expect((await client.batches.cancel(id)).status).toBe("cancelled");
    expect(await results((await client.batches.retrieve(id)).output_file_id)).toHaveLength(2);
  });

  it("need the key and a known file", async () => {
    await expect(client.batches.create({ input_file_id: "gone", endpoint: "/v1/chat/completions", completion_window: "24h" })).rejects.toThrow("No such file");
    await expect(new OpenAI({ baseURL: server.baseUrl, apiKey: "wrong", maxRetries: 0 }).batches.list()).rejects.toThrow("Incorrect");
  });
});
