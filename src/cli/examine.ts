// Owns the command examine: what a model does before it is relied on, for a stated cost. Refuses how it is found out (study/examine.ts).
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import { DEFAULT_RULE } from "../core/probe/probe.ts";
import { modelNamed } from "../study/choices.ts";
import { examinationLines, type PromptNeeds } from "../study/examinationWords.ts";
import { examinationCost, examine as examined, USUAL_PROMPT } from "../study/examine.ts";
import { promptNeeds } from "../study/promptNeeds.ts";
import { UsageError } from "./arguments.ts";
import { only } from "./data.ts";
import { COMMAND_LINE, confirmCalls, endpointNamed } from "./endpoints.ts";
import { addData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";

/** `examine ENDPOINT/MODEL [--data DATA]`; with a dataset the prompts of its probes are what the server must keep. */
export async function examine(session: Session): Promise<number> {
  const { words, doors, signal } = session;
  const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): void => void process.stderr.write(`${sentence(id, values, words.language)}\n`);
  const { endpoint, model } = modelOf(session);
  const { address } = await endpointNamed(endpoint, words);
  const needs = words.data === undefined ? undefined : await needsOf(session, words.data);
  const longest = needs?.longest ?? USUAL_PROMPT;
  const cost = examinationCost(longest);
  say("examination-cost", { calls: cost.calls, tokens: cost.promptTokens.toLocaleString("en") });
  await confirmCalls(words, cost.calls, [new URL(address).origin], signal);
  const chat = await doors.chatModel(endpoint, model);
  const found = await examined(chat, doors.clock, longest, (step) => say(`examining-${step}`), signal);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-examination", version: 1, endpoint, address, asked: model, ...found }, null, 2)}\n`);
  else process.stdout.write(`${examinationLines(found, address, needs, words.language).join("\n")}\n`);
  return EXIT.done;
}

function modelOf({ words }: Session): { readonly endpoint: string; readonly model: string } {
  const usage = "examine ENDPOINT/MODEL, or examine --endpoint URL --model M";
  if (words.paths.length === 0 && words.endpoint) return { endpoint: COMMAND_LINE, model: words.endpoint.model };
  const named = modelNamed(only(words.paths, usage));
  if (!named) throw new UsageError(usage);
  return named;
}

async function needsOf(session: Session, data: string): Promise<PromptNeeds | undefined> {
  const open = await addData(session, data);
  return promptNeeds(open, session.words.rule ?? open.rule ?? DEFAULT_RULE, session.signal);
}
