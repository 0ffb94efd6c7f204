import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import path from "node:path";
import { sentence } from "../../../../src/core/messages/sentences.ts";
import { storedCondition, templateText, type Condition } from "../../../../src/core/probe/condition.ts";
import { CONDITIONS } from "../../../../src/core/probe/conditions.ts";
import { printTemplate, readTemplate, TEMPLATE_ENDING } from "../../../../src/core/probe/conditionTemplate.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { conditionFiles } from "../../../tools/conditions.ts";

const media = path.resolve(import.meta.dirname, "../../../../media/conditions");

describe("shipped templates", () => {
  it("persona and may-disengage keep the hash of the first runs: old runs go on", () => {
    const hashes = CONDITIONS.slice(0, 2).map((condition) => [condition.name, nodeDigest.sha256(templateText(condition))]);
    expect(hashes).toEqual([
      ["persona", "fd6d4aee7d598a7274cab90b7159631fb6eab6b6bec318a43c19abc93ef61c2c"],
      ["may-disengage", "c4b6b930f12fbb7e45d80a78c0dd5e5dffb6cce0e4091c0277bda58a4ce53d41"],
    ]);
  });

  it.each(CONDITIONS)("$name lies in media/conditions as it is used (npm run schemas writes it)", (condition) => {
    const name = `${condition.name}${TEMPLATE_ENDING}`;
    const file = readFileSync(path.join(media, name), "utf8");
    expect(file).toBe(conditionFiles().get(name));
    expect(readTemplate(file, condition.name)).toEqual({ condition, problems: [] });
  });
});

const words = fc.stringMatching(/^[a-z你好 {}\[\]:#-]{1,12}$/u).map((text) => text.replaceAll("{{", "{").trim()).filter((text) => text !== "" && !text.includes("--"));
const text = fc.array(fc.oneof({ weight: 4, arbitrary: words }, fc.constantFrom("{{profile}}", "x {{ manner }} y", "", "  indented")), { minLength: 1, maxLength: 5 }).map((lines) => lines.join("\n").trim()).filter((each) => each !== "");
const anyCondition: fc.Arbitrary<Condition> = fc
  .record({ name: fc.stringMatching(/^[a-z你][a-z0-9._-]{0,10}$/u), texts: fc.record({ en: text, zh: text }), form: fc.constantFrom({ offersExit: false, answer: "text" } as const, { offersExit: true, answer: "text" } as const, { offersExit: true, answer: "action" } as const) })
  .map(({ name, texts, form }) => ({ name, texts, ...form }));

describe("the file form", () => {
  it("reads back what it prints, however lines end", () => {
    fc.assert(
      fc.property(anyCondition, fc.constantFrom("\n", "\r\n"), fc.boolean(), (condition, end, mark) => {
        const file = `${mark ? "\uFEFF" : ""}${printTemplate(condition).replaceAll("\n", end)}`;
        expect(readTemplate(file, condition.name).condition).toEqual(condition);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("a stored template is the condition again", () => {
    fc.assert(fc.property(anyCondition, (condition) => {
      expect(storedCondition({ name: condition.name, template: templateText(condition), offersExit: condition.offersExit })).toEqual(condition);
    }), { seed: 12, numRuns: 100 });
    expect(storedCondition({ name: "old", template: "Be.", offersExit: true })).toEqual({ name: "old", texts: { en: "Be.", zh: "Be." }, offersExit: true, answer: "text" });
  });

  it("never throws, and every problem lies in the text and has a sentence", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.constantFrom("name: a", "exit: yes", "exit: maybe", "answer: action", "--- en ---", "--- fr ---", "--- zh ---", "{{x}} and {{profile}}", "[LEAVE]", "# note", "\u2028", ""))).map((lines) => lines.join("\n")), (source) => {
        const { condition, problems } = readTemplate(source, "a");
        expect(condition === undefined).toBe(problems.some(({ severity }) => severity === "error"));
        for (const { line, column, endColumn, id, values } of problems) {
          const own = source.split("\n")[line - 1];
          expect(own).toBeDefined();
          expect(column).toBeGreaterThan(0);
          expect(endColumn).toBeLessThanOrEqual(Math.max(own!.length, 1) + 1);
          expect(sentence(id, values)).not.toMatch(/[^{]\{\w+\}[^}]/u);
        }
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  const good = "name: terse\nexit: no\nanswer: text\n\n--- en ---\nBe {{profile}}.\n\n--- zh ---\n做 {{profile}}。\n";
  it.each([
    ["an unknown variable", good.replace("Be {{profile}}", "Be {{outcome}}"), [["template-variable-unknown", 6, 4]]],
    ["a language left out", good.replace(/\n--- zh[\s\S]*/u, ""), [["template-language-missing", 1, 1]]],
    ["a header line twice", `name: terse\n${good}`, [["template-field-twice", 2, 1]]],
    ["an unknown header line", good.replace("exit: no", "temperature: 2"), [["template-field-unknown", 2, 1]]],
    ["a value that is none", good.replace("exit: no", "exit: perhaps"), [["template-field-value", 2, 1]]],
    ["another name than the file's", good.replace("name: terse", "name: loud"), [["template-name-differs", 1, 1]]],
    ["no name", good.replace("name: terse\n", ""), [["template-field-missing", 1, 1]]],
    ["an exit nobody tells", good.replace("exit: no", "exit: yes"), [["template-exit-not-told", 5, 1], ["template-exit-not-told", 8, 1]]],
    ["an exit that does not count", good.replace("Be ", "Say [LEAVE] "), [["template-exit-not-offered", 6, 5]]],
    ["a decision without exit", good.replace("answer: text", "answer: action"), [["template-action-without-exit", 3, 1]]],
    ["an empty text", good.replace("Be {{profile}}.", " "), [["template-text-empty", 5, 1]]],
    ["a text given twice", `${good}--- en ---\nagain`, [["template-language-twice", 10, 1]]],
    ["a foreign language", `${good}--- fr ---\nencore`, [["template-language-unknown", 10, 1]]],
    ["no text at all", "name: terse\nBe brief.", [["template-no-text", 1, 1], ["template-field-unknown", 2, 1]]],
  ])("says where there is %s", (_what, source, expected) => {
    expect(readTemplate(source, "terse").problems.map(({ id, line, column }) => [id, line, column])).toEqual(expected);
  });

  it("one language stands for both", () => {
    expect(readTemplate("name: terse\n--- zh ---\n短。", "terse").condition).toEqual({ name: "terse", texts: { en: "短。", zh: "短。" }, offersExit: false, answer: "text" });
  });
});
