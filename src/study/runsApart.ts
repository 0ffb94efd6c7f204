// Owns what tells a run from others of its title, as repeated and enlarged runs have it. Refuses naming runs (naming.ts).
import { count } from "../core/figures/numbers.ts";
import type { RunManifest } from "../core/journal/entry.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Run } from "./run.ts";
import { judgeName } from "./turnWords.ts";

/** What two runs of one title may differ in, most telling first. */
const FACTS: readonly ((manifest: RunManifest, language: Language) => string)[] = [
  ({ judge }, language) => sentence("run-apart-judge", { judge: judgeName(judge, language) }, language),
  ({ limit }, language) => (limit === undefined ? sentence("run-apart-whole", {}, language) : sentence("run-apart-conversations", { conversations: count(limit) }, language)),
  ({ samples }, language) => sentence("run-apart-samples", { samples }, language),
  ({ orderSeed }, language) => sentence("run-apart-seed", { seed: orderSeed }, language),
];

/** In words: the facts in which runs of the same dataset file and title differ from this one; none where it is the only one. */
export function apartFrom(run: Run, all: readonly Run[], language: Language): readonly string[] {
  const alike = all.filter((other) => other !== run && other.title === run.title && other.manifest.dataset.path === run.manifest.dataset.path);
  return FACTS.flatMap((fact) => {
    const own = fact(run.manifest, language);
    return alike.some(({ manifest }) => fact(manifest, language) !== own) ? [own] : [];
  });
}
