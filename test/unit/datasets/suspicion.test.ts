import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/core/messages/sentences.ts";
import { outcomeField } from "../../../src/datasets/outcomeWords.ts";
import { opened, placed } from "./inMemory.ts";

interface Said {
  readonly role: string;
  readonly text: string;
  readonly at?: string;
}

const agent = (text: string, at?: string): Said => ({ role: "agent", text, ...(at !== undefined && { at }) });
const user = (text: string, at?: string): Said => ({ role: "user", text, ...(at !== undefined && { at }) });
const at = (minute: number): string => `2025-03-01T10:${String(minute).padStart(2, "0")}:00+08:00`;
const record = (id: string, turns: readonly Said[], more: object = {}): string => JSON.stringify({ id, turns, ...more });
const TALK = [agent("Shall I put you down for the Tuesday lesson with Ms Doyle?"), user("Tuesday is when the choir meets, so no")];

async function found(...lines: readonly string[]): Promise<{ suspicious: unknown; ids: readonly string[]; kept: number }> {
  const { dataset } = await opened(lines.join("\n"));
  return { suspicious: dataset.ledger.suspicious, ids: placed(dataset), kept: dataset.ledger.conversationsKept };
}

describe("what looks wrong is counted and said, and left in", () => {
  it("nothing, where nothing does", async () => {
    expect(await found(record("a", TALK), record("b", [agent("How can I help you today?", at(0)), user("A refund, please", at(1))], { profile: { age: 40, plan: "paid monthly" } }))).toEqual({ suspicious: undefined, ids: [], kept: 2 });
  });

  it("a clock that goes backwards", async () => {
    const line = record("a", [agent("x", at(5)), user("y", at(3)), agent("z", at(4))]);
    expect(await found(line)).toEqual({ suspicious: { "clock-backwards": 1 }, ids: [`1:${line.indexOf(`"${at(3)}"`) + 1} times-not-ascending`], kept: 1 });
  });

  it("a turn without text", async () => {
    const line = record("a", [agent("x"), user(" \n\u3000"), user("")]);
    expect(await found(line)).toEqual({ suspicious: { "empty-turn": 1 }, ids: [`1:${line.indexOf('{"role":"user"') + 1} empty-turn`], kept: 1 });
  });

  it("turns that stay although they stand after the outcome", async () => {
    const outcome = { value: "positive", at: at(5) };
    const kept = record("a", [agent("x", at(1)), user("y", at(2)), agent("thanks for paying", at(6)), user("see you", at(4))], { outcome });
    expect((await found(kept)).suspicious).toEqual({ "post-outcome": 1, "clock-backwards": 1 });
    expect((await found(record("a", [agent("x"), user("y")], { outcome }))).suspicious).toEqual({ "post-outcome": 1 });
    expect((await found(record("a", [agent("x", at(1)), user("y", at(2)), agent("thanks", at(6))], { outcome }))).suspicious).toBeUndefined();
  });

  it("the same content, whatever spaces, case and id, but not the same few words", async () => {
    const copy = TALK.map(({ role, text }) => ({ role, text: `  ${text.toUpperCase().replaceAll(" ", "  ")}\n` }));
    const { suspicious, ids } = await found(record("a", TALK), record("b", copy), record("c", TALK), record("d", [agent("Hello"), user("No")]), record("e", [agent("Hello"), user("No")]));
    expect(suspicious).toEqual({ "same-content": 2 });
    expect(ids).toEqual(["2:7 same-content", "3:7 same-content"]);
    const swapped = TALK.map(({ role, text }) => ({ role: role === "agent" ? "user" : "agent", text }));
    expect((await found(record("a", TALK), record("b", swapped))).suspicious).toBeUndefined();
  });

  it("exchanged roles, and once for all where it is most of them", async () => {
    const exchanged = (id: string): string => record(id, [user(`Hello ${id}, how may I help you?`), agent("I want my money back")]);
    expect(await found(exchanged("a"), record("b", TALK))).toMatchObject({ suspicious: { "roles-swapped": 1 }, ids: [expect.stringMatching(/^1:\d+ roles-swapped$/u)] });
    const { ids } = await found(...["a", "b", "c", "d", "e"].map(exchanged));
    expect(ids[0]).toBe("1:1 roles-swapped-mostly");
    expect((await found(record("a", [user("您好，请问有什么可以帮您？"), agent("我想退货")]))).suspicious).toEqual({ "roles-swapped": 1 });
  });

  it.each([
    [{ isBuyer: "1" }, undefined, "isBuyer"],
    [{ age: "40", 成交: "是" }, undefined, "成交"],
    [{ segment: "Non-Buyer" }, undefined, "segment"],
    [{ status: "已付款" }, undefined, "status"],
    [{ group: "subscribed" }, "subscribed", "group"],
    [{ married: "yes", notes: "paid for lessons before, liked them a great deal" }, "yes", undefined],
    [{ dealer: "no", preferred_payment: "card" }, undefined, undefined],
  ])("an outcome in the profile: %j", (profile, label, field) => expect(outcomeField(profile as unknown as Readonly<Record<string, string>>, label)).toBe(field));

  it("says each in both languages with every value put in", async () => {
    const { dataset } = await opened([record("a", TALK, { profile: { outcome: "x" } }), record("b", TALK), record("c", [agent("x", at(5)), user("", at(3))]), record("d", [user("How can I help you?"), agent("y")]), record("e", [agent("x"), user("y")], { outcome: { value: "positive", at: at(1) } })].join("\n"));
    expect(new Set(dataset.problems.map(({ id }) => id))).toEqual(new Set(["outcome-in-profile", "same-content", "times-not-ascending", "empty-turn", "roles-swapped", "post-outcome-turn"]));
    for (const { id, values } of dataset.problems) for (const language of ["en", "zh"] as const) expect(sentence(id, values, language)).not.toMatch(/\{\w+\}/u);
  });
});
