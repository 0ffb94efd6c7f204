// Owns what a simulator of a run is told: the turns before the probe, and the profile fields the plan lists. Refuses the words around it (conditions).
import type { RunManifest } from "../core/journal/entry.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import type { Prefix } from "../core/probe/probe.ts";
import type { Conversation } from "../core/transcript/conversation.ts";

/** The prefix of a prompt. A plan is an allow-list of profile fields; a probe by hand tells what the dataset's profile has. */
export function promptPrefix(manifest: Pick<RunManifest, "planned" | "profileFields"> | undefined, conversation: Conversation, turn: number): Prefix {
  return prefixAt(conversation, turn, manifest?.planned ? manifest.profileFields : undefined);
}
