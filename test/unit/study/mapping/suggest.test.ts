import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { customerFields, exclusionFields, idFields, isAgentValue, isUserValue, outcomeFields, roleFields, textFields, timeFields, timeForm, turnLists } from "../../../../src/study/mapping/suggest.ts";
import { surveyOf, type FieldSurvey, type ListSurvey, type Survey } from "../../../../src/datasets/mapping/survey.ts";

const odd = readFileSync(path.resolve(import.meta.dirname, "../../../../media/sample/odd.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as unknown);

function turnsOf(survey: Survey): ListSurvey {
  const [first] = turnLists(survey);
  if (!first?.fits) throw new Error("no list fits");
  return first.item;
}

const best = (candidates: readonly { readonly item: FieldSurvey; readonly fits: boolean }[]): string | undefined => (candidates[0]?.fits ? candidates[0].item.path : undefined);

describe("the sample's odd file", () => {
  const survey = surveyOf(odd);
  const list = turnsOf(survey);

  it("is understood field by field", () => {
    expect(list.path).toBe("thread");
    expect(best(roleFields(list))).toBe("who");
    expect(best(textFields(list))).toBe("body");
    expect(best(timeFields(list))).toBe("ts");
    expect(timeForm(timeFields(list)[0]!.item)).toEqual(expect.objectContaining({ format: "yyyy-MM-dd HH:mm:ss", offset: false }));
    expect(best(idFields(survey))).toBe("meta.uid");
  });

  it("offers what may be left out", () => {
    const { records, turns } = exclusionFields(survey, list);
    expect(records.map((field) => field.path)).toContain("internal");
    expect(turns.map((field) => field.path)).toContain("type");
  });
});

describe("a file in Chinese", () => {
  const survey = surveyOf([
    { 会话: { 编号: "c1" }, 客户: "u1", 是否成交: "是", 消息: [{ 角色: "客服", 内容: "您好，请问有什么可以帮您？", 时间: "2025-03-01 10:00:00" }, { 角色: "客户", 内容: "我想了解一下课程的价格", 时间: "2025-03-01 10:01:00" }] },
    { 会话: { 编号: "c2" }, 客户: "u2", 是否成交: "否", 消息: [{ 角色: "客服", 内容: "您好，今天的试听课还有名额", 时间: "2025-03-02 10:00:00" }, { 角色: "客户", 内容: "太贵了，不需要", 时间: "2025-03-02 10:02:00" }] },
  ]);

  it("is understood by names and values", () => {
    const list = turnsOf(survey);
    expect([list.path, best(roleFields(list)), best(textFields(list)), best(timeFields(list))]).toEqual(["消息", "角色", "内容", "时间"]);
    expect(best(idFields(survey))).toBe("会话.编号");
    expect(best(customerFields(survey))).toBe("客户");
    expect(best(outcomeFields(survey))).toBe("是否成交");
    expect(isUserValue("客户") && isAgentValue("客服")).toBe(true);
  });
});

describe("a survey", () => {
  it("counts values, keeps their number small and never a prototype's", () => {
    const records = Array.from({ length: 60 }, (_, i) => ({ n: i, same: "x", deep: { a: { b: i % 2 === 0 } }, list: [{ t: `text ${i}` }] }));
    const survey = surveyOf([...records, null, 3, JSON.parse('{"__proto__": {"evil": 1}, "list": []}')]);
    expect(survey.records).toBe(61);
    const field = (name: string): FieldSurvey => survey.fields.find(({ path: at }) => at === name)!;
    expect(field("same").values).toEqual([["x", 60]]);
    expect(field("n").more).toBe(true);
    expect(field("deep.a.b").values.map(([value]) => value).sort()).toEqual(["false", "true"]);
    expect(survey.lists.map(({ path: at, elements }) => [at, elements])).toEqual([["list", 60]]);
  });

  it("suggests nothing where nothing fits, and leaves everything to choose", () => {
    const survey = surveyOf([{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }]);
    expect(turnLists(survey)).toEqual([expect.objectContaining({ fits: false })]);
    expect(idFields(survey)).toEqual([]);
  });
});
