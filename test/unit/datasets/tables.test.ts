import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import type { Mapping } from "../../../src/protocol/mapping.ts";
import { mappingOfColumns } from "../../../src/datasets/mapping/columns.ts";
import { inOrder } from "../../../src/datasets/readers/convokitOrder.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { opened, placed } from "./inMemory.ts";

const SEED = 20_260_818;
const HEAD = "conversation_id,role,text\n";

async function told(dataset: Dataset): Promise<unknown> {
  const all: unknown[] = [];
  for await (const { id, messages } of dataset.records()) all.push([id, messages.map(({ role, text }) => [role, text])]);
  return all.sort((a, b) => String(a).localeCompare(String(b)));
}

function studied(path: string, mapping: Mapping): { study: { folder: string; file: { datasets: { path: string; mapping: Mapping }[] } } } {
  return { study: { folder: "/folder", file: { datasets: [{ path, mapping }] } } };
}

describe("rows of conversations", () => {
  const said = fc.array(fc.tuple(fc.constantFrom("agent", "user"), fc.string({ unit: "grapheme", maxLength: 6 })), { minLength: 1, maxLength: 5 });

  it("give the same records however they are scattered, as CSV, lines or Parquet", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), async (conversations, order) => {
        const queues = conversations.map((turns, number) => [["agent", "Hello"], ["user", "Yes?"], ...turns].map(([role, text]) => [`c${number}`, role ?? "", text ?? ""] as const));
        const together = queues.flat();
        const scattered: (readonly [string, string, string])[] = [];
        const left = queues.map((queue) => [...queue]);
        for (let step = 0; left.some((queue) => queue.length > 0); step++) {
          const open = left.filter((queue) => queue.length > 0);
          const row = open[(order[step % order.length] ?? 0) % open.length]?.shift();
          if (row) scattered.push(row);
        }
        const names = ["conversation_id", "role", "text"];
        const expected = await told((await opened(stringify([names, ...together]), "t.csv")).dataset);
        const lines = scattered.map((row) => JSON.stringify(Object.fromEntries(row.map((cell, i) => [names[i], cell])))).join("\n");
        const parquet = new Uint8Array(parquetWriteBuffer({ columnData: names.map((name, i) => ({ name, data: scattered.map((row) => row[i] ?? ""), type: "STRING" })), rowGroupSize: 3 }));
        for (const [content, name] of [[stringify([names, ...scattered]), "t.csv"], [stringify([names, ...scattered], { delimiter: "\t" }), "t.tsv"], [lines, "t.jsonl"], [parquet, "t.parquet"]] as const) {
          const { dataset } = await opened(content, name);
          expect(await told(dataset)).toEqual(expected);
          expect(dataset.ledger.conversationsKept).toBe(conversations.length);
        }
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it("with faults are problems at their line and column, the conversation left out and no other", async () => {
    const { dataset } = await opened(`${HEAD}a,agent,Hi\na,user,Yes\n\nb,agent,"two\nlines"\nb,boss,No\nc,agent,Hi\nc,user,ok,what\nd,agent\nd,user,x\n`, "t.csv", studied("t.csv", { id: "conversation_id", turns: "rows", role: "role", text: "text" }));
    expect(placed(dataset)).toEqual(["7:3 field-value", "9:1 row-fields", "10:1 row-fields", "10:1 field-missing"]);
    expect(dataset.entries.map(({ id, line }) => [id, line])).toEqual([["a", 2], ["c", 8]]);
    expect(dataset.ledger.leftOut).toEqual({ "wrong-shape": 2 });
  });

  it("without a closing quote cost their own line only", async () => {
    const { dataset } = await opened(`${HEAD}a,agent,"Hi\na,user,Yes\nb,agent,"Hello"\nb,user,ok\n`, "t.csv");
    expect(placed(dataset)).toEqual(["2:1 quote-unclosed"]);
    expect(await told(dataset)).toEqual([["a", [["agent", '"Hi'], ["user", "Yes"]]], ["b", [["agent", "Hello"], ["user", "ok"]]]]);
  });

  it("of nothing but separators are passed over", async () => {
    const { dataset } = await opened(`${HEAD}a,agent,Hi\na,user,Yes\n,,\n,,\n`, "t.csv");
    expect(dataset.problems).toEqual([]);
    expect(dataset.ledger.conversationsRead).toBe(1);
  });

  it("keep for the conversation what all of them share", async () => {
    const { dataset } = await opened("conversation_id,role,text,city,outcome\na,agent,Hi,Bath,\na,user,Yes,Bath,yes\n", "t.csv");
    for await (const { meta, outcome } of dataset.records()) expect([meta, outcome]).toEqual([{ conversation_id: "a", city: "Bath", outcome: "yes" }, { value: "positive" }]);
  });

  it("that no column makes sense of are named, so that a mapping can be given", async () => {
    await expect(opened("when,who,said\n1,x,hello\n", "t.csv")).rejects.toMatchObject({ id: "shape-unknown", values: { fields: "when, who, said" } });
    await expect(opened(`${HEAD}a,agent,Hi\n`, "t.csv", studied("t.csv", { id: "thread", turns: "rows", role: "role", text: "text" }))).rejects.toMatchObject({ id: "table-column-missing", values: { column: "thread" } });
  });

  it("of a file without rows are said to be none", async () => {
    expect(placed((await opened(HEAD, "t.csv", studied("t.csv", { id: "conversation_id", turns: "rows", role: "role", text: "text" }))).dataset)).toEqual(["1:1 empty-table"]);
  });

  it("read after the file changed are refused", async () => {
    const { dataset, files, path } = await opened(`${HEAD}a,agent,Hi\na,user,Yes\n`, "t.csv");
    files.write(path, `${HEAD}b,agent,Hi\nb,user,Yes\n`);
    await expect(dataset.read("a")).rejects.toMatchObject({ id: "dataset-changed" });
    expect(files.openNow).toBe(0);
  });
});

describe("a table in another encoding", () => {
  it.each([["utf16le", "\ufeff"], ["utf8", "\ufeff"], ["utf8", ""]] as const)("%s with %j before it", async (encoding, mark) => {
    const bytes = new Uint8Array(Buffer.from(`${mark}会话ID,角色,内容\r\n一,客服,您好\r\n一,客户,在\r\n`, encoding));
    expect(await told((await opened(bytes, "t.csv")).dataset)).toEqual([["一", [["agent", "您好"], ["user", "在"]]]]);
  });

  it("that is Western is read as UTF-8 and said to be none", async () => {
    const { dataset } = await opened(new Uint8Array(Buffer.from(`${HEAD}a,agent,d\xe9j\xe0 vu\na,user,Yes\n`, "latin1")), "t.csv");
    expect(placed(dataset)).toEqual(["2:10 not-utf8"]);
  });
});

describe("what columns mean", () => {
  const row = (...cells: readonly string[]) => ({ "Session ID": cells[0], Sender: cells[1], Body: cells[2], ts: cells[3], Won: cells[4] });

  it("is told by names and values", () => {
    expect(mappingOfColumns(["Session ID", "Sender", "Body", "ts", "Won"], [row("1", "Bot", "hi", "1700000000", "Yes"), row("1", "Customer", "yo", "1700000100", "Yes"), row("2", "Customer", "no", "", "No")])).toEqual({
      id: "Session ID",
      turns: "rows",
      role: { field: "Sender", agent: ["Bot"], user: ["Customer"] },
      text: "Body",
      time: { field: "ts", format: "epoch-seconds" },
      outcome: { field: "Won", positive: ["Yes"], negative: ["No"] },
    });
  });

  it("is not guessed where a value is not understood", () => {
    expect(mappingOfColumns(["Session ID", "Sender", "Body"], [row("1", "Bot", "hi"), row("1", "Zed", "yo")])).toBeUndefined();
    expect(mappingOfColumns(["Session ID", "Sender", "Body"], [row("1", "Bot", "hi"), row("2", "Customer", "yo")])).toBeUndefined();
    expect(mappingOfColumns(["Session ID", "Sender", "Body", "ts", "Won"], [row("1", "Bot", "hi", "2025-01-01 10:00", "maybe"), row("1", "Customer", "yo", "2025-01-01 10:01", "Yes")])).toEqual({ id: "Session ID", turns: "rows", role: { field: "Sender", agent: ["Bot"], user: ["Customer"] }, text: "Body" });
  });
});

describe("the order of utterances", () => {
  it("is that of their times, else of who answers whom, and never loses one", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.constantFrom("a", "b", "c", "d"), reply_to: fc.constantFrom("a", "b", "c", "d", "e", null), timestamp: fc.constantFrom(null, 1, 2, "3", "x") }), { maxLength: 8 }), (rows) => {
        const { rows: ordered, places } = inOrder(rows);
        expect([...places].sort((a, b) => a - b)).toEqual([...rows.keys()]);
        expect(ordered).toEqual(places.map((place) => rows[place]));
      }),
      { seed: SEED, numRuns: 2_000 },
    );
    const chain = [{ id: "c", reply_to: "b" }, { id: "a", reply_to: null }, { id: "b", reply_to: "a" }];
    expect(inOrder(chain).places).toEqual([1, 2, 0]);
    expect(inOrder([{ id: "x", timestamp: 5 }, { id: "y", timestamp: "4" }]).places).toEqual([1, 0]);
  });
});
