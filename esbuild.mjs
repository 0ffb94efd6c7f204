// Builds dist/: the extension (ESM, split), language server, worker and command line (CommonJS), and the page. --meta writes dist/meta.json,
// --only NAME builds one of the three and leaves the rest of the folder, --outdir FOLDER builds elsewhere.
import { readFile, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values: flags } = parseArgs({ options: { dev: { type: "boolean" }, meta: { type: "boolean" }, only: { type: "string" }, outdir: { type: "string", default: "dist" } } });
const { version } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));

const common = {
  bundle: true,
  absWorkingDir: import.meta.dirname,
  minify: !flags.dev,
  sourcemap: flags.dev ?? false,
  target: "node20",
  platform: "node",
  metafile: true,
  logLevel: "warning",
  outdir: flags.outdir,
  legalComments: "none",
  // Chinese sentences as they are: escaped they are twice as long.
  charset: "utf8",
  // What its package names for require() cannot be bundled.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  define: { "process.env.FIDELITY_VERSION": JSON.stringify(version) },
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
    entryPoints: { server: "src/server/main.ts", cli: "src/cli/main.ts", worker: "src/worker.ts" },
    format: "cjs",
    define: { ...common.define, "import.meta.dirname": "__dirname" },
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

const chosen = Object.entries(bundles).filter(([name]) => flags.only === undefined || name === flags.only);
if (chosen.length === 0) throw new Error(`--only ${flags.only}: ${Object.keys(bundles).join(", ")}`);
if (flags.only === undefined) await rm(flags.outdir, { recursive: true, force: true });
const results = await Promise.all(chosen.map(async ([name, options]) => [name, (await build(options)).metafile]));
if (flags.meta) await writeFile(`${flags.outdir}/meta.json`, JSON.stringify(Object.fromEntries(results)));
