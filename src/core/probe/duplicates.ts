// Owns which conversations count as copies of one another. Refuses near-copies: only the same text, however typed, is a copy.
import type { Digest } from "../ports.ts";
import type { Conversation } from "../transcript/conversation.ts";

/**
 * Key of the duplicate group of a conversation: SHA-256 of everything said in it, truncated part included, with letter
 * case, width, punctuation and white space ignored. Conversations with equal keys are copies, whatever their ids say.
 */
export function duplicateKey(conversation: Pick<Conversation, "turns" | "cut">, digest: Digest): string {
  const spoken = [
    ...conversation.turns.map(({ role, text }) => `${role}:${bare(text)}`),
    ...conversation.cut.filter(({ role }) => role !== "system").map(({ role, text }) => `${role}:${bare(text)}`),
  ];
  return digest.sha256(joined(spoken).join("\n"));
}

/** Consecutive pieces of one speaker together, so that a copy which splits its messages elsewhere is still one. */
function joined(pieces: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (const piece of pieces) {
    const role = piece.slice(0, piece.indexOf(":") + 1);
    const last = out[out.length - 1];
    if (last?.startsWith(role)) out[out.length - 1] = last + piece.slice(role.length);
    else out.push(piece);
  }
  return out;
}

function bare(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
