// What activation loads: the bundled entry with everything it imports statically, built aside; and the package at the root, where one was made.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { limitLine, megabytes, valueOf } from "../lines.ts";
import { measured } from "../measure.ts";
import type { Context, Row } from "../row.ts";

/** Of esbuild's metafile, what is read here. */
interface Outputs {
  readonly outputs: Readonly<Record<string, { readonly bytes: number; readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[] }>>;
}

export const size: Row = {
  name: "size",
  rounds: 1,
  parts: {
    entry: async (context) => {
      try {
        return await measured(() => entryOf(context), (sizes) => sizes);
      } catch (error) {
        return { absent: `does not build: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}` };
      }
    },
    package: async ({ repo }) => {
      const file = readdirSync(repo).find((name) => name.endsWith(".vsix"));
      if (file === undefined) return { absent: "not packaged here" };
      return measured(() => statSync(path.join(repo, file)).size, (bytes) => ({ bytes }));
    },
  },
  lines: (parts) => [
    limitLine("the entry and all it imports statically", valueOf(parts, "entry", ({ numbers }) => (numbers.all ?? 0) / 1024), "KB", 200),
    limitLine("the package", valueOf(parts, "package", ({ numbers }) => megabytes(numbers.bytes ?? 0)), "MB", 2),
  ],
};

function entryOf({ repo, folder }: Context): { readonly entry: number; readonly all: number; readonly files: number } {
  const outdir = path.join(folder, "extension");
  execFileSync(process.execPath, ["esbuild.mjs", "--only", "extension", "--meta", "--outdir", outdir], { cwd: repo, stdio: ["ignore", "ignore", "pipe"] });
  const { extension } = JSON.parse(readFileSync(path.join(outdir, "meta.json"), "utf8")) as { readonly extension: Outputs };
  const { outputs } = extension;
  const first = Object.keys(outputs).find((name) => path.basename(name) === "extension.js") ?? "";
  const loaded = new Set<string>();
  const visit = (name: string): void => {
    if (loaded.has(name)) return;
    loaded.add(name);
    for (const { path: to, kind, external } of outputs[name]?.imports ?? []) if (kind === "import-statement" && external !== true) visit(to);
  };
  visit(first);
  return { entry: outputs[first]?.bytes ?? 0, all: [...loaded].reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0), files: loaded.size };
}
