import { expect, it } from "vitest";
import { firstRecords, groupedRows } from "../../../../src/datasets/mapping/firstRecords.ts";
import { surveyOf } from "../../../../src/datasets/mapping/survey.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

it("are the lines, the elements, the longest list of a document, or the rows of a table", async () => {
  const files = new MemoryFiles({
    "/a.jsonl": encoded('{"a":1}\nno json\n{"a":2}\n'),
    "/b.json": encoded('[{"a":1},{"a":2}]'),
    "/c.json": encoded('{"version":1,"short":[1],"calls":[{"a":1},{"a":2}]}'),
    "/d.csv": encoded("room;said\nx;Hello\nx;Hi\n"),
  });
  expect(await firstRecords("/a.jsonl", files)).toEqual({ records: [{ a: 1 }, { a: 2 }], isTable: false });
  expect((await firstRecords("/b.json", files)).records).toEqual([{ a: 1 }, { a: 2 }]);
  expect((await firstRecords("/c.json", files)).records).toEqual([{ a: 1 }, { a: 2 }]);
  expect(await firstRecords("/d.csv", files)).toEqual({ records: [{ room: "x", said: "Hello" }, { room: "x", said: "Hi" }], isTable: true });
});

it("of nothing to ask about are refused by name", async () => {
  await expect(firstRecords("/x.json", new MemoryFiles({ "/x.json": encoded("just text") }))).rejects.toMatchObject({ id: "mapping-no-records", values: { path: "/x.json" } });
});

it("that are turns become conversations, which have what their turns have in common", () => {
  const rows = [["x", "op", "Hello", "yes"], ["y", "op", "Welcome", "no"], ["x", "guest", "Hi", "yes"]].map(([room, nick, said, bought]) => ({ room, nick, said, bought }));
  const grouped = groupedRows(rows, "room");
  expect(grouped).toEqual([
    { room: "x", bought: "yes", rows: [rows[0], rows[2]] },
    { room: "y", bought: "no", rows: [rows[1]] },
  ]);
  expect(surveyOf(grouped).fields.map(({ path }) => path)).toEqual(["room", "bought"]);
});
