// Builds dist/: the extension; the language server, the worker and the command line, which share what they have in common; and the page. Programs are ESM, split,
// their sentences in files by language. --meta writes dist/meta.json, --only NAME builds one of the three and leaves the rest of the folder, --outdir FOLDER builds elsewhere.
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
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

/** Sentences are a third of the extension: instead of carrying them in every language it reads those of one when the first is asked for. */
const sentencesByLanguage = {
  name: "sentences by language",
  setup({ onLoad, onEnd }) {
    let languages = [];
    onLoad({ filter: /[\\/]core[\\/]messages[\\/]sentenceTable\.ts$/ }, async ({ path: table }) => {
      const { outputFiles } = await build({ ...common, entryPoints: [table], write: false, format: "esm" });
      const { SENTENCES } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
      languages = Object.keys(Object.values(SENTENCES)[0]).map((language) => [language, Object.fromEntries(Object.entries(SENTENCES).map(([id, sentence]) => [id, sentence[language]]))]);
      return { loader: "js", contents: READ_BY_LANGUAGE };
    });
    onEnd(async ({ metafile }) => {
      const reader = Object.entries(metafile?.outputs ?? {}).find(([, { inputs }]) => Object.keys(inputs).some((input) => input.endsWith("/sentenceTable.ts")));
      if (!reader) return;
      for (const [language, said] of languages) await writeFile(`${path.dirname(reader[0])}/sentences.${language}.json`, JSON.stringify(said));
    });
  },
};
const READ_BY_LANGUAGE = `
  import { readFileSync } from "node:fs";
  const read = {};
  const sentencesIn = (language) => (read[language] ??= JSON.parse(readFileSync(new URL("sentences." + language + ".json", import.meta.url), "utf8")));
  export const rawSentence = (id, language) => sentencesIn(language)[id];
  export const isSentence = (id) => Object.hasOwn(sentencesIn("en"), id);
`;

const requireBanner = 'import { createRequire as fidelityRequire } from "node:module"; const require = fidelityRequire(import.meta.url);';

/** What starts a process knows `NAME.cjs`; it loads the program beside it. */
const startedAsCommonJs = {
  name: "started as CommonJS",
  setup({ initialOptions: { entryPoints, outdir }, onEnd }) {
    onEnd(async () => {
      for (const name of Object.keys(entryPoints)) await writeFile(`${outdir}/${name}.cjs`, `#!/usr/bin/env node\nimport("./${name}.js");\n`);
    });
  },
};

const program = {
  ...common,
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: requireBanner },
  plugins: [sentencesByLanguage],
};

const bundles = {
  extension: { ...program, entryPoints: { extension: "src/extension.ts" }, external: ["vscode"] },
  processes: { ...program, entryPoints: { server: "src/server/main.ts", cli: "src/cli/main.ts", worker: "src/worker.ts" }, plugins: [...program.plugins, startedAsCommonJs] },
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
