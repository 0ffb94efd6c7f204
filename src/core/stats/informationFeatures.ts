// Owns the features of E29: what a simulator saw before a probe, as numbers. Refuses later turns, outcomes and lengths of whole conversations.
import type { Role } from "../transcript/conversation.ts";

/** What was there before the probe. `depths` are lexicon depths of the user's turns so far. */
export interface Moment {
  readonly turns: readonly { readonly role: Role; readonly text: string }[];
  readonly depths: readonly number[];
  readonly profile: Readonly<Record<string, string>>;
}

const BUCKETS = 64;
const RECENT_TURNS = 3;

/** Turn counts only: the baseline of E29. */
export function countFeatures({ turns }: Pick<Moment, "turns">): readonly number[] {
  const of = (role: Role): number => turns.filter((turn) => turn.role === role).length;
  return [Math.log1p(of("user")), Math.log1p(of("agent"))];
}

/**
 * Log turns so far of both sides, log words of both sides, lexicon depth last and mean, share resisting, hashed words of the last three
 * turns, hashed profile. The same moment gives the same numbers everywhere; nothing is fitted here, so no fold can leak.
 */
export function momentFeatures(moment: Moment): readonly number[] {
  const { turns, depths, profile } = moment;
  const words = (role: Role): number => turns.filter((turn) => turn.role === role).reduce((sum, turn) => sum + tokens(turn.text).length, 0);
  const mean = depths.length === 0 ? 0 : depths.reduce((sum, depth) => sum + depth, 0) / depths.length;
  const resisting = depths.length === 0 ? 0 : depths.filter((depth) => depth === 0).length / depths.length;
  const text = new Array<number>(BUCKETS).fill(0);
  for (const turn of turns.slice(-RECENT_TURNS)) for (const token of tokens(turn.text)) bump(text, `${turn.role} ${token}`);
  const person = new Array<number>(BUCKETS).fill(0);
  for (const [field, value] of Object.entries(profile)) bump(person, `${field}=${value.trim().toLowerCase()}`);
  return [...countFeatures(moment), Math.log1p(words("user")), Math.log1p(words("agent")), depths.at(-1) ?? 0, mean, resisting, ...text.map(Math.log1p), ...person];
}

/** Lower-case words; runs of Chinese, Japanese and Korean characters as overlapping pairs, since they have no spaces. */
export function tokens(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}']+/gu)].flatMap(([run]) => {
    if (!/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(run)) return [run];
    const characters = [...run];
    return characters.length === 1 ? characters : characters.slice(1).map((character, i) => `${characters[i] ?? ""}${character}`);
  });
}

/** FNV-1a into a bucket. */
function bump(buckets: number[], token: string): void {
  let hash = 0x811c9dc5;
  for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193);
  const bucket = (hash >>> 0) % BUCKETS;
  buckets[bucket] = (buckets[bucket] ?? 0) + 1;
}
