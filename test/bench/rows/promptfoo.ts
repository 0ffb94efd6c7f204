// The same 2,000 calls by promptfoo, where somebody has installed it: PROMPTFOO names its executable. Nothing of it is a dependency.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { measured } from "../measure.ts";
import type { Absent, Sample } from "../row.ts";

/** One call as it is sent. */
export type Messages = readonly { readonly role: string; readonly content: string }[];

/** Carries the calls out with `width` at once and waits for its report. The resident set is that of its process. */
export async function byPromptfoo(calls: readonly Messages[], baseUrl: string, width: number, folder: string): Promise<Sample | Absent> {
  const program = process.env.PROMPTFOO;
  if (program === undefined || !existsSync(program)) return { absent: "promptfoo is not installed here: npm install --prefix FOLDER promptfoo, then PROMPTFOO=FOLDER/node_modules/.bin/promptfoo" };
  const home = path.join(folder, `promptfoo-${process.pid}`);
  mkdirSync(home, { recursive: true });
  const config = {
    prompts: ["file://prompt.json"],
    providers: [{ id: "openai:chat:fake", config: { apiBaseUrl: baseUrl, temperature: 1, max_tokens: 300 } }],
    tests: calls.map((messages) => ({ vars: { messages: JSON.stringify(messages) } })),
  };
  writeFileSync(path.join(home, "prompt.json"), "{{ messages | safe }}");
  writeFileSync(path.join(home, "config.json"), JSON.stringify(config));
  const env = { ...process.env, OPENAI_API_KEY: "none", PROMPTFOO_CONFIG_DIR: home, PROMPTFOO_DISABLE_TELEMETRY: "1", PROMPTFOO_DISABLE_UPDATE: "1", PROMPTFOO_DISABLE_REMOTE_GENERATION: "true" };
  try {
    return await measured(
      () => promisify(execFile)(program, ["eval", "-c", "config.json", "-j", String(width), "--no-cache", "--no-table", "--no-progress-bar", "--no-write"], { cwd: home, env, maxBuffer: 1 << 28 }),
      ({ stdout }) => ({ probes: calls.length, answered: Number(/(\d[\d,]*)\s+passed/u.exec(stdout)?.[1]?.replaceAll(",", "") ?? Number.NaN) }),
    );
  } catch (error) {
    return { absent: `promptfoo failed: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}` };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
