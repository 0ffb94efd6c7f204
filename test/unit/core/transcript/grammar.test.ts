import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderTranscript } from "../../../../src/core/transcript/render.ts";
import { GOLDENS } from "../../../golden/transcript/conversations.ts";

const grammar = JSON.parse(readFileSync(new URL("../../../../media/syntaxes/transcript.tmLanguage.json", import.meta.url), "utf8")) as {
  readonly repository: Readonly<Record<"agent" | "user" | "header", { readonly match: string }>>;
};
const rules = Object.entries(grammar.repository).flatMap(([name, rule]) => ("match" in rule && name !== "symbol" ? [[name, new RegExp(rule.match, "u")] as const] : []));
const ruleOf = (line: string): string | undefined => rules.find(([, pattern]) => pattern.test(line))?.[0];

describe("the transcript grammar", () => {
  it.each(GOLDENS)("colours every line at column 0 of $name, and no text", ({ conversation, strata, hideOutcome }) => {
    for (const language of ["en", "zh"] as const) {
      const { text, map } = renderTranscript(conversation, strata, { hideOutcome, language });
      const lines = text.split("\n");
      const expected = lines.map((_line, number) => {
        const turn = map.turns.findIndex((block) => block.headerLine === number);
        if (turn >= 0) return conversation.turns[turn]?.role;
        return number < 3 ? "header" : undefined;
      });
      expect(lines.map(ruleOf)).toEqual(expected);
    }
  });
});
