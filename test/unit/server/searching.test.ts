import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { AttachedDatasets } from "../../../src/server/attachedDatasets.ts";
import { findText } from "../../../src/server/findText.ts";
import { nearest } from "../../../src/server/nearest.ts";
import { MOST_SYMBOLS, symbols } from "../../../src/server/symbols.ts";
import type { FoundTurn } from "../../../src/protocol/languageServer.ts";
import { opened } from "../datasets/inMemory.ts";

const line = (id: string, ...texts: readonly string[]): string =>
  JSON.stringify({ id, turns: ["Hello", "Hi", ...texts].map((text, index) => ({ role: index % 2 === 0 ? "agent" : "user", text })) });
const never = new AbortController().signal;

describe("finding a text", () => {
  async function found(dataset: Dataset, text: string, most = 100) {
    const turns: FoundTurn[] = [];
    const answer = await findText(dataset, { text, most }, (each) => turns.push(...each), never);
    return { answer, turns };
  }

  it("looks through every turn, letter case and width aside, and says where", async () => {
    const { dataset } = await opened(`${[line("a", "The PRICE", "no price?"), line("b", "ｐｒｉｃｅ"), line("c", "价格是多少", "none")].join("\n")}\n`);
    const { answer, turns } = await found(dataset, "price");
    expect(turns.map(({ conversation, turn, role }) => [conversation, turn, role])).toEqual([["a", 2, "agent"], ["a", 3, "user"], ["b", 2, "agent"]]);
    expect(answer).toEqual({ found: 3, done: 3, total: 3, stopped: false });
    expect((await found(dataset, "价格")).turns.map(({ conversation }) => conversation)).toEqual(["c"]);
    expect((await found(dataset, "[a-z]")).turns).toEqual([]);
  });

  it("gives an excerpt on one line around the place", async () => {
    const { dataset } = await opened(`${line("a", `${"before ".repeat(40)}\nneedle\n${"after ".repeat(40)}`)}\n`);
    const [{ excerpt } = { excerpt: "" }] = (await found(dataset, "needle")).turns;
    expect(excerpt).toMatch(/^….*before needle after .*…$/u);
    expect(excerpt.length).toBeLessThan(170);
  });

  it("stops at the most asked for and says so", async () => {
    const { dataset } = await opened(`${[line("a", "x", "x"), line("b", "x")].join("\n")}\n`);
    expect((await found(dataset, "x", 1)).answer).toEqual({ found: 1, done: 1, total: 2, stopped: true });
  });

  it("rejects with the signal's reason", async () => {
    const { dataset } = await opened(`${line("a", "x")}\n`);
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(findText(dataset, { text: "x", most: 1 }, () => undefined, stop.signal)).rejects.toThrow("enough");
  });
});

describe("symbols", () => {
  async function of(ids: readonly string[], typed: string) {
    const { dataset } = await opened(`${ids.map((id) => line(id)).join("\n")}\n`);
    return symbols([{ path: "/p", key: "k", dataset }], typed);
  }

  it("are ids that begin with what is typed, then those that contain it, then those with its letters in order", async () => {
    const found = await of(["xC-1", "C-10", "c-02-1", "d-1"], "c-1");
    expect(found.map(({ name }) => name)).toEqual(["C-10", "xC-1", "c-02-1"]);
    expect(found[0]).toMatchObject({ containerName: "data.jsonl", location: { uri: "fidelity:/k/C-10.fidelity" } });
  });

  it("are capped, the best kept", async () => {
    const found = await of([...Array.from({ length: 500 }, (_, at) => `x-c${at}`), "c-last"], "c");
    expect(found).toHaveLength(MOST_SYMBOLS);
    expect(found[0]?.name).toBe("c-last");
  });

  it("show names as text", async () => {
    expect((await of(["$(trash)\u202E"], ""))[0]?.name).toBe("$\u2060(trash)⟨U+202E⟩");
  });
});

describe("attached datasets", () => {
  it("are opened once for problems and searches, and again after a change", async () => {
    const { dataset } = await opened(`${line("a")}\n`);
    let openings = 0;
    const attached = new AttachedDatasets(() => Promise.resolve((openings++, dataset)));
    expect(attached.attach([{ path: "/p", key: "k" }])).toEqual({ differ: true, anew: [] });
    expect(attached.attach([{ path: "/p", key: "k" }])).toEqual({ differ: false, anew: [] });
    const reading = attached.read("/p", never);
    expect((await attached.byKey("k", never)).dataset).toBe(dataset);
    await reading;
    expect(openings).toBe(1);
    expect(attached.opened).toHaveLength(1);
    attached.changed("/p");
    expect(attached.opened).toEqual([]);
    await attached.byKey("k", never);
    expect(openings).toBe(2);
    expect(attached.attach([{ path: "/p", key: "k", description: { path: "p", name: "P" } }])).toEqual({ differ: true, anew: ["/p"] });
    expect(attached.opened).toEqual([]);
    attached.attach([]);
    expect(attached.at("/p")).toBeUndefined();
    await expect(attached.byKey("k", never)).rejects.toMatchObject({ id: "dataset-not-open" });
  });

  it("do not keep what was read before a newer reading", async () => {
    const { dataset: first } = await opened(`${line("a")}\n`);
    const { dataset: second } = await opened(`${line("b")}\n`);
    const readings: ((dataset: Dataset) => void)[] = [];
    const attached = new AttachedDatasets(() => new Promise((resolve) => readings.push(resolve)));
    attached.attach([{ path: "/p", key: "k" }]);
    const older = attached.read("/p", never);
    const newer = attached.read("/p", never);
    readings[1]?.(second);
    await newer;
    readings[0]?.(first);
    await older;
    expect(attached.at("/p")?.dataset).toBe(second);
  });
});

describe("a misspelt word", () => {
  it.each([["titel", "title"], ["Out_come", "outcome"], ["dataset", "datasets"], ["zzz", undefined], ["", undefined]])("%j means %j", (word, meant) => {
    expect(nearest(word, ["title", "outcome", "datasets", "rule", "runs"])).toBe(meant);
  });

  it("means none of two that are as near", () => {
    expect(nearest("rune", ["rule", "runs"])).toBeUndefined();
  });
});
