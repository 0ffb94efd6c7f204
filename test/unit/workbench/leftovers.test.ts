import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keysLeft } from "../../workbench/leftovers.ts";

describe("keys left behind by a round", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "leftovers-"));
    mkdirSync(path.join(folder, "logs"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const key = `sk-right-${randomUUID()}`;
  it.each([
    ["plain", `Authorization: Bearer ${key}`],
    ["in UTF-16", Buffer.from(`{"key":"${key}"}`, "utf16le")],
    ["in base64", Buffer.from(key).toString("base64")],
    ["in base64 after other bytes", Buffer.from(`Bearer ${key}`).toString("base64")],
    ["in base64 after one byte", Buffer.from(`x${key}`).toString("base64")],
  ])("are found %s", (_how, content) => {
    writeFileSync(path.join(folder, "logs", "host.log"), content);
    expect(keysLeft(folder)).toEqual([`${path.join("logs", "host.log")} holds a key.`]);
  });

  it("are not seen in the text of a suite or in journals", () => {
    writeFileSync(path.join(folder, "suite.js"), "const KEY = `sk-right-${randomUUID()}`;");
    writeFileSync(path.join(folder, "run.jsonl"), '{"kind":"continuation","text":"sk-right on"}');
    expect(keysLeft(folder)).toEqual([]);
  });
});
