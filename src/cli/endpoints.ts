// Owns endpoints outside the editor: the user's file, or the ones named on the command line. Refuses the workspace and stored keys.
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import * as z from "zod/mini";
import { Failure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { parsedJson } from "../core/json.ts";
import type { ChatModel } from "../core/ports.ts";
import { openaiChats, type OpenaiChats } from "../models/openaiChat.ts";
import { nodeClock } from "../node/clock.ts";
import { proxyFetch } from "../node/proxyFetch.ts";
import { codeOf } from "../node/systemError.ts";
import { endpointFileSchema, type EndpointFile } from "../protocol/endpointFile.ts";
import { UsageError, type Arguments } from "./arguments.ts";

/** Name of the endpoint that --endpoint describes. */
export const COMMAND_LINE = "command-line";

type Endpoint = Omit<EndpointFile["endpoints"][number], "models">;

/** The door to models: one ChatModel per endpoint and model, so that what is learnt of a server is kept; a key is asked for once. */
export function chatModels(words: Arguments, signal: AbortSignal): (endpoint: string, model: string) => Promise<ChatModel> {
  const made = new Map<string, ChatModel>();
  const keys = new Map<string, Promise<string>>();
  let chats: Promise<OpenaiChats> | undefined;
  return async (name, model) => {
    const known = made.get(JSON.stringify([name, model]));
    if (known) return known;
    const { address, keyVariable } = await endpointNamed(name, words);
    let key: string | undefined;
    if (keyVariable !== undefined) {
      const asked = keys.get(keyVariable) ?? keyFrom(keyVariable, signal);
      keys.set(keyVariable, asked);
      key = await asked;
    }
    const chat = (await (chats ??= chatsThroughProxy()))({ name, baseUrl: address, model, ...(key === undefined ? {} : { key }) });
    made.set(JSON.stringify([name, model]), chat);
    return chat;
  };
}

async function chatsThroughProxy(): Promise<OpenaiChats> {
  return openaiChats({ clock: nodeClock, fetch: await proxyFetch(process.env) });
}

/** The endpoint of that name: of the command line, else of the user's file. Rejects with `endpoint-not-in-file`. */
export async function endpointNamed(name: string, { endpoint }: Arguments): Promise<Endpoint> {
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
  const json = parsedJson(text);
  if (json === undefined) throw new Failure("endpoint-file-wrong", { path: file, detail: "JSON" });
  const parsed = z.safeParse(endpointFileSchema, json);
  if (parsed.success) return parsed.data.endpoints;
  const issue = parsed.error.issues[0];
  throw new Failure("endpoint-file-wrong", { path: file, detail: issue ? `${issue.path.join(".")}: ${issue.message}` : "" });
}

/** The key from its variable, else asked for without echo; it is never stored or shown. */
export async function keyFrom(variable: string, signal: AbortSignal): Promise<string> {
  const value = process.env[variable];
  if (value) return value;
  if (!process.stdin.isTTY) throw new Failure("key-variable-empty", { variable });
  process.stderr.write(`${variable}: `);
  const answer = await asked("", undefined, signal);
  process.stderr.write("\n");
  return answer.trim();
}

/** One line typed on the terminal; without `output` nothing of it is shown. The interrupt key rejects and interrupts the program. */
async function asked(question: string, output: NodeJS.WritableStream | undefined, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, terminal: true, ...(output ? { output } : {}) });
  // A line editor takes the interrupt key for itself.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}

/** Says how many calls go where; without a terminal they need --budget and --yes. Resolves when they may be made. */
export async function confirmCalls(words: Arguments, calls: number, origins: readonly string[], signal: AbortSignal): Promise<void> {
  process.stderr.write(`${sentence("paid-estimate", { calls, origins: origins.join(", ") }, words.language)}\n`);
  if (calls > (words.budget?.calls ?? Infinity)) throw new Failure("budget-too-small", { calls, budget: words.budget?.calls ?? 0 });
  if (words.yes && (words.budget !== undefined || process.stdin.isTTY)) return;
  if (!process.stdin.isTTY) throw new UsageError(sentence("paid-needs-budget", { calls }, words.language));
  if (!(await mayGoOn(words, signal))) throw new Failure("paid-declined", {});
}

/** Asks on the terminal whether to go on. */
export async function mayGoOn(words: Arguments, signal: AbortSignal): Promise<boolean> {
  const answer = await asked(`${sentence("paid-ask", {}, words.language)} `, process.stderr, signal);
  return /^(y|yes|是|好)$/i.test(answer.trim());
}
