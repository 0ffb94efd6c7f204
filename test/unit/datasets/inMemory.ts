// Opens datasets that a test writes as text or bytes.
import { createHash } from "node:crypto";
import type { Digest } from "../../../src/core/ports.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import type { OpenOptions } from "../../../src/datasets/openOptions.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";

export const digest: Digest = {
  sha256: (data) => createHash("sha256").update(data).digest("hex"),
  start() {
    const hash = createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
  },
};

export async function opened(content: string | Uint8Array, name = "data.jsonl", more: Partial<OpenOptions> = {}): Promise<{ dataset: Dataset; files: MemoryFiles; path: string }> {
  const path = `/folder/${name}`;
  const files = new MemoryFiles({ [path]: content });
  return { dataset: await openDataset({ path, files, digest, ...more }), files, path };
}

/** `line:column id` of every problem. */
export function placed({ problems }: Dataset): readonly string[] {
  return problems.map(({ line, column, id }) => `${line}:${column} ${id}`);
}

/** A native line of a conversation with the turns given, agent first. */
export function line(id: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ id, turns: [{ role: "agent", text: `Hello ${id}` }, { role: "user", text: "Yes?" }], ...more });
}
