import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/core/messages/sentences.ts";
import { checkStudyFile } from "../../../src/protocol/studyFile.ts";
import { schemaFiles } from "../../tools/schemas.ts";

const OUTCOME = {
  from: "payments.csv",
  key: { conversation: "meta.uid", file: "user_id" },
  positive: { field: "status", in: ["paid"] },
  at: { field: "paid_at", format: "yyyy-MM-dd HH:mm:ss", zone: "Asia/Shanghai" },
  unmatched: "negative",
  followUpDays: 30,
};
const MAPPING = { id: "id", turns: "turns", role: "role", text: "text" };

function faults(mapping: object): readonly string[] {
  const checked = checkStudyFile(JSON.stringify({ datasets: [{ path: "x", mapping: { ...MAPPING, ...mapping } }] }));
  return checked.ok ? [] : checked.findings.map(({ id, values }) => `${id} ${String(values.field).replace("datasets[0].mapping.", "")} ${String(values.expected ?? values.values ?? "")}`.trim());
}

const without = (field: keyof typeof OUTCOME) => Object.fromEntries(Object.entries(OUTCOME).filter(([name]) => name !== field));

describe("an outcome from a second file", () => {
  it("is accepted as the format describes it", () => {
    const full = { ...OUTCOME, negatedBy: { field: "status", in: ["refunded"] }, several: "first after the conversation began", asOf: "2026-11-20" };
    expect(faults({ outcome: full, exclude: [{ field: "meta.internal", equals: true }, { turn: "type", in: ["broadcast", "recalled"] }] })).toEqual([]);
    expect(faults({ outcome: OUTCOME })).toEqual([]);
  });

  it.each([
    ["unmatched", "study-unmatched-missing outcome.unmatched"],
    ["followUpDays", "study-follow-up-missing outcome.followUpDays"],
    ["key", "study-field-missing outcome.key"],
    ["positive", "study-field-missing outcome.positive"],
  ] as const)("without %s says what to add", (field, fault) => expect(faults({ outcome: without(field) })).toEqual([fault]));

  it.each([
    [{ outcome: { ...OUTCOME, at: { field: "paid_at", format: "yyyy-MM-dd HH:mm:ss" } } }, "study-zone-missing outcome.at.zone"],
    [{ time: { field: "ts", format: "yyyy-MM-dd" } }, "study-zone-missing time.zone"],
    [{ time: { field: "ts", format: "yyyy-MM-dd HH:mm:ss", zone: "CST" } }, "study-field-type time.zone a zone such as Asia/Shanghai, Europe/Berlin, UTC or +08:00"],
    [{ outcome: { ...OUTCOME, unmatched: "positive" } }, "study-field-value outcome.unmatched negative, unknown, leave out"],
    [{ outcome: { ...OUTCOME, asOf: "soon" } }, "study-field-type outcome.asOf a date such as 2026-11-20, or a time with offset"],
    [{ outcome: { ...OUTCOME, several: "last" } }, "study-field-value outcome.several first after the conversation began, first, leave out"],
    [{ outcome: { field: "paid", positive: [true] } }, "study-field-missing outcome.negative"],
  ])("with a fault is not used: %j", (mapping, fault) => expect(faults(mapping)).toEqual([fault]));

  it.each([{ field: "ts", format: "yyyy-MM-dd HH:mm:ss XXX" }, { field: "ts", format: "epoch-seconds" }, { field: "ts", format: "iso" }, "ts"])("needs no zone where the time says it: %j", (time) => expect(faults({ time })).toEqual([]));

  it("says in both languages what to write", () => {
    for (const id of ["study-zone-missing", "study-unmatched-missing", "study-follow-up-missing"] as const) {
      const name = { "study-zone-missing": '"zone"', "study-unmatched-missing": '"unmatched"', "study-follow-up-missing": '"followUpDays"' }[id];
      for (const language of ["en", "zh"] as const) expect(sentence(id, { field: "x" }, language)).toContain(name);
    }
  });

  it("has a description for each of its fields in the schema the editor uses", () => {
    const schema = JSON.parse(schemaFiles().get("fidelity.schema.json") ?? "") as { properties: { datasets: { items: { properties: { mapping: { properties: Record<string, { anyOf?: { properties: Record<string, { description?: string }> }[]; description?: string }> } } } } } };
    const { mapping } = schema.properties.datasets.items.properties;
    const join = mapping.properties.outcome?.anyOf?.find(({ properties }) => "from" in properties);
    for (const [field, { description }] of Object.entries(join?.properties ?? {})) expect([field, description?.length ?? 0]).toEqual([field, expect.any(Number)]);
    for (const field of ["id", "turns", "role", "text", "time", "customer", "agent", "profile", "outcome", "exclude"]) expect(mapping.properties[field]?.description, field).toBeTruthy();
    for (const field of Object.keys(OUTCOME)) expect(join?.properties[field]?.description, field).toBeTruthy();
  });
});
