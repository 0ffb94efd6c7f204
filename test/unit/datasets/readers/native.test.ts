import { describe, expect, it } from "vitest";
import { LONGEST_ITEM } from "../../../../src/datasets/sources/items.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";
import { digest, line, opened, placed } from "../inMemory.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a native dataset", () => {
  it("lists its conversations and reads their texts on demand", async () => {
    const record = {
      id: "c-1",
      customer: "u-17",
      agent: "a-3",
      outcome: { value: "positive", label: "buyer", at: "2025-03-01T10:25:00+08:00", endedBy: "user", end: "paid" },
      profile: { age: 52, city: "Chengdu", member: true, note: null },
      turns: [
        { role: "system", text: "joined" },
        { role: "agent", text: "Hello", at: "2025-03-01T10:20:00+08:00", labels: [{ by: "a", act: "rapport" }] },
        { role: "user", text: "Yes?", at: "2025-03-01T10:21:10+08:00", labels: [{ by: "b", stage: "exploring", emotion: "neutral", blocker: "none" }] },
        { role: "user", text: "Who is it?", at: "2025-03-01T10:21:30+08:00" },
        { role: "agent", text: "Paid, thanks", at: "2025-03-01T10:26:00+08:00" },
      ],
      meta: { category: "standard" },
    };
    const { dataset } = await opened(`${line("c-0")}\n${JSON.stringify(record)}\n`);
    expect(dataset.problems).toEqual([]);
    expect(dataset.entries).toEqual([
      { id: "c-0", outcome: "unknown", turns: 2, userTurns: 1, line: 1, offset: 0, length: line("c-0").length },
      { id: "c-1", outcome: "positive", customer: "u-17", turns: 2, userTurns: 1, line: 2, offset: line("c-0").length + 1, length: utf8(JSON.stringify(record)).length },
    ]);
    expect(dataset.ledger).toEqual({
      conversationsRead: 2,
      conversationsKept: 2,
      leftOut: {},
      messagesRead: 7,
      messagesMerged: 1,
      messagesCut: 1,
      conversationsTruncated: 1,
      systemMessages: 1,
      outcomes: { positive: 1, negative: 0, unknown: 1 },
    });
    const read = await dataset.read("c-1");
    expect(read).toMatchObject({ id: "c-1", customer: "u-17", agent: "a-3", outcome: record.outcome, profile: { age: "52", city: "Chengdu", member: "true" }, meta: { category: "standard" } });
    expect(read.turns.map(({ role, text, act }) => [role, text, act])).toEqual([["agent", "Hello", "rapport"], ["user", "Yes?\nWho is it?", undefined]]);
    expect(read.turns[1]?.messages[0]?.labels).toEqual([{ by: "b", stage: "exploring", emotion: "neutral", blocker: "none" }]);
    expect(read.cut.map(({ text }) => text)).toEqual(["Paid, thanks"]);
  });

  it("takes the names of its strata from its outcomes", async () => {
    const outcome = (value: string, label?: string) => ({ outcome: { value, label } });
    const { dataset } = await opened([line("a", outcome("positive", "buyer")), line("b", outcome("negative", "lost")), line("c", outcome("negative", "left")), line("d", outcome("negative", "left"))].join("\n"));
    expect(dataset.strata).toEqual({ positive: "buyer", negative: "left" });
  });

  it("gives the same identity for the same bytes, and another for others", async () => {
    const [one, same, other] = await Promise.all([opened(line("a")), opened(line("a")), opened(line("b"))]);
    const hash = (await one.dataset.identity()).hash;
    expect(hash).toBe(digest.sha256(line("a")));
    expect((await same.dataset.identity()).hash).toBe(hash);
    expect((await other.dataset.identity()).hash).not.toBe(hash);
  });

  it("reads a text by its range, not the file", async () => {
    const lines = Array.from({ length: 200 }, (_, number) => line(`c-${number}`, { meta: { padding: "x".repeat(1000) } }));
    const { dataset, files } = await opened(lines.join("\n"));
    files.bytesRead = 0;
    await dataset.read("c-150");
    expect(files.bytesRead).toBe(lines[150]?.length);
    expect(files.openNow).toBe(0);
  });

  it("reads all in file order, and stops when asked to", async () => {
    const { dataset, files } = await opened(Array.from({ length: 50 }, (_, number) => line(`c-${number}`)).join("\n"));
    const ids: string[] = [];
    for await (const { id } of dataset.all()) ids.push(id);
    expect(ids).toEqual(dataset.entries.map(({ id }) => id));
    const stop = new AbortController();
    const some: string[] = [];
    await expect(async () => {
      for await (const { id } of dataset.all(stop.signal)) if (some.push(id) === 3) stop.abort(new Error("enough"));
    }).rejects.toThrow("enough");
    expect(some).toHaveLength(3);
    expect(files.openNow).toBe(0);
  });

  it("tells how far it is", async () => {
    const seen: [number, number][] = [];
    const { dataset } = await opened(`${line("a")}\n${"\n".repeat(3_000_000)}${line("b")}`, "data.jsonl", { onProgress: (done, total) => seen.push([done, total]) });
    expect(dataset.entries[1]?.line).toBe(3_000_002);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
  });

  it("refuses what it has not, and what is no longer what it opened", async () => {
    const { dataset, files, path } = await opened(line("a"));
    await expect(dataset.read("b")).rejects.toMatchObject({ id: "conversation-not-found", values: { conversation: "b" } });
    files.write(path, line("c"));
    await expect(dataset.read("a")).rejects.toMatchObject({ id: "dataset-changed", values: { path } });
    await expect(dataset.identity()).rejects.toMatchObject({ id: "dataset-changed" });
  });
});

describe("bad input is a problem at its place, and the rest is still used", () => {
  const good = line("good");
  const cases: readonly (readonly [string, string | Uint8Array, readonly string[], Readonly<Record<string, number>>])[] = [
    ["a cut last line", `${good}\n${line("cut").slice(0, 30)}`, ["2:31 line-cut"], { "bad-json": 1 }],
    ["a broken line", `{"id":"x" "turns":[]}\n${good}`, ["1:11 bad-json"], { "bad-json": 1 }],
    ["something else than an object", `[1,2]\n"text"\n${good}`, ["1:1 not-an-object", "2:1 not-an-object"], { "wrong-shape": 2 }],
    ["a wrong type", `${line("x").replace('"Yes?"', "5")}\n${good}`, [`1:${line("x").indexOf('"Yes?"') + 1} field-type`], { "wrong-shape": 1 }],
    ["a missing field", `{"turns":[]}\n{"id":"x"}\n${good}`, ["1:1 field-missing", "2:1 field-missing"], { "wrong-shape": 2 }],
    ["an unknown role", `${line("x").replace('"user"', '"buyer"')}\n${good}`, [`1:${line("x").indexOf('"user"') + 1} field-value`], { "wrong-shape": 1 }],
    ["a time without offset", `${line("x", { outcome: { value: "positive", at: "2025-03-01T10:00:00" } })}\n${good}`, [`1:${line("x", { outcome: { value: "positive", at: "" } }).indexOf('"at"') + 6} field-time`], { "wrong-shape": 1 }],
    ["an empty id", `${line("")}\n${good}`, ["1:7 field-empty"], { "wrong-shape": 1 }],
    ["a duplicate id", `${good}\n\n${good}`, ["3:7 duplicate-id"], { "duplicate-id": 1 }],
    ["a number and a text as the same id", `${line("7")}\n${line("7").replace('"7"', "7")}\n${good}`, ["2:7 duplicate-id"], { "duplicate-id": 1 }],
    ["a conversation without user turns", `{"id":"x","turns":[{"role":"agent","text":"a"}]}\n${good}`, ["1:19 no-user-turns"], { "no-user-turns": 1 }],
    ["a conversation without turns", `{"id":"x","turns":[]}\n${good}`, ["1:19 no-user-turns"], { "no-user-turns": 1 }],
    ["a conversation without agent turns", `{"id":"x","turns":[{"role":"user","text":"a"}]}\n${good}`, ["1:19 no-agent-turn"], { "no-agent-turn": 1 }],
    [
      "an outcome before the conversation",
      `{"id":"x","outcome":{"value":"positive","at":"2020-01-01T00:00:00Z"},"turns":[{"role":"agent","text":"a","at":"2021-01-01T00:00:00Z"},{"role":"user","text":"b"}]}\n${good}`,
      ["1:46 empty-after-truncation"],
      { "empty-after-truncation": 1 },
    ],
    ["an unknown act", `${line("x", { turns: [{ role: "agent", text: "a", labels: [{ by: "z", act: "dance" }] }, { role: "user", text: "b" }] })}\n${good}`, [`1:${'{"id":"x","turns":[{"role":"agent","text":"a","labels":[{"by":"z","act":'.length + 1} act-unknown`], {}],
    ["times that go back", `{"id":"x","turns":[{"role":"agent","text":"a","at":"2021-01-01T00:00:00Z"},{"role":"user","text":"b","at":"2020-01-01T00:00:00Z"}]}\n${good}`, [`1:${'{"id":"x","turns":[{"role":"agent","text":"a","at":"2021-01-01T00:00:00Z"},{"role":"user","text":"b","at":'.length + 1} times-not-ascending`], {}],
    ["a field that is also in meta", `${line("x", { colour: 1, meta: { colour: 2 } })}\n${good}`, [`1:${line("x", { colour: 1 }).indexOf('"colour"') + 10} field-taken`], {}],
    ["a field nested without end", `${line("x", {}).slice(0, -1)},"deep":${"[".repeat(5000)}${"]".repeat(5000)}}\n${good}`, [`1:${line("x").length + 8} field-too-deep`], { "wrong-shape": 1 }],
    ["nesting without end that is no JSON", `${"[".repeat(100_000)}\n${good}`, ["1:100001 bad-json"], { "bad-json": 1 }],
    ["a NUL byte in a line", `{"id":"a\u0000b","turns":[]}\n${good}`, ["1:9 bad-json"], { "bad-json": 1 }],
  ];

  it.each(cases)("%s", async (_, content, problems, leftOut) => {
    const { dataset } = await opened(content);
    expect(placed(dataset)).toEqual(problems);
    expect(dataset.ledger.leftOut).toEqual(leftOut);
    expect(dataset.entry("good")).toBeDefined();
    expect(await dataset.read("good")).toMatchObject({ id: "good" });
    expect(dataset.ledger.conversationsRead).toBe(dataset.ledger.conversationsKept + Object.values(leftOut).reduce((sum, count) => sum + count, 0));
  });

  it("CRLF, blank lines and a byte order mark are read as if they were not there", async () => {
    const { dataset } = await opened(`\uFEFF${line("a")}\r\n\r\n  \n${line("b")}\r\n${line("c").slice(0, -1)} \r\n`);
    expect(placed(dataset)).toEqual([`5:${line("c").length + 1} bad-json`]);
    expect(dataset.entries.map(({ id, line: at }) => [id, at])).toEqual([["a", 1], ["b", 4]]);
    expect((await dataset.read("a")).turns[0]?.text).toBe("Hello a");
    expect((await dataset.read("b")).turns[0]?.text).toBe("Hello b");
  });

  it("columns count UTF-16 units from the line's first character, also after a byte order mark", async () => {
    const text = `\uFEFF{"id":"é🙂","turns":[{"role":"agent","text":5}]}`;
    const { dataset } = await opened(text);
    expect(placed(dataset)).toEqual([`1:${text.indexOf("5}")} field-type`]);
  });

  it("Latin-1 bytes are reported where they stand; the record is read with replacement characters", async () => {
    const text = `${line("ok")}\n${line("é1").replace("Yes?", "Café 🙂")}\n`;
    const latin = Uint8Array.from([...utf8(`${line("ok")}\n`), ...utf8('{"id":"l","turns":[{"role":"agent","text":"🙂 Caf'), 0xe9, ...utf8(' olé"},{"role":"user","text":"b"}]}\n'), ...utf8(text.split("\n")[1] ?? "")]);
    const { dataset } = await opened(latin);
    expect(placed(dataset)).toEqual(["2:50 not-utf8"]);
    expect(dataset.problems[0]?.severity).toBe("error");
    expect((await dataset.read("l")).turns[0]?.text).toBe("🙂 Caf\uFFFD olé");
    expect(dataset.entries.map(({ id }) => id)).toEqual(["ok", "l", "é1"]);
  });

  it("an empty file says what is expected", async () => {
    for (const content of ["", "\n\n", "\uFEFF", " \r\n"]) expect(placed((await opened(content)).dataset)).toEqual(["1:1 empty-file"]);
  });

  it("UTF-16 that says so by its mark is read like UTF-8", async () => {
    for (const swapped of [false, true]) {
      const bytes = Buffer.from(`\uFEFF${line("a")}\n${line("é🙂")}\n`, "utf16le");
      const { dataset } = await opened(new Uint8Array(swapped ? bytes.swap16() : bytes));
      expect(placed(dataset)).toEqual([]);
      expect(dataset.entries.map(({ id }) => id)).toEqual(["a", "é🙂"]);
      expect((await dataset.read("é🙂")).id).toBe("é🙂");
      expect((await dataset.standing()).kind).toBe("same");
    }
  });

  it("a binary file says so once", async () => {
    const archive = Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 0, 0, 3, ...Array.from({ length: 5000 }, (_, index) => (index * 37) % 256)]);
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${line("a")}\n`, "utf16le"));
    for (const content of [archive, utf16.subarray(2)]) {
      const { dataset } = await opened(content);
      expect(placed(dataset)).toEqual(["1:1 binary-file"]);
      expect(dataset.entries).toEqual([]);
    }
  });

  it("names of Object's own are data like any other", async () => {
    const text = '{"id":"__proto__","constructor":{"prototype":1},"turns":[{"role":"agent","text":"a","toString":2},{"role":"user","text":"b"}],"profile":{"hasOwnProperty":"x"},"meta":{"__proto__":{"polluted":true}}}';
    const { dataset } = await opened(`${text}\n${line("constructor")}`);
    expect(placed(dataset)).toEqual([]);
    expect((await dataset.read("__proto__")).profile).toEqual({ hasOwnProperty: "x" });
    expect(dataset.entry("toString")).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("too many problems are counted rather than held", async () => {
    const { dataset } = await opened("{\n".repeat(3000) + line("good"));
    expect(dataset.problems).toHaveLength(1001);
    expect(dataset.problems.at(-1)).toMatchObject({ id: "problems-more", values: { count: 2000 } });
    expect(dataset.ledger.leftOut).toEqual({ "bad-json": 3000 });
    expect(dataset.entries).toHaveLength(1);
  });

  it("a line of 200 MB is passed over without being held", async () => {
    const before = utf8(`${line("before")}\n`);
    const after = utf8(`\n${line("after")}\n`);
    const long = 200 * 1024 * 1024;
    const size = before.length + long + after.length;
    const files = new MemoryFiles({ "/folder/long.jsonl": "" });
    files.open = async () => ({
      size,
      modified: 1,
      read: async (offset, length) => {
        const chunk = new Uint8Array(Math.min(length, size - offset)).fill(0x78);
        for (const [at, bytes] of [[0, before], [before.length + long, after]] as const) {
          for (let index = 0; index < bytes.length; index++) {
            const place = at + index - offset;
            if (place >= 0 && place < chunk.length) chunk[place] = bytes[index]!;
          }
        }
        return chunk;
      },
      close: async () => undefined,
    });
    const dataset = await openDataset({ path: "/folder/long.jsonl", files, digest });
    expect(long).toBeGreaterThan(LONGEST_ITEM);
    expect(placed(dataset)).toEqual(["2:1 line-too-long"]);
    expect(dataset.ledger.leftOut).toEqual({ "too-long-line": 1 });
    expect(dataset.entries.map(({ id }) => id)).toEqual(["before", "after"]);
    expect((await dataset.read("after")).turns[0]?.text).toBe("Hello after");
  });
});
