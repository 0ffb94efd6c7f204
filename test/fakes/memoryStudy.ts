// A real study on files and journals in memory, with a native dataset written from conversations.
import type { ChatModel } from "../../src/core/ports.ts";
import type { Conversation } from "../../src/core/transcript/conversation.ts";
import { nodeDigest } from "../../src/node/digest.ts";
import { nodeIds } from "../../src/node/ids.ts";
import { Study, type OpenDataset } from "../../src/study/study.ts";
import { MemoryFiles } from "./memoryFiles.ts";
import { MemoryJournalStore } from "./memoryJournalStore.ts";
import { quickClock } from "./quickClock.ts";

export interface MemoryStudy {
  readonly study: Study;
  readonly files: MemoryFiles;
  /** Writes the conversations as a native file and opens it under the key. */
  readonly open: (key: string, conversations: readonly Conversation[]) => Promise<OpenDataset>;
}

/** `chat` answers whatever model is asked for; without it there is none. */
export function memoryStudy(chat?: ChatModel): MemoryStudy {
  const files = new MemoryFiles();
  const journals = new MemoryJournalStore();
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const study = new Study({
    files,
    journals: () => journals,
    digest: nodeDigest,
    clock: quickClock(1000),
    ids: nodeIds,
    log: silent,
    stats: { report: () => Promise.reject(new Error("no statistics here")) },
    software: { name: "decision-fidelity", version: "0.0.0" },
    chatModel: () => (chat ? Promise.resolve(chat) : Promise.reject(new Error("no model here"))),
  });
  return {
    study,
    files,
    open: async (key, conversations) => {
      const path = `/data/${key}.jsonl`;
      files.write(path, conversations.map((each) => `${JSON.stringify(record(each))}\n`).join(""));
      return study.openPath(path, key, "/home/.fidelity", undefined, undefined, new AbortController().signal);
    },
  };
}

function record({ id, outcome, profile, turns }: Conversation): unknown {
  return { id, outcome: { ...outcome, label: outcome.value === "positive" ? "buyer" : "non-buyer" }, profile, turns: turns.map(({ role, text }) => ({ role, text })) };
}
