import { describe, expect, it } from "vitest";
import { openDataset } from "../../../src/datasets/open.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { checkStudyFile, type StudyDataset } from "../../../src/protocol/studyFile.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";

const turns = [{ role: "agent", text: "Shall we?" }, { role: "user", text: "" }, { role: "agent", text: "Well?" }, { role: "user", text: "Yes" }];
const native = ["a", "b", "c", "b"].map((id) => `${JSON.stringify({ id, outcome: { value: "positive", label: "buyer" }, turns: turns.map(({ role, text }) => ({ role, text: text && `${text} ${id}` })) })}\n`).join("");
const rows = `conversation,role,text,outcome\n${["a", "b", "c"].flatMap((id) => turns.map(({ role, text }) => `${id},${role},${text} ${id},positive\n`)).join("")}`;
const exclude = [{ conversation: "b" }, { conversation: "nobody" }];

function opened(name: string, text: string, more: Partial<StudyDataset> = { exclude }) {
  const files = new MemoryFiles({ [`/data/${name}`]: text });
  return openDataset({ path: `/data/${name}`, files, digest: nodeDigest, study: { folder: "/data", file: { datasets: [{ path: name, ...more }] } } });
}

describe("conversations that a study leaves out by their ids", () => {
  it.each([["lines of the native format", "calls.jsonl", native, 2], ["rows of a table", "calls.csv", rows, 1]] as const)("are counted, listed nowhere and have no problems: %s", async (_what, name, text, times) => {
    const whole = await opened(name, text, {});
    expect(whole.entries.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    const dataset = await opened(name, text);
    expect(dataset.entries.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(dataset.ledger).toMatchObject({ conversationsRead: whole.ledger.conversationsRead, conversationsKept: 2, leftOut: { excluded: times } });
    expect(dataset.ledger.leftOut["duplicate-id"]).toBeUndefined();
    expect(dataset.problems.filter(({ values }) => values.conversation === "b")).toEqual([]);
    await expect(dataset.read("b")).rejects.toMatchObject({ id: "conversation-not-found" });
    expect((await dataset.read("c")).turns[0]?.text).toBe("Shall we? c");
    expect((await dataset.identity()).hash).toBe((await whole.identity()).hash);
  });

  it("are named in the study file by their ids and nothing else", () => {
    const said = (rule: object): string => JSON.stringify({ datasets: [{ path: "calls.jsonl", exclude: [rule] }] });
    expect(checkStudyFile(said({ conversation: "b" }))).toMatchObject({ ok: true });
    expect(checkStudyFile(said({ field: "id", equals: "b" }))).toMatchObject({ ok: false });
  });
});
