import { mkdtempSync, readdirSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "../../../src/core/messages/failure.ts";
import { nodeFiles } from "../../../src/node/files.ts";
import { scratchIn } from "../../../src/node/scratch.ts";

const parent = mkdtempSync(path.join(tmpdir(), "scratch-test-"));
afterAll(() => rm(parent, { recursive: true, force: true }));

const scratch = scratchIn((copy) => nodeFiles.open(copy), parent);
const ours = (): readonly string[] => readdirSync(parent).flatMap((folder) => readdirSync(path.join(parent, folder)));

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(new TextEncoder().encode(text));
}

async function textOf(owner: string, version: string, ...texts: readonly string[]): Promise<string> {
  const bytes = await scratch.open(owner, version, () => pieces(...texts));
  try {
    return new TextDecoder().decode(await bytes.read(0, bytes.size));
  } finally {
    await bytes.close();
  }
}

describe("temporary copies", () => {
  it("are made once for each version of a file, also when asked for twice at once", async () => {
    const both = await Promise.all([textOf("/a.gz", "1", "one ", "two"), textOf("/a.gz", "1", "never asked")]);
    expect(both).toEqual(["one two", "one two"]);
    expect(await textOf("/a.gz", "1", "never asked")).toBe("one two");
    expect(await textOf("/a.gz", "2", "three")).toBe("three");
  });

  it("are for this user only", () => {
    if (process.platform === "win32") return;
    const [folder = ""] = readdirSync(parent);
    expect(statSync(path.join(parent, folder)).mode & 0o077).toBe(0);
  });

  it("leave nothing behind when they fail, and can be tried again", async () => {
    const before = ours();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces("half");
      throw new Failure("archive-broken", { path: "/b.gz", reason: "cut" });
    }
    await expect(scratch.open("/b.gz", "1", broken)).rejects.toMatchObject({ id: "archive-broken" });
    expect(ours()).toEqual(before);
    expect(await textOf("/b.gz", "1", "whole")).toBe("whole");
  });

  it("of a process that is gone are swept away", async () => {
    const other = path.join(parent, "decision-fidelity-2147483646-dead");
    await mkdir(other);
    await (await scratchIn((copy) => nodeFiles.open(copy), parent).open("/c", "1", () => pieces("c"))).close();
    expect(readdirSync(parent)).not.toContain("decision-fidelity-2147483646-dead");
  });
});
