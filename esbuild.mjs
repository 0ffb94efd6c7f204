// Builds dist/: the extension (ESM, split), language server, worker and command line (CommonJS), and the page. --meta writes dist/meta.json.
import { rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const common = {
  bundle: true,
  minify: !process.argv.includes("--dev"),
  sourcemap: process.argv.includes("--dev"),
  target: "node20",
  platform: "node",
  metafile: true,
  logLevel: "warning",
  outdir: "dist",
  legalComments: "none",
};

const requireBanner = 'import { createRequire as fidelityRequire } from "node:module"; const require = fidelityRequire(import.meta.url);';

const bundles = {
  extension: {
    ...common,
    entryPoints: { extension: "src/extension.ts" },
    format: "esm",
    splitting: true,
    external: ["vscode"],
    chunkNames: "chunks/[name]-[hash]",
    banner: { js: requireBanner },
  },
  processes: {
    ...common,
    entryPoints: { server: "src/server/main.ts", cli: "src/cli/main.ts", worker: "src/node/worker.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  },
  page: {
    ...common,
    entryPoints: { dashboard: "webview/dashboard/main.ts" },
    platform: "browser",
    target: "es2022",
    format: "iife",
  },
};

await rm("dist", { recursive: true, force: true });
const results = await Promise.all(Object.entries(bundles).map(async ([name, options]) => [name, (await build(options)).metafile]));
if (process.argv.includes("--meta")) await writeFile("dist/meta.json", JSON.stringify(Object.fromEntries(results)));
