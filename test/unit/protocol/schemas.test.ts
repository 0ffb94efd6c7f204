import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { schemaFiles } from "../../tools/schemas.ts";

describe("the schemas the editor uses", () => {
  it.each([...schemaFiles()])("%s is what the code checks (npm run schemas writes it anew)", (name, text) => {
    expect(readFileSync(path.resolve(import.meta.dirname, "../../../media/schemas", name), "utf8")).toBe(text);
  });
});
