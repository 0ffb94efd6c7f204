import { TextDocument } from "vscode-languageserver-textdocument";
import { describe, expect, it } from "vitest";
import { CONDITIONS } from "../../../src/core/probe/conditions.ts";
import { printTemplate } from "../../../src/core/probe/conditionTemplate.ts";
import { templateCompletion, templateHover, templateProblems } from "../../../src/server/templates.ts";

const FOLDER = "/study/.fidelity/conditions";

/** The document without its `|`, and where that stood. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const document = TextDocument.create("file:///study/.fidelity/conditions/terse.fidelity-prompt", "fidelity-prompt", 1, marked.replace("|", ""));
  return { document, position: document.positionAt(offset) };
}

/** The texts that come of each offer. */
function offered(marked: string): readonly string[] {
  const { document, position } = at(marked);
  return (templateCompletion(document, position, "en")?.items ?? []).map(({ textEdit }) => {
    if (!textEdit || !("range" in textEdit)) throw new Error("no edit");
    return TextDocument.applyEdits(document, [textEdit]);
  });
}

const hovered = (marked: string, language: "en" | "zh" = "en"): unknown => {
  const { document, position } = at(marked);
  return templateHover(document, position, language)?.contents;
};

describe("a template in the editor", () => {
  it("has problems at their places, and none where it is one of ours", () => {
    for (const condition of CONDITIONS) expect(templateProblems(`/media/conditions/${condition.name}.fidelity-prompt`, printTemplate(condition))).toEqual([]);
    expect(templateProblems(`${FOLDER}/terse.fidelity-prompt`, "name: terse\n--- en ---\nBe {{brief}}.")).toMatchObject([
      { id: "template-language-missing", severity: "warning", line: 1 },
      { id: "template-variable-unknown", severity: "error", line: 3, column: 4, endColumn: 13, path: `${FOLDER}/terse.fidelity-prompt` },
    ]);
  });

  it("may not have the name of a shipped condition in a study", () => {
    expect(templateProblems(`${FOLDER}/persona.fidelity-prompt`, printTemplate(CONDITIONS[0]!)).map(({ id }) => id)).toEqual(["template-name-shipped"]);
  });

  it.each([
    ["header lines that are not there yet", "name: terse\n|", ["name: terse\nexit: ", "name: terse\nanswer: ", "name: terse\n--- en ---", "name: terse\n--- zh ---"]],
    ["what is begun", "na|\nexit: no\nanswer: text\n--- en ---\nBe.", ["name: \nexit: no\nanswer: text\n--- en ---\nBe.", "--- zh ---\nexit: no\nanswer: text\n--- en ---\nBe."]],
    ["values of a field", "exit: |", ["exit: no", "exit: yes"]],
    ["values over what is begun", "answer: ac|", ["answer: text", "answer: action"]],
    ["variables", "name: a\n--- en ---\nBe {|", ["name: a\n--- en ---\nBe {{profile}}", "name: a\n--- en ---\nBe {{manner}}"]],
    ["variables over closed ones", "name: a\n--- en ---\nBe {{pro|}} now", ["name: a\n--- en ---\nBe {{profile}} now", "name: a\n--- en ---\nBe {{manner}} now"]],
    ["nothing in plain text", "name: a\n--- en ---\nBe |", []],
    ["nothing for a name", "name: |", []],
  ])("offers %s", (_what, marked, expected) => {
    expect(offered(marked)).toEqual(expected);
  });

  it("says what a field and a variable mean", () => {
    expect(hovered("name: a\nex|it: no\n")).toMatchObject({ value: expect.stringContaining("[LEAVE]") as string });
    expect(hovered("name: a\n--- en ---\nBe {{man|ner}}")).toMatchObject({ value: expect.stringContaining("before the probe") as string });
    expect(hovered("name: a\n--- zh ---\n{{pro|file}}", "zh")).toMatchObject({ value: expect.stringContaining("资料") as string });
    for (const marked of ["name: a\n--- en ---\nB|e", "name: a\n--- en ---\n{{x|}}", "# no|te", "name: a\n--- e|n ---"]) expect(hovered(marked)).toBeUndefined();
  });
});
