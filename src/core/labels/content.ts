// Owns what makes two things to label the same: the turns read before, and the turn. Refuses branch, outcome and place.
import type { Digest } from "../ports.ts";
import type { Prefix } from "../probe/probe.ts";

/** All a person sees of an item: what came before, and the one turn. */
export interface LabelledText {
  readonly prefix: Prefix["turns"];
  readonly turn: string;
}

/**
 * Hash of a text to label. A continuation that says to the letter what the person said has the hash of the real turn: whoever labels
 * one has labelled the other.
 */
export function contentHash({ prefix, turn }: LabelledText, digest: Pick<Digest, "sha256">): string {
  return digest.sha256(JSON.stringify([...prefix.map(({ role, text }) => [role, text]), ["user", turn]]));
}
