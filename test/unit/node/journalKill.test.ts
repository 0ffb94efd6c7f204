import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { NodeJournalStore } from "../../../src/node/journalStore.ts";
import { temporaryFolder } from "./folder.ts";

const LONG = process.env.DF_LONG === "1";
const ROUNDS = LONG ? 100 : 6;
const SEED = 20_260_817;

function start(folder: string, seed: number, mode: "append" | "contend"): { child: ChildProcess; lines: AsyncIterator<string> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, "appender.ts"), folder, String(seed), mode], { stdio: ["pipe", "pipe", "inherit"] });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

function entryOf(text: string): { seed: string; number: number } | undefined {
  try {
    return JSON.parse(text) as { seed: string; number: number };
  } catch {
    return undefined;
  }
}

describe("a writer killed while it appends", () => {
  it(`loses nothing that counted and leaves at most one cut line, ${ROUNDS} times over`, async () => {
    const folder = await temporaryFolder();
    const generator = xoroshiro128plus(SEED);
    const counted = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const { child, lines } = start(folder, round, "append");
      const until = uniformInt(generator, 1, 60);
      let last = -1;
      while (last < until) last = Number((await lines.next()).value);
      await killed(child);
      for (let rest = await lines.next(); !rest.done; rest = await lines.next()) last = Number(rest.value);
      counted.set(String(round), last);
    }
    const found = new Map<string, number[]>();
    let cut = 0;
    for (const line of (await readFile(join(folder, "runs/one.jsonl"), "utf8")).split("\n").filter((text) => text !== "")) {
      const entry = entryOf(line);
      if (entry) found.set(entry.seed, [...(found.get(entry.seed) ?? []), entry.number]);
      else cut++;
    }
    expect(cut).toBeLessThanOrEqual(ROUNDS);
    for (const [seed, last] of counted) {
      const numbers = found.get(seed) ?? [];
      expect(numbers).toEqual(numbers.map((_, index) => index));
      expect(numbers.length).toBeGreaterThan(last);
    }
  });

  it("leaves a journal the next one reads and goes on with", async () => {
    const folder = await temporaryFolder();
    const { child, lines } = start(folder, 7, "append");
    for (let seen = 0; seen < 5; seen++) await lines.next();
    await killed(child);
    const store = new NodeJournalStore({ folder, clock: nodeClock, ids: nodeIds, log: { info: () => undefined, warn: () => undefined, error: () => undefined } });
    expect(await store.held("runs/one.jsonl")).toBe(false);
    const file = await store.open("runs/one.jsonl");
    await file.append("{}");
    await file.close();
    const texts: string[] = [];
    for await (const { text, complete } of store.read("runs/one.jsonl")) {
      expect(complete).toBe(true);
      texts.push(text);
    }
    expect(texts.at(-1)).toBe("{}");
  });
});

describe("several processes at one stale lock", () => {
  it("agree on one owner", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "runs"), { recursive: true });
    const stale = { process: 1, host: `not-${hostname()}`, heartbeat: new Date(Date.now() - 60_000).toISOString(), token: "gone" };
    await writeFile(join(folder, "runs/one.lock"), JSON.stringify(stale));
    const contenders = Array.from({ length: LONG ? 8 : 3 }, (_, seed) => start(folder, seed, "contend"));
    for (const { lines } of contenders) expect((await lines.next()).value).toBe("ready");
    for (const { child } of contenders) child.stdin!.write("go\n");
    const answers: unknown[] = [];
    for (const { lines } of contenders) answers.push((await lines.next()).value);
    for (const { child } of contenders) await killed(child);
    expect(answers.filter((answer) => answer === "won")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "journal-locked")).toHaveLength(contenders.length - 1);
  });
});
