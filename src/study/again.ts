// Owns making a run once more: as a new plan, or larger. Refuses planning (plan.ts).
import type { RunManifest } from "../core/journal/entry.ts";
import { Failure } from "../core/messages/failure.ts";
import type { PlanOptions } from "./plan.ts";
import { setupOfManifest, type Setup } from "./setup.ts";

/** What a plan is made of. */
export interface PlanChoices {
  readonly setup: Setup;
  readonly options: PlanOptions;
}

/** The choices a run was made with, to change some and plan anew; undefined when a recording's file is not known. */
export function choicesOf(manifest: RunManifest, recordings: string): PlanChoices | undefined {
  const setup = setupOfManifest(manifest, recordings);
  const { rule, orderSeed, limit } = manifest;
  return setup && { setup, options: { rule, seed: orderSeed, ...(limit === undefined ? {} : { limit }) } };
}

/** More of the same: `conversations` (or all) drawn in the same order, and samples a probe. */
export interface More {
  readonly conversations?: number | "all";
  readonly samples?: number;
}

/**
 * The choices of a larger run that takes over what this one found out. The order is seeded, so that the larger run has the
 * conversations of this one and then more. Throws `extend-not-larger` when nothing would be added.
 */
export function largerChoices(manifest: RunManifest, { conversations, samples }: More, recordings: string): PlanChoices | undefined {
  const choices = choicesOf(manifest, recordings);
  if (!choices) return undefined;
  const { limit: before, ...options } = choices.options;
  const limit = conversations === "all" ? undefined : (conversations ?? before);
  const fewer = (limit ?? Infinity) < (before ?? Infinity) || (samples ?? manifest.samples) < manifest.samples;
  const same = limit === before && (samples ?? manifest.samples) === manifest.samples;
  if (fewer || same) throw new Failure("extend-not-larger", { run: manifest.title });
  return { setup: { ...choices.setup, samples: samples ?? manifest.samples }, options: { ...options, ...(limit === undefined ? {} : { limit }), extends: manifest.run } };
}
