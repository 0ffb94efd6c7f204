// Bundles suites for the extension host: one CommonJS file whose `run()` loads them all. Runs nothing.
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { repo } from "./paths.ts";

/**
 * Bundles every `*.test.ts` directly in `folder` into `file`; `vscode` and `mocha` stay outside.
 * A name that starts with a number, like `2-again.test.ts`, belongs to that phase of the round alone.
 * Returns the highest phase, 1 when there are none. Throws when the folder holds no suite.
 */
export async function bundleSuites(folder: string, file: string): Promise<number> {
  const names = suitesIn(folder);
  if (names.length === 0) throw new Error(`There is no *.test.ts in ${folder}.`);
  const phases = names.map((name) => Number(/^\d+/u.exec(name)?.[0] ?? 0));
  const suites = names.map((name, index) => {
    const phase = phases[index] === 0 ? "" : `phase: ${phases[index]}, `;
    return `{ ${phase}load: () => { require(${JSON.stringify(path.join(folder, name))}); } },`;
  });
  await bundle(
    `import { run as runSuites } from './test/host/index.ts';
    export const run = () => runSuites([${suites.join("\n")}]);`,
    file,
  );
  return Math.max(1, ...phases);
}

/** Bundles a function `demo` of one file as a suite with a single test. */
export async function bundleDemo(source: string, file: string): Promise<void> {
  await bundle(
    `import { run as runSuites } from './test/host/index.ts';
    import { demo } from ${JSON.stringify(source)};
    export const run = () => runSuites([{ load: () => { it('demo', demo).timeout(480_000); } }]);`,
    file,
  );
}

/** The names of the suites directly in a folder, sorted; none when there is no such folder. */
export function suitesIn(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter((name) => name.endsWith(".test.ts")).sort();
}

async function bundle(contents: string, file: string): Promise<void> {
  const outfile = file.replace(/\.cjs$/u, ".suites.cjs");
  await build({
    stdin: { contents, resolveDir: repo, sourcefile: "suites.ts", loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: "linked",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  // Source maps count only for what is loaded after they were switched on.
  fs.writeFileSync(file, `process.setSourceMapsEnabled(true);\nmodule.exports = require('./${path.basename(outfile)}');\n`);
}
