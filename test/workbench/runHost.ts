// `npm run test:host`: builds the extension, bundles the host suites and runs each round in the packaged VS Code.
// Options: --grep PATTERN, --round NAME, --theme NAME, --browser=any|system|bundled, --vsix (test the package itself).
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundleSuites, suitesIn } from "./bundle.ts";
import { addTotals, totalsText, type Totals } from "./hostLine.ts";
import { out, repo, totalsFile } from "./paths.ts";
import { buildExtension, packageExtension } from "./product.ts";
import { showingListener, showRound } from "./report.ts";
import { runRound } from "./round.ts";
import { browserChoice, prepareMachine } from "./setup.ts";

/** The rounds and the folder of `test/host` that holds the suites of each. */
const rounds = [
  { name: "normal", folder: ".", trusted: true },
  { name: "restricted", folder: "restricted", trusted: false },
  { name: "reload", folder: "reload", trusted: true },
] as const;

const { values: options } = parseArgs({
  options: {
    grep: { type: "string" },
    round: { type: "string" },
    theme: { type: "string" },
    browser: { type: "string" },
    vsix: { type: "boolean", default: false },
  },
});

fs.rmSync(totalsFile, { force: true });
const machine = await prepareMachine(browserChoice(options.browser));
console.log(`host: VS Code 1.139 of the npm registry; browser ${machine.browser.executable} (${machine.browser.origin})`);
await buildExtension();
const companions = foldersIn(path.join(repo, "test/fixtures/extensions"));
const product = options.vsix
  ? { extensions: [await packageExtension(), ...companions] }
  : { developmentPath: repo, extensions: companions };

const all: Totals[] = [];
for (const { name, folder, trusted } of rounds) {
  const suites = path.join(repo, "test/host", folder);
  if (options.round !== undefined && options.round !== name) continue;
  if (suitesIn(suites).length === 0) {
    console.log(`host: no suite for the round "${name}" in ${path.relative(repo, suites)}`);
    continue;
  }
  const tests = path.join(out, "test", name, "index.cjs");
  const phases = await bundleSuites(suites, tests);
  const report = await runRound(
    {
      ...{ name, tests, phases, trusted, ...product, workspace: path.join(repo, "test/fixtures/workspace") },
      ...(options.theme === undefined ? {} : { theme: options.theme }),
      ...(options.grep === undefined ? {} : { grep: options.grep }),
    },
    machine,
    showingListener,
  );
  all.push(showRound(name, report));
}

const totals = addTotals(all);
if (totals.passed + totals.failed === 0) console.log("host: no test ran, which is no success");
fs.writeFileSync(totalsFile, JSON.stringify(totals));
console.log(`host: ${totalsText(totals)}`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

function foldersIn(folder: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).map((name) => path.join(folder, name));
}
