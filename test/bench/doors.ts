// Owns the product's doors on this machine, as the editor and the command line build them. Refuses statistics in a thread.
import path from "node:path";
import type { ChatModel, Files, Log } from "../../src/core/ports.ts";
import { nodeClock } from "../../src/node/clock.ts";
import { nodeDigest } from "../../src/node/digest.ts";
import { nodeIds } from "../../src/node/ids.ts";
import { NodeJournalStore } from "../../src/node/journalStore.ts";
import { largeFiles } from "../../src/node/largeFiles.ts";
import type { StudyDoors } from "../../src/study/doors.ts";

/** What goes wrong ends the part. */
export const loud: Log = {
  info: () => undefined,
  warn: (message) => {
    throw new Error(message);
  },
  error: (message, cause) => {
    throw cause instanceof Error ? cause : new Error(message);
  },
};

/** The files of the product's processes; without a folder nothing is kept of them. */
export function filesOf(indexes?: string): Files {
  return largeFiles(path.join(import.meta.dirname, "worker.mjs"), indexes);
}

/** Doors whose models are those given; without any there is none. */
export function doorsOf(chatModel?: () => ChatModel, indexes?: string): StudyDoors {
  const stores = new Map<string, NodeJournalStore>();
  return {
    files: filesOf(indexes),
    journals: (folder) => {
      const store = stores.get(folder) ?? new NodeJournalStore({ folder, clock: nodeClock, ids: nodeIds, log: loud });
      stores.set(folder, store);
      return store;
    },
    digest: nodeDigest,
    clock: nodeClock,
    ids: nodeIds,
    log: loud,
    stats: { report: () => Promise.reject(new Error("not measured here")) },
    software: { name: "decision-fidelity", version: "bench" },
    chatModel: () => (chatModel ? Promise.resolve(chatModel()) : Promise.reject(new Error("no model here"))),
  };
}

/** A `.fidelity` folder of its own. */
export function homeIn(folder: string, name: string): string {
  return path.join(folder, name, ".fidelity");
}
