// Owns how long the prompts of a dataset are, about, for what a server must keep. Refuses the exact prompts (core/probe) and any judge's words.
import type { ProbeRule } from "../core/probe/probe.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import { probesOf } from "../core/probe/rule.ts";
import { aboutTokens } from "../core/probe/tokens.ts";
import type { PromptNeeds } from "./examinationWords.ts";
import type { OpenDataset } from "./study.ts";

/** Conversations looked at, spread over the dataset. */
const LOOKED_AT = 300;
/** Tokens beside the conversation: a judge's instructions are the longest, and its answer comes after. */
const AROUND = 1_300;

/** Reads a share of the dataset; counts are scaled up to all of it. Undefined for one without a probe. */
export async function promptNeeds({ dataset }: Pick<OpenDataset, "dataset">, rule: ProbeRule, signal: AbortSignal): Promise<PromptNeeds | undefined> {
  const every = Math.max(1, Math.floor(dataset.entries.length / LOOKED_AT));
  const chosen = dataset.entries.filter((_entry, index) => index % every === 0);
  const lengths: number[] = [];
  for (const { id } of chosen) {
    const conversation = await dataset.read(id, signal);
    for (const { turn } of probesOf(conversation, rule)) lengths.push(AROUND + prefixAt(conversation, turn).turns.reduce((sum, { text }) => sum + aboutTokens(text), 0));
  }
  if (lengths.length === 0) return undefined;
  const scale = dataset.entries.length / chosen.length;
  return { longest: Math.max(...lengths), longerThan: (tokens) => Math.round(lengths.filter((length) => length > tokens).length * scale) };
}
