import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkStudyFile } from "../../../src/protocol/studyFile.ts";

const MAPPING = { id: "meta.uid", turns: "thread", role: { field: "who", agent: ["rep"], user: ["cust"], system: ["bot"] }, text: "body", outcome: { field: "paid", positive: [true], negative: [false] } };

function faults(value: unknown): readonly string[] {
  const checked = checkStudyFile(typeof value === "string" ? value : JSON.stringify(value));
  return checked.ok ? [] : checked.findings.map(({ id, values }) => `${id} ${values.field ?? ""}`.trim());
}

describe("a study file", () => {
  it("is accepted as the format describes it", () => {
    const study = {
      title: "Trial lessons",
      datasets: [{ name: "odd", path: "data/*.jsonl", users: "human", strata: { positive: "buyer", negative: "non-buyer" }, mapping: MAPPING }],
      rule: { kind: "fractions", fractions: [0.3, 0.6, 0.9] },
      conditions: ["persona", "may-disengage"],
      runs: [{ simulator: "my-endpoint", model: "m", condition: "persona", judge: "lexicon", samples: 1, seed: 7, budget: 2.5 }],
    };
    expect(checkStudyFile(JSON.stringify(study))).toEqual({ ok: true, study });
    expect(faults("\uFEFF{}")).toEqual([]);
  });

  it("says where the fault stands", () => {
    const text = '{\n  "datasets": [\n    {"path": "x", "users": "robots"}\n  ]\n}';
    const checked = checkStudyFile(text);
    expect(checked).toEqual({
      ok: false,
      findings: [{ line: 3, column: 28, endColumn: 36, severity: "error", id: "study-field-value", values: { field: "datasets[0].users", values: "human, simulated, mixed, unknown" } }],
    });
  });

  it.each([
    [{ datasets: [{}] }, "study-field-missing datasets[0].path"],
    [{ dataset: [] }, "study-field-unknown dataset"],
    [{ rule: { kind: "fractions", fractions: [1.5] } }, "study-field-type rule.fractions[0]"],
    [{ rule: { kind: "some" } }, "study-field-type rule.kind"],
    [{ datasets: [{ path: "x", mapping: { ...MAPPING, role: { field: "who", agent: [], user: ["u"] } } }] }, "study-field-type datasets[0].mapping.role.agent"],
    [{ datasets: [{ path: "x", mapping: { ...MAPPING, time: { field: "t", format: "guess" } } }] }, "study-field-type datasets[0].mapping.time.format"],
    [[], "study-field-type fidelity.json"],
    ["{", "study-not-json"],
  ])("with a fault is not used: %j", (value, fault) => {
    expect(faults(value)).toEqual([fault]);
  });

  it.each([
    [{ endpoints: { mine: { baseUrl: "https://example.org/v1" } } }, "endpoints"],
    [{ endpoint: "mine" }, "endpoint"],
    [{ runs: [{ simulator: "https://example.org/v1" }] }, "runs[0].simulator"],
    [{ runs: [{ simulator: "mine", judge: "HTTP://10.0.0.1:8000" }] }, "runs[0].judge"],
    [{ runs: [{ simulator: "mine", apiKey: "sk-1" }] }, "runs[0].apiKey"],
    [{ runs: [{ simulator: "mine", api_key: "sk-1" }] }, "runs[0].api_key"],
    [{ runs: [{ simulator: "mine", keyEnv: "MY_KEY" }] }, "runs[0].keyEnv"],
    [{ runs: [{ simulator: "mine", headers: { Authorization: "x" } }] }, "runs[0].headers"],
    [{ runs: [{ simulator: { name: "mine", base_url: "x" } }] }, "runs[0].simulator.base_url"],
    [{ datasets: [{ path: "x", URL: "https://example.org" }] }, "datasets[0].URL"],
  ])("never says where text is sent or with which key: %j", (value, field) => {
    expect(faults(value)).toContain(`study-endpoint ${field}`);
  });

  it("may map fields of the data that are called like parts of an endpoint", () => {
    expect(faults({ datasets: [{ path: "x", mapping: { ...MAPPING, profile: { host: "meta.host", key: "meta.key" } } }] })).toEqual([]);
  });

  it("never makes the check throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map((inner) => `{"datasets":[${inner}],"runs":[${inner}],"rule":${inner}}`)), (text) => {
        const checked = checkStudyFile(text);
        if (!checked.ok) expect(checked.findings.length).toBeGreaterThan(0);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
