// The test server itself: what a test relies on without looking.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { judgeMessages, verdictJsonSchema } from "../../../src/core/instrument/judgePrompt.ts";
import { parseVerdict } from "../../../src/core/instrument/verdict.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { ModelServer } from "../../fakes/modelServer.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await ModelServer.start();
});
afterEach(() => server.forget());
afterAll(() => server.close());

const post = (body: object): Promise<Response> => fetch(`${server.baseUrl}/chat/completions`, { method: "POST", body: JSON.stringify(body), redirect: "manual" });
const messages = [{ role: "user", content: "您看怎么样?" }];

async function textOf(body: object): Promise<string> {
  const { choices } = (await (await post(body)).json()) as { choices: { message: { content: string } }[] };
  return choices[0]?.message.content ?? "";
}

describe("model server", () => {
  it("gives the same request the same answer, in its language, and another request mostly another", async () => {
    const first = await textOf({ model: "fake", messages });
    expect(await textOf({ model: "fake", messages })).toBe(first);
    expect(first).toMatch(/\p{Script=Han}/u);
    const others = await Promise.all(Array.from({ length: 12 }, (_, at) => textOf({ model: "fake", messages: [{ role: "user", content: `Well ${at}?` }] })));
    expect(new Set(others).size).toBeGreaterThan(3);
  });

  it("remembers the exact bytes", async () => {
    const body = { model: "fake", messages };
    await textOf(body);
    expect(server.seen[0]?.bytes.toString("utf8")).toBe(JSON.stringify(body));
    expect(server.seen[0]?.path).toBe("/v1/chat/completions");
  });

  it("judges validly, with evidence out of the turn", async () => {
    const turn = "再说吧，最近手头紧";
    const asked = { model: "fake", messages: judgeMessages(CODEBOOK_V1.zh, { prefix: [], turn }, nodeDigest), response_format: { type: "json_schema", json_schema: verdictJsonSchema(CODEBOOK_V1.zh) } };
    expect(parseVerdict(CODEBOOK_V1.zh, await textOf(asked), turn)).toMatchObject({ status: "valid", state: { evidence: "再说吧，最近手头" } });
  });

  it("streams the same text in pieces, with the usage where asked for", async () => {
    const whole = await textOf({ model: "fake", messages });
    const raw = await (await post({ model: "fake", messages, stream: true, stream_options: { include_usage: true } })).text();
    const events = raw.split("\n\n").filter(Boolean).map((each) => each.replace("data: ", ""));
    expect(events.pop()).toBe("[DONE]");
    const chunks = events.map((each) => JSON.parse(each) as { choices: { delta: { content?: string } }[]; usage?: object });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe(whole);
    expect(chunks.at(-1)?.usage).toBeDefined();
  });

  it("misbehaves as told, in order, then behaves again", async () => {
    server.next({ kind: "rate-limit", retryAfter: "7" }, { kind: "error", status: 503 }, { kind: "redirect", to: "http://127.0.0.1:1/" }, { kind: "html", status: 502 });
    const answers = [];
    for (let at = 0; at < 5; at++) answers.push(await post({ model: "fake", messages }));
    expect(answers.map(({ status }) => status)).toEqual([429, 503, 307, 502, 200]);
    expect(answers[0]?.headers.get("retry-after")).toBe("7");
    expect(answers[2]?.headers.get("location")).toBe("http://127.0.0.1:1/");
    expect(answers[3]?.headers.get("content-type")).toContain("html");
  });

  it("cuts a connection inside a character", async () => {
    server.next({ kind: "cut" });
    await expect((await post({ model: "fake", messages, stream: true })).text()).rejects.toThrow();
  });

  it("knows only its own models and routes", async () => {
    expect((await post({ model: "gpt", messages })).status).toBe(404);
    expect((await fetch(`${server.origin}/elsewhere`)).status).toBe(404);
    const { data } = (await (await fetch(`${server.baseUrl}/models`)).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toContain("fake:stall");
  });
});
