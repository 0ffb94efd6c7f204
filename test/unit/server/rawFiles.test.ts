import { describe, expect, it } from "vitest";
import type { CodeAction, Hover } from "vscode-languageserver";
import { openDataset } from "../../../src/datasets/open.ts";
import type { OpenedStudy } from "../../../src/datasets/study.ts";
import { AttachedDatasets } from "../../../src/server/attachedDatasets.ts";
import { diagnostics } from "../../../src/server/diagnostics.ts";
import { uriOfPath } from "../../../src/server/paths.ts";
import { RawFiles } from "../../../src/server/rawFiles.ts";
import { MOST_LINKS } from "../../../src/server/rawLinks.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";

const PATH = "/data/calls.jsonl";
const URI = uriOfPath(PATH);
const SHOWN = { language: "en", hideOutcome: false } as const;
const never = new AbortController().signal;

const record = (id: string, more: object = {}): object => ({
  id, outcome: { value: "positive", label: "buyer" },
  turns: [{ role: "agent", text: `Hello ${id}` }, { role: "user", text: "Yes?" }, { role: "agent", text: "And now?" }, { role: "user", text: "No." }], ...more,
});
const lines = (...items: readonly (object | string)[]): string => items.map((item) => `${typeof item === "string" ? item : JSON.stringify(item)}\n`).join("");

async function opened(text: string, study?: OpenedStudy, path = PATH): Promise<{ raw: RawFiles; attached: AttachedDatasets; files: MemoryFiles }> {
  const files = new MemoryFiles({ [path]: text });
  const attached = new AttachedDatasets((told, signal) => openDataset({ path: told.path, files, digest: nodeDigest, study, signal }));
  attached.attach([{ path, key: "calls", ...(study ? { studyFolder: study.folder } : {}) }]);
  await attached.read(path, never);
  const studyText = study && JSON.stringify(study.file, undefined, 2);
  return { raw: new RawFiles({ attached, files, studyText: () => Promise.resolve(studyText) }), attached, files };
}

const textOf = (hover: Hover | null): string | undefined => (hover?.contents as { value: string } | undefined)?.value;

describe("hover on a line of a dataset", () => {
  it("sums up the conversation in the dataset's words, and its problems", async () => {
    const { raw } = await opened(lines(record("a"), record("b", { turns: [{ role: "agent", text: "Hi" }, { role: "user", text: "" }, { role: "agent", text: "?" }, { role: "user", text: "no" }] })));
    expect(textOf(await raw.hover(URI, 0, SHOWN, never))).toBe("Conversation: a\nOutcome: buyer\n4 turns, 2 of them the user's");
    expect(textOf(await raw.hover(URI, 1, SHOWN, never))).toMatch(/^Conversation: b\n.*\n.*\n1 problem\n– This turn of b has no text/u);
  });

  it("says nothing of a hidden outcome, nor how much was cut after it", async () => {
    const cut = record("a", { outcome: { value: "positive", label: "buyer", at: "2025-01-01T10:05:00Z" } }) as { turns: { at?: string }[] };
    cut.turns.forEach((turn, at) => (turn.at = `2025-01-01T10:0${at * 2}:00Z`));
    const { raw } = await opened(lines(cut));
    expect(textOf(await raw.hover(URI, 0, SHOWN, never))).toMatch(/after the outcome/u);
    const hidden = textOf(await raw.hover(URI, 0, { ...SHOWN, hideOutcome: true }, never));
    expect(hidden).toMatch(/^Conversation: a\nOutcome: hidden\n/u);
    expect(hidden).not.toMatch(/buyer|positive|after the outcome/u);
  });

  it("is plain text that hides nothing and links nowhere", async () => {
    const { raw } = await opened(lines(record("[x](command:run) https://x.example $(trash)\u202E", { outcome: { value: "negative", label: "www.no.example" } })));
    const hover = await raw.hover(URI, 0, SHOWN, never);
    expect(hover?.contents).toMatchObject({ kind: "plaintext" });
    expect(textOf(hover)).toContain("⟨U+202E⟩");
    expect(textOf(hover)).not.toMatch(/https:\/\/|command:run|\$\(|www\.no/u);
  });

  it("is none between records, at left-out lines, past the end and for other files", async () => {
    const { raw } = await opened(lines(record("a"), "not json", "", record("b")));
    expect(await Promise.all([1, 2, 4, 99].map(async (line) => textOf(await raw.hover(URI, line, SHOWN, never))))).toEqual([undefined, undefined, undefined, undefined]);
    expect(textOf(await raw.hover(URI, 3, SHOWN, never))).toContain("Conversation: b");
    expect(await raw.hover("file:///data/other.jsonl", 0, SHOWN, never)).toBeNull();
    expect(await raw.hover("fidelity:/calls/a.fidelity", 0, SHOWN, never)).toBeNull();
  });

  it("covers every line of a record written over several, and never guesses between records on one", async () => {
    const path = "/data/list.json";
    const pretty = await opened(JSON.stringify([record("a"), record("b")], undefined, 1), undefined, path);
    const lineOf = (text: string, found: string): number => text.split("\n").findIndex((line) => line.includes(found));
    const text = JSON.stringify([record("a"), record("b")], undefined, 1);
    expect(textOf(await pretty.raw.hover(uriOfPath(path), lineOf(text, "Hello b"), SHOWN, never))).toContain("Conversation: b");
    expect(await pretty.raw.hover(uriOfPath(path), 0, SHOWN, never)).toBeNull();
    const single = await opened(JSON.stringify([record("a"), record("b")]), undefined, path);
    expect(await single.raw.hover(uriOfPath(path), 0, SHOWN, never)).toBeNull();
    expect(await single.raw.links(uriOfPath(path), SHOWN, never)).toEqual([]);
  });

  it("is none once the file changed, until it is read again", async () => {
    const { raw, attached } = await opened(lines(record("a")));
    expect(attached.changed(PATH).map(({ key }) => key)).toEqual(["calls"]);
    expect(await raw.hover(URI, 0, SHOWN, never)).toBeNull();
    await attached.read(PATH, never);
    expect(await raw.hover(URI, 0, SHOWN, never)).not.toBeNull();
  });
});

describe("a table with one row a turn", () => {
  it("is summed up and linked at the first row of each conversation", async () => {
    const path = "/data/rows.csv";
    const rows = ["conversation_id,speaker,text", "r-1,agent,Hello", "r-1,user,Yes?", "r-1,agent,More", "r-1,user,no", "r-2,agent,Hi", "r-2,user,Oh"];
    const { raw, attached } = await opened(`${rows.join("\n")}\n`, undefined, path);
    expect(attached.at(path)?.dataset.entries.map(({ id }) => id)).toEqual(["r-1", "r-2"]);
    expect(textOf(await raw.hover(uriOfPath(path), 5, SHOWN, never))).toMatch(/^Conversation: r-2\n/u);
    expect(await raw.hover(uriOfPath(path), 0, SHOWN, never)).toBeNull();
    const links = await raw.links(uriOfPath(path), SHOWN, never);
    expect(links?.map(({ range: { start, end } }) => [start.line, start.character, end.character])).toEqual([[1, 0, 3], [5, 0, 3]]);
  });
});

describe("links from a dataset's file", () => {
  it("lead from each id to its transcript, wherever it stands in the record", async () => {
    const { turns, outcome } = record("x") as { turns: unknown; outcome: unknown };
    const { raw } = await opened(`\uFEFF${lines({ id: "a/1", turns }, "broken", `   ${JSON.stringify({ outcome, id: 17, turns })}`, { turns: [{ role: "agent", text: "y".repeat(900) }, { role: "user", text: "yes" }, { role: "agent", text: "z" }, { role: "user", text: "w" }], id: "late" })}`);
    const links = await raw.links(URI, SHOWN, never);
    expect(links?.map(({ range: { start, end }, target }) => [start.line, start.character, end.character, target])).toEqual([
      [0, 6, 11, "fidelity:/calls/a%252F1.fidelity"],
      [2, 56, 58, "fidelity:/calls/17.fidelity"],
      [3, 0, 1, "fidelity:/calls/late.fidelity"],
    ]);
  });

  it("are capped", async () => {
    const { raw } = await opened(lines(...Array.from({ length: MOST_LINKS + 10 }, (_, at) => record(`c-${at}`))));
    expect(await raw.links(URI, SHOWN, never)).toHaveLength(MOST_LINKS);
  });
});

describe("quick fixes of a dataset's file", () => {
  async function fixed(text: string, study?: OpenedStudy): Promise<Record<string, readonly string[]>> {
    const { raw, attached } = await opened(text, study);
    const { problems } = attached.at(PATH)?.dataset ?? { problems: [] };
    const actions = await raw.fixes(URI, diagnostics(problems, "en"), SHOWN, never);
    return Object.fromEntries(actions.map((action) => [`${action.isPreferred === true ? "* " : ""}${action.title}`, applied(text, action).split("\n")]));
  }
  const applied = (text: string, { edit }: CodeAction): string => {
    const all = text.split("\n");
    const edits = (edit?.changes?.[URI] ?? []).toSorted((a, b) => b.range.start.character - a.range.start.character);
    for (const { range: { start, end }, newText } of edits) all[start.line] = `${all[start.line]?.slice(0, start.character)}${newText}${all[start.line]?.slice(end.character)}`;
    return all.join("\n");
  };
  const parsed = (line: string | undefined): { id: unknown; turns: { role: string; at?: string; labels: { act: string }[] }[]; outcome: { value: string } } => JSON.parse(line ?? "null") as never;

  it("give a used id a new one that is free", async () => {
    const fixes = await fixed(lines(record("a"), record("a-2"), record("a", { meta: { n: 1 } })));
    expect(Object.keys(fixes)).toContain("* Give this conversation the id a-3");
    expect(parsed(fixes["* Give this conversation the id a-3"]?.[2]).id).toBe("a-3");
  });

  it("offer the values a field may have, the one that is meant first, and all turns of the conversation at once", async () => {
    const turns = [{ role: "assistant", text: "Hi" }, { role: "user", text: "Yes" }, { role: "assistant", text: "?" }, { role: "user", text: "no" }];
    const fixes = await fixed(lines(record("a", { turns }), record("b", { outcome: { value: "Positiv" } })));
    const all = "* Change to agent in all 2 turns of this conversation that have it";
    expect(Object.keys(fixes)).toEqual(expect.arrayContaining([all, "Change to agent", "Change to user", "* Change to positive", "Change to unknown"]));
    expect(parsed(fixes[all]?.[0]).turns.map(({ role }) => role)).toEqual(["agent", "user", "agent", "user"]);
    expect(parsed(fixes["Change to agent"]?.[0]).turns.map(({ role }) => role)).toEqual(["agent", "user", "assistant", "user"]);
    expect(parsed(fixes["* Change to positive"]?.[1]).outcome.value).toBe("positive");
  });

  it("complete a time only with the one offset its conversation has", async () => {
    const timed = (...times: readonly string[]): object => record("a", { turns: times.map((at, index) => ({ role: index % 2 === 0 ? "agent" : "user", text: `${index}`, at })) });
    const fixes = await fixed(lines(timed("2025-01-01T10:00:00+08:00", "2025-01-01T10:01:00", "2025-01-01T10:02:00+08:00", "2025-01-01T10:03:00+08:00")));
    expect(parsed(fixes["Add the offset +08:00, as the other times of this conversation have it"]?.[0]).turns[1]?.at).toBe("2025-01-01T10:01:00+08:00");
    expect(await fixed(lines(timed("2025-01-01T10:00:00+08:00", "2025-01-01T10:01:00", "2025-01-01T10:02:00Z", "2025-01-01T10:03:00Z")))).toEqual({});
  });

  it("mark a turn without text as a system turn", async () => {
    const turns = [{ role: "agent", text: "Hi" }, { role: "user", text: "Yes" }, { role: "agent", text: "?" }, { role: "user", text: "" }];
    const fixes = await fixed(lines(record("a", { turns })));
    expect(parsed(fixes["Mark this turn as a system turn"]?.[0]).turns.map(({ role }) => role)).toEqual(["agent", "user", "agent", "system"]);
  });

  it("leave a conversation out by a rule of its mapping, beside the rules that are there", async () => {
    const mapping = { id: "uid", turns: "msgs", role: { field: "who", agent: ["rep"], user: ["cust"] }, text: "body", exclude: [{ field: "internal", equals: true }] };
    const study: OpenedStudy = { folder: "/data", file: { datasets: [{ path: "calls.jsonl", mapping }] } };
    const odd = (uid: string): object => ({ uid, msgs: [{ who: "rep", body: "Hello there" }, { who: "cust", body: "Yes?" }, { who: "rep", body: "And now?" }, { who: "cust", body: uid === "u-2" ? "" : "No." }] });
    const { raw, attached } = await opened(lines(odd("u-1"), odd("u-2")), study);
    const shown = diagnostics(attached.at(PATH)?.dataset.problems ?? [], "en");
    expect(shown.map(({ code }) => code)).toEqual(["empty-turn"]);
    const action = (await raw.fixes(URI, shown, SHOWN, never)).find(({ title }) => title === "Leave out u-2 by a rule in fidelity.json");
    const edits = action?.edit?.changes?.[uriOfPath("/data/fidelity.json")] ?? [];
    expect(edits.map(({ newText }) => newText).join("").replaceAll(/\s/gu, "")).toContain('{"field":"uid","equals":"u-2"}');
    expect(edits.every(({ range }) => range.start.line === range.end.line)).toBe(true);
  });

  it("leave a conversation out by its id where there is no mapping, in the dataset's entry or in a new one", async () => {
    const silent = record("b", { turns: [{ role: "agent", text: "Hi" }, { role: "user", text: "" }, { role: "agent", text: "?" }, { role: "user", text: "no" }] });
    for (const [datasets, wanted] of [[[{ path: "calls.jsonl", exclude: [{ conversation: "x" }] }], ',{"conversation":"b"}'], [[{ path: "calls.jsonl" }], '"exclude":[{"conversation":"b"}]'], [undefined, '"datasets":[{"path":"calls.jsonl","exclude":[{"conversation":"b"}]}]']] as const) {
      const study = { folder: "/data", file: { title: "Calls", ...(datasets && { datasets: [...datasets].map((each) => ({ ...each })) }) } } as OpenedStudy;
      const { raw, attached } = await opened(lines(record("a"), silent), study);
      const shown = diagnostics(attached.at(PATH)?.dataset.problems ?? [], "en");
      const action = (await raw.fixes(URI, shown, SHOWN, never)).find(({ title }) => title === "Leave out b by a rule in fidelity.json");
      const edits = action?.edit?.changes?.[uriOfPath("/data/fidelity.json")] ?? [];
      expect(edits.map(({ newText }) => newText).join("").replaceAll(/\s/gu, "")).toContain(wanted);
    }
  });

  it("are none where the line is not what it was, and for problems that need a person", async () => {
    const { raw, attached, files } = await opened(lines(record("a"), record("a", { meta: { n: 1 } }), "not json"));
    const shown = diagnostics(attached.at(PATH)?.dataset.problems ?? [], "en");
    files.write(PATH, lines(record("a"), record("b"), "not json"));
    expect(shown.map(({ code }) => code)).toEqual(expect.arrayContaining(["duplicate-id", "bad-json"]));
    expect(await raw.fixes(URI, shown, SHOWN, never)).toEqual([]);
  });
});
