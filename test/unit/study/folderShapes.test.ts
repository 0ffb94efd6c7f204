import { expect, it } from "vitest";
import { Failure } from "../../../src/core/messages/failure.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { choices, severalShapes } from "../../../src/study/folderShapes.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest, line } from "../datasets/inMemory.ts";

it("are offered where a folder has several, by names a study file takes", async () => {
  const chat = JSON.stringify({ id: "b", messages: [{ role: "assistant", content: "Hello?" }, { role: "user", content: "Yes?" }] });
  const files = new MemoryFiles({ "/data/a.jsonl": line("a"), "/data/b.jsonl": chat });
  const failed: unknown = await openDataset({ path: "/data", files, digest }).catch((error: unknown) => error);
  expect(severalShapes(failed)).toEqual([
    { format: "native", files: ["a.jsonl"], conversations: 1 },
    { format: "openai-messages", files: ["b.jsonl"], conversations: 1 },
  ]);
  expect(choices([{ format: "mapped", files: ["a.jsonl"], conversations: 1 }])).toEqual([]);
});

it("are none of other failures", () => {
  expect(severalShapes(new Failure("file-not-found", { path: "/x" }))).toBeUndefined();
  expect(severalShapes(new Error("folder-several-shapes"))).toBeUndefined();
});
