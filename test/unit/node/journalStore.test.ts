import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Log } from "../../../src/core/ports.ts";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { NodeJournalStore } from "../../../src/node/journalStore.ts";
import { journalStoreContract } from "../../contract/journalStore.ts";
import { MemoryDisk, MemoryJournalStore } from "../../fakes/memoryJournalStore.ts";
import { temporaryFolder } from "./folder.ts";

const NAME = "runs/one.jsonl";
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function storeIn(folder: string, log: Log = silent): NodeJournalStore {
  return new NodeJournalStore({ folder, clock: nodeClock, ids: nodeIds, log });
}

async function leaveLock(folder: string, holder: object | string): Promise<string> {
  const path = join(folder, "runs/one.lock");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof holder === "string" ? holder : `${JSON.stringify(holder)}\n`);
  return path;
}

const minuteAgo = (): string => new Date(Date.now() - 60_000).toISOString();

journalStoreContract("node", async () => {
  const folder = await temporaryFolder();
  return {
    store: () => storeIn(folder),
    raw: (name) => readFile(join(folder, name), "utf8"),
    leave: async (name, text) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    },
    abandon: async (name) => {
      const path = join(folder, name.replace(".jsonl", ".lock"));
      const holder = JSON.parse(await readFile(path, "utf8")) as object;
      await writeFile(path, `${JSON.stringify({ ...holder, heartbeat: minuteAgo() })}\n`);
    },
  };
});

journalStoreContract("memory", async () => {
  const disk = new MemoryDisk();
  return {
    store: () => new MemoryJournalStore(disk),
    raw: async (name) => disk.files.get(name) ?? "",
    leave: async (name, text) => void disk.files.set(name, text),
    abandon: async (name) => {
      const lock = disk.locks.get(name);
      if (lock) lock.live = false;
    },
  };
});

describe("locks on disk", () => {
  it("name process, host and heartbeat, and go when the journal closes", async () => {
    const folder = await temporaryFolder();
    const file = await storeIn(folder).open(NAME);
    const holder = JSON.parse(await readFile(join(folder, "runs/one.lock"), "utf8")) as Record<string, unknown>;
    expect(holder).toMatchObject({ process: process.pid, host: hostname() });
    expect(Date.parse(String(holder.heartbeat))).not.toBeNaN();
    await file.close();
    expect(await readdir(join(folder, "runs"))).toEqual(["one.jsonl"]);
  });

  it("of a dead process on this host are taken over with a log line", async () => {
    const folder = await temporaryFolder();
    await leaveLock(folder, { process: 2 ** 22 + 1, host: hostname(), heartbeat: nodeClock.now(), token: "dead" });
    const warnings: string[] = [];
    const file = await storeIn(folder, { ...silent, warn: (message) => warnings.push(message) }).open(NAME);
    await file.append("x");
    await file.close();
    expect(warnings).toEqual([expect.stringContaining("taken over")]);
  });

  it("of another host are respected while their heart beats, and taken over when it does not", async () => {
    const folder = await temporaryFolder();
    const elsewhere = { process: 1, host: "elsewhere", token: "far" };
    await leaveLock(folder, { ...elsewhere, heartbeat: nodeClock.now() });
    await expect(storeIn(folder).open(NAME)).rejects.toMatchObject({ id: "journal-locked", values: { process: 1, host: "elsewhere" } });
    await leaveLock(folder, { ...elsewhere, heartbeat: minuteAgo() });
    await (await storeIn(folder).open(NAME)).close();
  });

  it("without readable content are respected while young", async () => {
    const folder = await temporaryFolder();
    const path = await leaveLock(folder, "");
    await expect(storeIn(folder).open(NAME)).rejects.toMatchObject({ id: "journal-locked" });
    await utimes(path, new Date(minuteAgo()), new Date(minuteAgo()));
    await (await storeIn(folder).open(NAME)).close();
  });

  it("that vanish stop their owner, who leaves the next owner's alone", async () => {
    const folder = await temporaryFolder();
    const first = await storeIn(folder).open(NAME);
    await rm(join(folder, "runs/one.lock"));
    const second = await storeIn(folder).open(NAME);
    await expect(first.append("late")).rejects.toMatchObject({ id: "journal-lost" });
    await first.close();
    await second.append("mine");
    await second.close();
    expect(await readFile(join(folder, NAME), "utf8")).toBe("mine\n");
  });

  it("are taken past a guard left by a crash", async () => {
    const folder = await temporaryFolder();
    const path = await leaveLock(folder, { process: 1, host: "elsewhere", heartbeat: minuteAgo(), token: "far" });
    await writeFile(`${path}.guard`, "");
    await utimes(`${path}.guard`, new Date(minuteAgo()), new Date(minuteAgo()));
    await (await storeIn(folder).open(NAME)).close();
    expect(await readdir(join(folder, "runs"))).toEqual(["one.jsonl"]);
  });
});

describe("names", () => {
  it("never lead out of the folder", async () => {
    const store = storeIn(await temporaryFolder());
    await expect(store.open("../out.jsonl")).rejects.toThrow(RangeError);
    await expect(store.held("runs/../../out.jsonl")).rejects.toThrow(RangeError);
  });
});
