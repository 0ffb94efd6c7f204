import { describe, expect, it } from "vitest";
import type { CodeAction } from "vscode-languageserver";
import { CONDITIONS } from "../../../src/core/probe/conditions.ts";
import { TextDocument } from "vscode-languageserver-textdocument";
import { studyProblems } from "../../../src/datasets/study.ts";
import { dataFields } from "../../../src/server/dataFields.ts";
import { diagnostics } from "../../../src/server/diagnostics.ts";
import { uriOfPath } from "../../../src/server/paths.ts";
import { StudyFiles } from "../../../src/server/studyFiles.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";

const PATH = "/study/fidelity.json";
const URI = uriOfPath(PATH);

const FILES = {
  [PATH]: "{}",
  "/study/odd.jsonl": `${JSON.stringify({ meta: { uid: "u 1" }, paid: true, thread: [{ who: "rep", body: "Hello", sent: 1 }] })}\n`,
  "/study/data/more.csv": "user_id,status\n0017,paid\n",
  "/study/.hidden.jsonl": "",
  "/study/.fidelity/conditions/terse.fidelity-prompt": "",
  "/study/.fidelity/instruments/warmth.json": "",
};

function study(text: string): { readonly files: StudyFiles; readonly document: TextDocument } {
  const memory = new MemoryFiles(FILES);
  const document = TextDocument.create(URI, "json", 1, text);
  const files = new StudyFiles({ documents: { get: (uri) => (uri === URI ? document : undefined) }, check: studyProblems, files: memory, fieldsOf: (path, signal) => dataFields(path, memory, signal) });
  files.names = { endpoints: ["local", "lab \"x\""], runs: ["r-1"] };
  return { files, document };
}

describe("quick fixes of fidelity.json", () => {
  function fixes(text: string): Readonly<Record<string, string>> {
    const { files, document } = study(text);
    const actions = files.fixes(URI, diagnostics(studyProblems(PATH, text), "en"), "en");
    const applied = ({ edit }: CodeAction): string => TextDocument.applyEdits(document, edit?.changes?.[URI] ?? []);
    return Object.fromEntries(actions.map((action) => [`${action.isPreferred === true ? "* " : ""}${action.title}`, applied(action)]));
  }

  it("spell a field as it is known there, or remove it", () => {
    const found = fixes('{\n  "datasets": [\n    {\n      "path": "a",\n      "Out-comeDefintion": "x"\n    }\n  ]\n}\n');
    expect(Object.keys(found)).toEqual(["* Change to outcomeDefinition", "Remove Out-comeDefintion"]);
    expect(JSON.parse(found["* Change to outcomeDefinition"] ?? "")).toEqual({ datasets: [{ path: "a", outcomeDefinition: "x" }] });
    expect(JSON.parse(found["Remove Out-comeDefintion"] ?? "")).toEqual({ datasets: [{ path: "a" }] });
    expect(found["Remove Out-comeDefintion"]).toContain('      "path": "a"\n');
  });

  it("never spell it as a field that is there already, nor as one far away", () => {
    expect(Object.keys(fixes('{"title": "a", "titel": "b"}'))).toEqual(["Remove titel"]);
    expect(Object.keys(fixes('{"colour": 1}'))).toEqual(["Remove colour"]);
  });

  it("know the fields inside a mapping, whichever form its parts have", () => {
    const text = JSON.stringify({ datasets: [{ path: "a", mapping: { id: "x", turns: "y", rol: "r", role: { field: "w", agnt: ["a"], agent: ["a"], user: ["b"] }, text: "t" } }] });
    expect(Object.keys(fixes(text))).toContain("Remove rol");
    expect(Object.keys(fixes(text.replace('"role":', '"x":')))).toContain("* Change to role");
  });

  it("remove what would define an endpoint", () => {
    const found = fixes('{"runs": [{"simulator": "local", "api_key": {"a": [1, {"b": "}"}]}}]}');
    expect(Object.keys(found)).toEqual(["Remove api_key"]);
    expect(JSON.parse(found["Remove api_key"] ?? "")).toEqual({ runs: [{ simulator: "local" }] });
  });

  it("offer the values a field may have, the one that is meant first", () => {
    const found = fixes('{"datasets": [{"path": "a", "users": "humann"}]}');
    expect(Object.keys(found)).toEqual(["* Change to human", "Change to simulated", "Change to mixed", "Change to unknown"]);
    expect(JSON.parse(found["* Change to human"] ?? "")).toEqual({ datasets: [{ path: "a", users: "human" }] });
  });

  it("write a number as a number", () => {
    expect(JSON.parse(Object.values(fixes('{"runs": [{"simulator": "x", "seed": "7"}]}'))[0] ?? "")).toEqual({ runs: [{ simulator: "x", seed: 7 }] });
    expect(fixes('{"runs": [{"simulator": "x", "seed": "soon"}]}')).toEqual({});
  });

  it("are none for what is not there and what is no JSON", () => {
    expect(fixes('{"datasets": [{}]}')).toEqual({});
    expect(fixes('{"datasets": [')).toEqual({});
  });
});

describe("completion in fidelity.json", () => {
  /** What is offered at `|`, and the whole text with the first of it taken. */
  async function offered(marked: string): Promise<{ readonly values: readonly string[]; readonly taken: string } | null> {
    const offset = marked.indexOf("|");
    const { files, document } = study(marked.replace("|", ""));
    const list = await files.complete(URI, document.positionAt(offset), new AbortController().signal);
    if (!list) return null;
    const [first] = list.items;
    const edit = first?.textEdit;
    const taken = edit && "range" in edit ? TextDocument.applyEdits(document, [edit]) : "";
    return { values: list.items.map(({ label }) => label), taken };
  }
  const mapping = (inner: string, path = "odd.jsonl"): string => `{"datasets": [{"path": "${path}", "mapping": {${inner}}}]}`;

  it("has the files that exist, folder by folder", async () => {
    expect(await offered('{"datasets": [{"path": "|"}]}')).toEqual({ values: ["data/", "odd.jsonl"], taken: '{"datasets": [{"path": "data/"}]}' });
    expect(await offered('{"datasets": [{"path": "data/|"}]}')).toEqual({ values: ["data/more.csv"], taken: '{"datasets": [{"path": "data/more.csv"}]}' });
    expect((await offered('{"datasets": [{"path": |}]}'))?.taken).toBe('{"datasets": [{"path": "data/"}]}');
    expect((await offered('{"datasets": [\n{"path": "od|\n}]}'))?.values).toContain("odd.jsonl");
  });

  it("has the fields of the data, those of the record and those of its turns each at their place", async () => {
    expect((await offered(mapping('"id": "|"')))?.values).toEqual(["meta.uid", "paid"]);
    expect((await offered(mapping('"turns": "|"')))?.values).toEqual(["thread"]);
    expect((await offered(mapping('"turns": "thread", "role": {"field": "|"}')))?.values).toEqual(["who", "body", "sent"]);
    expect((await offered(mapping('"text": "b|"')))?.values).toEqual(["who", "body", "sent"]);
    expect((await offered(mapping('"profile": ["paid", "|"]')))?.values).toEqual(["meta.uid", "paid"]);
    expect((await offered(mapping('"outcome": {"field": "|"}')))?.values).toEqual(["meta.uid", "paid"]);
    expect((await offered(mapping('"text": "|"', "data/more.csv")))?.values).toEqual(["user_id", "status"]);
  });

  it("has the columns of the file of outcomes where an outcome is joined", async () => {
    expect((await offered(mapping('"outcome": {"from": "|"}')))?.values).toEqual(["data/", "odd.jsonl"]);
    const join = (inner: string): string => mapping(`"outcome": {"from": "data/more.csv", ${inner}}`);
    expect((await offered(join('"key": {"conversation": "|"}')))?.values).toEqual(["meta.uid", "paid"]);
    expect((await offered(join('"key": {"file": "|"}')))?.values).toEqual(["user_id", "status"]);
    expect((await offered(join('"at": {"field": "|"}')))?.values).toEqual(["user_id", "status"]);
  });

  it("has names of datasets, endpoints, conditions, template files and runs", async () => {
    expect((await offered('{"datasets": [{"name": "Calls", "path": "a"}, {"path": "b"}], "runs": [{"dataset": "|"}]}'))?.values).toEqual(["Calls", "b"]);
    expect(await offered('{"runs": [{"simulator": "|"}]}')).toEqual({ values: ["local", 'lab "x"'], taken: '{"runs": [{"simulator": "local"}]}' });
    expect((await offered('{"runs": [{"judge": "|"}]}'))?.values).toEqual(["lexicon", "local", 'lab "x"']);
    expect((await offered('{"runs": [{"instrument": "|"}]}'))?.values).toEqual(["v1", "v1-zh", "warmth"]);
    expect((await offered('{"conditions": ["|"]}'))?.values).toEqual([...CONDITIONS.map(({ name }) => name), "terse"]);
    expect((await offered('{"runs": [{"name": "mine", "simulator": "x"}], "gates": {"g": {"run": "|"}}}'))?.values).toEqual(["mine", "r-1"]);
  });

  it("leaves everything else to the schema", async () => {
    expect(await Promise.all(['{"|"}', '{"title": "|"}', '{"datasets": [{"users": "|"}]}', '{"datasets": [{"path": "a"|}]}', '{"rule": {"kind": "|"}}', "|"].map(offered))).toEqual([null, null, null, null, null, null]);
  });

  it("has no fields where the file is not there", async () => {
    expect((await offered(mapping('"id": "|"', "gone.jsonl")))?.values).toEqual([]);
  });
});
