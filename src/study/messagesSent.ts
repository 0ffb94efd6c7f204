// Owns what was sent to a model for one continuation, made again from dataset and run and held against the stored hash. Refuses keys and sending.
import type { RunManifest } from "../core/journal/entry.ts";
import { conditionMessages, storedCondition } from "../core/probe/condition.ts";
import { probeKey, type ChatMessage } from "../core/probe/probe.ts";
import type { Digest } from "../core/ports.ts";
import type { RunState } from "../core/journal/fold.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import { mannerOf } from "./manner.ts";
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
export async function messagesSent(study: Study, open: OpenDataset, conversation: Conversation, turn: number, view: Pick<ContinuationView, "run" | "sample">, digest: Digest, signal?: AbortSignal): Promise<MessagesSent | undefined> {
  const state = stateOf(study, open, view.run);
  const manifest = state?.manifest;
  const sentHash = state?.probes.get(probeKey({ conversation: conversation.id, turn }))?.samples.get(view.sample)?.continuation?.promptHash;
  if (!manifest || sentHash === undefined) return undefined;
  const redaction = manifest.privacy.redaction.length > 0 ? await import("./promptRedaction.ts") : undefined;
  const said = redaction?.redactedConversation(conversation) ?? conversation;
  const condition = storedCondition(manifest.condition);
  const manner = await mannerOf(condition, open.dataset, redaction?.redactedSource(open.dataset) ?? open.dataset)?.(said, turn, signal);
  const messages = conditionMessages(condition, promptPrefix(manifest, said, turn), manner);
  return { manifest, messages, hash: digest.sha256(JSON.stringify(messages)), sentHash };
}

function stateOf(study: Study, open: OpenDataset, run: string): RunState | undefined {
  return study.run(run)?.state ?? study.handPicked(open).states.get(run);
}
