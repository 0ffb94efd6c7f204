import { expect, it } from "vitest";
import { checkStudyFile, type StudyDataset } from "../../../src/protocol/studyFile.ts";
import { withDataset } from "../../../src/study/studyFileText.ts";

const entry: StudyDataset = { path: "odd.jsonl", mapping: { id: "meta.uid", turns: "thread", role: { field: "who", agent: ["rep"], user: ["cust"] }, text: "body" } };

function datasets(text: string): unknown {
  const checked = checkStudyFile(text);
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings));
  return checked.study.datasets;
}

it("makes a study file where there was none", () => {
  expect(datasets(withDataset("", entry))).toEqual([entry]);
  expect(withDataset("", entry)).toContain('  "datasets": [\n');
});

it("adds to the datasets and leaves the rest of the text as it stands", () => {
  const text = '{\n    "title":   "Mine",\n    "datasets": [ { "path": "a.jsonl" } ],\n    "rule": { "kind": "every" }\n}\n';
  const changed = withDataset(text, entry);
  expect(datasets(changed)).toEqual([{ path: "a.jsonl" }, entry]);
  expect(changed).toContain('"title":   "Mine"');
  expect(changed).toContain('"rule": { "kind": "every" }');
});

it("replaces the entry of the same path, once", () => {
  const once = withDataset("{}", { path: "odd.jsonl", name: "Before" });
  expect(datasets(withDataset(once, entry))).toEqual([entry]);
  expect(withDataset(withDataset(once, entry), entry)).toBe(withDataset(once, entry));
});

it("keeps the line ends of the file", () => {
  expect(withDataset('{\r\n  "title": "Mine"\r\n}\r\n', entry)).not.toMatch(/[^\r]\n/u);
});
