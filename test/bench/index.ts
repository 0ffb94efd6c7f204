// `npm run bench`: measures what performance asks for beside yardsticks on the same machine, prints one table and writes bench.json.
// Never fails a build: what cannot be measured is said in its line. --only NAME (may be repeated), --small, --rounds N.
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import type { Job } from "./child.ts";
import type { Absent, Context, Line, Measured, Row, Sample } from "./row.ts";
import type { ROWS } from "./rows.ts";
import { tableOf } from "./table.ts";

/** A part that takes longer than this is given up. */
const LONGEST = 15 * 60_000;

const { values: flags } = parseArgs({ options: { only: { type: "string", multiple: true }, small: { type: "boolean", default: false }, rounds: { type: "string" } } });
const repo = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "fidelity-bench-"));
const remove = (): void => rmSync(folder, { recursive: true, force: true });
process.once("exit", remove);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const bundle = path.join(folder, "bundle");
const context: Context = { repo, folder, small: flags.small, server: path.join(bundle, "slowServer.mjs") };
// Bundled like the product: the resident set then holds no compiler, modules load at once, and a change of the tree meanwhile changes nothing.
const built = await build({
  entryPoints: { ...Object.fromEntries(["child", "rows", "slowServer"].map((name) => [name, path.join(import.meta.dirname, `${name}.ts`)])), worker: path.join(repo, "src/worker.ts") },
  outdir: bundle,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "error",
  absWorkingDir: repo,
  // The model server is a program too when it is started by hand.
  define: { "import.meta.main": "false" },
  banner: { js: 'import { createRequire as benchRequire } from "node:module"; const require = benchRequire(import.meta.url);' },
}).catch((error: unknown) => error);
if (built instanceof Error) {
  console.log(`Nothing is measured: ${built.message}`);
  process.exit();
}
const { ROWS: rows } = (await import(pathToFileURL(path.join(bundle, "rows.mjs")).href)) as { readonly ROWS: typeof ROWS };
const unknown = (flags.only ?? []).filter((name) => !(name in rows));
if (unknown.length > 0) console.log(`No row is called ${unknown.join(", ")}; there are ${Object.keys(rows).join(", ")}.`);

const began = { at: new Date().toISOString(), load: os.loadavg() };
const results: { row: string; lines: readonly Line[]; parts: Readonly<Record<string, readonly (Sample | Absent)[]>> }[] = [];
for (const [name, load] of Object.entries(rows)) {
  if (flags.only && !flags.only.includes(name)) continue;
  const row = await load();
  process.stderr.write(`${name} …\n`);
  results.push({ row: name, ...(await measure(row)) });
}

const machine = { cpu: os.cpus()[0]?.model ?? "?", cores: os.availableParallelism(), gigabytes: Math.round(os.totalmem() / 2 ** 30), system: `${os.platform()} ${os.release()}`, node: process.version };
console.log(`\n${machine.cpu}, ${machine.cores} cores, ${machine.gigabytes} GB, ${machine.system}, Node ${machine.node}; load ${began.load[0]?.toFixed(1)} at the start, ${os.loadavg()[0]?.toFixed(1)} at the end`);
console.log(`${flags.small ? "small" : "full"} sizes; each part in its own process, the fastest of its rounds\n`);
console.log(tableOf(results).join("\n"));
writeFileSync(path.join(repo, "bench.json"), `${JSON.stringify({ what: "decision-fidelity-bench", version: 1, at: began.at, small: flags.small, machine, load: { before: began.load, after: os.loadavg() }, rows: results }, null, 2)}\n`);

async function measure(row: Row): Promise<{ lines: readonly Line[]; parts: Record<string, readonly (Sample | Absent)[]> }> {
  const parts: Record<string, (Sample | Absent)[]> = {};
  const prepared = await inChild({ row: row.name, context }, row);
  if ("absent" in prepared && prepared.absent !== "") return { lines: [{ work: "preparing", unit: "s", note: prepared.absent }], parts };
  const rounds = flags.rounds === undefined ? row.rounds : Number(flags.rounds);
  for (let round = 0; round < rounds; round++) {
    for (const part of Object.keys(row.parts)) {
      const before = parts[part] ?? [];
      // What is not on this machine will not be there in the next round.
      if (before.some((each) => "absent" in each)) continue;
      const got = await inChild({ row: row.name, part, context }, row);
      process.stderr.write(`  ${part}: ${"absent" in got ? got.absent : `${got.seconds.toFixed(3)} s, cpu ${got.cpu.toFixed(3)} s, peak ${Math.round(got.rssPeak / 2 ** 20)} MB`}\n`);
      parts[part] = [...before, got];
    }
  }
  const measured: Measured = Object.fromEntries(Object.entries(parts).map(([part, samples]) => [part, merged(samples)]));
  return { lines: row.lines(measured, context), parts };
}

/** The fastest sample, with the least processor time and the largest resident set of all. */
function merged(samples: readonly (Sample | Absent)[]): Sample | Absent {
  const good = samples.filter((each) => "seconds" in each);
  const fastest = good.toSorted((a, b) => a.seconds - b.seconds)[0];
  if (!fastest) return samples[0] ?? { absent: "not measured" };
  const most = (value: (sample: Sample) => number): number => Math.max(...good.map(value));
  return { ...fastest, cpu: Math.min(...good.map(({ cpu }) => cpu)), rssGrowth: most(({ rssGrowth }) => rssGrowth), rssPeak: most(({ rssPeak }) => rssPeak) };
}

function inChild(job: Job, { heap }: Row): Promise<Sample | Absent> {
  const child = fork(path.join(bundle, "child.mjs"), [JSON.stringify(job)], {
    execArgv: ["--expose-gc", ...(heap === undefined ? [] : [`--max-old-space-size=${heap}`])],
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), LONGEST);
  return new Promise((resolve) => {
    let answer: Sample | Absent | undefined;
    child.once("message", (message) => {
      answer = message as Sample | Absent;
    });
    child.once("error", (error) => resolve({ absent: error.message }));
    child.once("exit", (code, signal) => {
      clearTimeout(limit);
      resolve(answer ?? { absent: `ended with ${code ?? signal ?? "?"}` });
    });
  });
}
