import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { nodeFiles } from "../../../src/node/files.ts";
import { filesContract } from "../../contract/bytes.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { temporaryFolder } from "./folder.ts";

filesContract("node", async (content) => {
  const root = await temporaryFolder();
  for (const [name, bytes] of Object.entries(content)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), bytes);
  }
  return { files: nodeFiles, root };
});

filesContract("memory", async (content) => ({
  files: new MemoryFiles(Object.fromEntries(Object.entries(content).map(([name, bytes]) => [`/root/${name}`, bytes]))),
  root: "/root",
}));
