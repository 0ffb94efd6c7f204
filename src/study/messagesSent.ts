// Owns what was sent to a model for one continuation, made again from dataset and run and held against the stored hash. Refuses keys and sending.
import type { RunManifest } from "../core/journal/entry.ts";
import { conditionMessages, type Condition } from "../core/probe/condition.ts";
import { probeKey, type ChatMessage } from "../core/probe/probe.ts";
import type { Digest } from "../core/ports.ts";
import type { RunState } from "../core/journal/fold.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import { promptPrefix } from "./promptPrefix.ts";
import type { OpenDataset, Study } from "./study.ts";
import type { ContinuationView } from "./turnViews.ts";

export interface MessagesSent {
  readonly manifest: RunManifest;
  /** In order, roles as the model saw them. */
  readonly messages: readonly ChatMessage[];
  /** SHA-256 of these messages and of those that were sent; equal when nothing changed since. */
  readonly hash: string;
  readonly sentHash: string;
}

/** The messages behind a continuation at a turn, or undefined when none were sent or its run is not open. */
export function messagesSent(study: Study, open: OpenDataset, conversation: Conversation, turn: number, view: Pick<ContinuationView, "run" | "sample">, digest: Digest): MessagesSent | undefined {
  const state = stateOf(study, open, view.run);
  const manifest = state?.manifest;
  const sentHash = state?.probes.get(probeKey({ conversation: conversation.id, turn }))?.samples.get(view.sample)?.continuation?.promptHash;
  if (!manifest || sentHash === undefined) return undefined;
  const messages = conditionMessages(conditionOf(manifest), promptPrefix(manifest, conversation, turn));
  return { manifest, messages, hash: digest.sha256(JSON.stringify(messages)), sentHash };
}

function stateOf(study: Study, open: OpenDataset, run: string): RunState | undefined {
  return study.run(run)?.state ?? study.handPicked(open).states.get(run);
}

const ENGLISH = "--- en ---\n";
const CHINESE = "\n--- zh ---\n";

/** Reads a stored template back (see `templateText`); a text in no such form stands for both languages. */
function conditionOf({ condition: { name, template, offersExit } }: RunManifest): Condition {
  const middle = template.lastIndexOf(CHINESE);
  const texts = template.startsWith(ENGLISH) && middle > 0
    ? { en: template.slice(ENGLISH.length, middle), zh: template.slice(middle + CHINESE.length) }
    : { en: template, zh: template };
  return { name, texts, offersExit };
}
