import { describe, expect, it } from "vitest";
import { PRESETS } from "../../../src/datasets/mapping/presets.ts";
import { fitsMapping, recognised, shapesNamed } from "../../../src/datasets/recognise.ts";
import { mappingSchema } from "../../../src/protocol/mapping.ts";
import { DATASET_FORMATS } from "../../../src/protocol/datasetFormats.ts";
import { opened } from "./inMemory.ts";

const SHARE = { id: "s", conversations: [{ from: "human", value: "Hi" }, { from: "gpt", value: "Hello" }] };

describe("presets", () => {
  it.each(PRESETS.map((preset) => [preset.name, preset] as const))("%s is a mapping a study file could hold, and a name it may give", (name, { mapping }) => {
    expect(mappingSchema.safeParse(mapping).success).toBe(true);
    expect(DATASET_FORMATS).toContain(name);
    expect(shapesNamed(name).length).toBeGreaterThan(0);
  });

  it("are told from the first record that has a known shape", () => {
    expect(recognised([null, 5, { x: 1 }, SHARE])?.name).toBe("sharegpt");
    expect(recognised([{ conversations: [] }])).toBeUndefined();
    expect(recognised([{ id: "x", turns: [{ role: "user" }], conversations: SHARE.conversations }])?.name).toBe("native");
    expect(recognised([SHARE], "casino")).toBeUndefined();
  });

  it("are told from the rows of a table", () => {
    const named = (rows: readonly Readonly<Record<string, string>>[]): string | undefined => recognised([{ ...rows[0], rows }])?.name;
    expect(named([{ B2: "a", B4: "0", Unit: "x", "Our Label": "" }])).toBe("resper");
    expect(named([{ B2: "a", B4: "0" }])).toBeUndefined();
  });

  it("may be named where the first record does not show them", async () => {
    const unusual = JSON.stringify({ id: "t", conversations: [] });
    const study = (format: "sharegpt") => ({ folder: "/folder", file: { datasets: [{ path: "odd.jsonl", format }] } });
    const { dataset } = await opened(`${unusual}\n${JSON.stringify(SHARE)}`, "odd.jsonl", { study: study("sharegpt") });
    expect(dataset).toMatchObject({ format: "sharegpt", ledger: { conversationsKept: 1, leftOut: { "no-user-turns": 1 } } });
  });
});

describe("a mapping", () => {
  it("fits a record that has its turns where it says", () => {
    const base = { id: "id", role: "role", text: "text" };
    expect(fitsMapping({ ...base, turns: "a.b" }, { a: { b: [] } })).toBe(true);
    expect(fitsMapping({ ...base, turns: "a.b" }, { a: { b: "x" } })).toBe(false);
    expect(fitsMapping({ ...base, turns: { parallel: { x: "a", y: "c" } } }, { a: [], c: [] })).toBe(true);
    expect(fitsMapping({ ...base, turns: { text: "log", speakers: ["A"] } }, {})).toBe(false);
  });
});

describe("a mapping of the study", () => {
  it("comes before every shape that could be recognised", async () => {
    const results = JSON.stringify({ tasks: [], simulations: [{ id: "s", messages: [{ role: "assistant", content: "Hello" }, { role: "user", content: "Hi" }], reward_info: { reward: 1 } }] });
    const mapping = { id: "id", turns: "messages", role: { field: "role", agent: ["assistant"], user: ["user"] }, text: "content", outcome: { field: "reward_info.reward", positive: [1], negative: [0] } };
    const { dataset } = await opened(results, "results.json", { study: { folder: "/folder", file: { datasets: [{ path: "results.json", mapping }] } } });
    expect(dataset).toMatchObject({ format: "mapped", ledger: { outcomes: { positive: 1 } } });
  });
});

describe("a file that is one object", () => {
  const turns = [{ role: "agent", text: "Hello" }, { role: "user", text: "Hi" }];

  it("is one conversation, or the list it holds, with places of the file", async () => {
    const { dataset: one } = await opened(JSON.stringify({ id: "a", turns }, null, 2), "one.json");
    expect(one.entries).toMatchObject([{ id: "a", line: 1, offset: 0 }]);
    const text = JSON.stringify({ made: "today", note: [1, 2], calls: [{ id: "a", turns }, { id: "b", turns: [{ role: "boss" }] }], turns: 3 }, null, 1);
    const { dataset: list } = await opened(text, "calls.json");
    expect(list.entries.map(({ id, line, offset }) => [id, line, text.slice(offset, (offset ?? 0) + 1)])).toEqual([["a", 8, "{"]]);
    expect(list.problems.map(({ line, id }) => [text.split("\n")[line - 1]?.trim(), id])).toEqual([['"role": "boss"', "field-value"]]);
    expect((await list.read("a")).turns).toHaveLength(2);
  });

  it("is hashed as a whole, so that its tasks count too", async () => {
    const results = (reason: string): string => JSON.stringify({ info: {}, tasks: [{ id: "1", user_scenario: { instructions: { reason_for_call: reason } } }], simulations: [{ id: "s", task_id: "1", termination_reason: "user_stop", messages: [{ role: "assistant", content: "Hello" }, { role: "user", content: "Hi" }] }] });
    const [first, second] = await Promise.all(["One", "Two"].map(async (reason) => (await opened(results(reason), "results.json")).dataset));
    expect((await first?.read("s"))?.profile).toEqual({ reason: "One" });
    expect((await first?.identity())?.hash).not.toBe((await second?.identity())?.hash);
  });
});
