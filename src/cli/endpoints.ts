// Owns endpoints outside the editor: the user's file, or the ones named on the command line. Refuses the workspace and stored keys.
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import * as z from "zod/mini";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { RunManifest } from "../core/journal/entry.ts";
import type { ChatModel } from "../core/ports.ts";
import { openaiChat } from "../models/openaiChat.ts";
import { nodeClock } from "../node/clock.ts";
import { codeOf } from "../node/systemError.ts";
import type { Run } from "../study/run.ts";
import { UsageError, type Arguments } from "./arguments.ts";

/** Name of the endpoint that --endpoint describes. */
export const COMMAND_LINE = "command-line";

const fileSchema = z.object({
  endpoints: z.array(
    z.object({
      name: z.string().check(z.minLength(1)),
      address: z.url({ protocol: /^https?$/ }),
      models: z.exactOptional(z.array(z.string())),
      keyVariable: z.exactOptional(z.string()),
    }),
  ),
});

interface Endpoint {
  readonly name: string;
  readonly address: string;
  readonly keyVariable?: string;
}

/** The door to models: one ChatModel per endpoint and model, so that what is learnt of a server is kept. */
export function chatModels(words: Arguments): (endpoint: string, model: string) => Promise<ChatModel> {
  const made = new Map<string, ChatModel>();
  return async (name, model) => {
    const key = JSON.stringify([name, model]);
    const known = made.get(key);
    if (known) return known;
    const { address, keyVariable } = await endpointNamed(name, words);
    const secret = keyVariable === undefined ? undefined : await keyFrom(keyVariable);
    const chat = openaiChat({ name, baseUrl: address, model, ...(secret === undefined ? {} : { key: secret }) }, { clock: nodeClock });
    made.set(key, chat);
    return chat;
  };
}

async function endpointNamed(name: string, { endpoint }: Arguments): Promise<Endpoint> {
  if (endpoint && name === COMMAND_LINE) return { name, address: endpoint.address, ...(endpoint.keyVariable === undefined ? {} : { keyVariable: endpoint.keyVariable }) };
  const file = path.join(os.homedir(), ".config", "decision-fidelity", "endpoints.json");
  const found = (await endpointsIn(file)).find((each) => each.name === name);
  if (!found) throw new Failure("endpoint-not-in-file", { endpoint: name, path: file });
  return found;
}

async function endpointsIn(file: string): Promise<readonly Endpoint[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Failure("endpoint-file-wrong", { path: file, detail: "JSON" });
  }
  const parsed = z.safeParse(fileSchema, json);
  if (parsed.success) return parsed.data.endpoints;
  const issue = parsed.error.issues[0];
  throw new Failure("endpoint-file-wrong", { path: file, detail: issue ? `${issue.path.join(".")}: ${issue.message}` : "" });
}

/** The key from its variable, else asked for without echo; it is never stored or shown. */
async function keyFrom(variable: string): Promise<string> {
  const value = process.env[variable];
  if (value) return value;
  if (!process.stdin.isTTY) throw new Failure("key-variable-empty", { variable });
  process.stderr.write(`${variable}: `);
  const terminal = createInterface({ input: process.stdin, terminal: true });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

/** A paid run says what it will call; without a terminal it needs --budget and --yes. Resolves when it may go on. */
export async function confirmPaid(words: Arguments, manifest: RunManifest, run: Run): Promise<void> {
  const writes = manifest.simulator.kind === "model";
  const judges = manifest.judge.kind === "model";
  if (!writes && !judges) return;
  const left = manifest.plannedProbes - (run.state.manifest ? run.progress.done : 0);
  const calls = left * manifest.samples * (writes ? 1 : 0) + (judges ? left * manifest.samples + left : 0);
  process.stderr.write(`${sentence("paid-estimate", { calls, origins: manifest.privacy.sentTo.join(", ") }, words.language)}\n`);
  if (words.budget !== undefined && calls > words.budget) throw new Failure("budget-too-small", { calls, budget: words.budget });
  if (process.stdin.isTTY && !words.yes) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${sentence("paid-ask", {}, words.language)} `);
    terminal.close();
    if (!/^(y|yes|是|好)$/i.test(answer.trim())) throw new Failure("paid-declined", {});
    return;
  }
  if (!words.yes || words.budget === undefined) throw new UsageError(sentence("paid-needs-budget", { calls }, words.language));
}
