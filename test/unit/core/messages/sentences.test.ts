import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { languageOf, sentence, type SentenceId } from "../../../../src/core/messages/sentences.ts";
import { SENTENCES } from "../../../../src/core/messages/sentenceTable.ts";

const folder = path.resolve(import.meta.dirname, "../../../../src/core/messages/sentences");

describe("sentences", () => {
  it("has each id in one file only: a second one would silently win", () => {
    const files = new Map<string, string[]>();
    for (const name of readdirSync(folder)) {
      for (const [, id = ""] of readFileSync(path.join(folder, name), "utf8").matchAll(/^ {2}"([\w-]+)":/gm)) files.set(id, [...(files.get(id) ?? []), name]);
    }
    expect([...files].filter(([, names]) => names.length > 1)).toEqual([]);
    expect(files.size).toBe(Object.keys(SENTENCES).length);
  });

  it.each(Object.entries(SENTENCES))("%s says the same values in both languages, and something in each", (_id, { en, zh }) => {
    const values = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name))].sort();
    expect(values(zh)).toEqual(values(en));
    expect(en).not.toBe("");
    expect(zh).not.toBe("");
  });

  it("puts values in as text and leaves missing ones visible", () => {
    const id: SentenceId = "file-unreadable";
    expect(sentence(id, { path: "$& {reason}", reason: "x" })).toContain("$& {reason}");
    expect(sentence(id, { path: "a" })).toContain("{reason}");
  });

  it("chooses Chinese for any Chinese locale and English otherwise", () => {
    expect([languageOf("zh-cn"), languageOf("zh-TW"), languageOf("en-GB"), languageOf(undefined)]).toEqual(["zh", "zh", "en", "en"]);
  });
});
