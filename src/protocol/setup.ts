// Owns the schema of a setup where one is stored or given: workspace state, key bindings, batch folders. Refuses what it means (study/setup.ts).
import * as z from "zod/mini";
import { CONTROL_RUNGS } from "../core/probe/controlRung.ts";

const named = { kind: z.literal("model"), endpoint: z.string(), model: z.string() };
const model = z.object(named);
const instrument = z.exactOptional(z.string());

/** A simulator, condition, judge and settings, as `Setup` of study/setup.ts has them. */
export const setupSchema = z.object({
  simulator: z.discriminatedUnion("kind", [model, z.object({ kind: z.literal("recorded"), path: z.string() }), z.object({ kind: z.literal("control"), rung: z.enum(CONTROL_RUNGS) })]),
  condition: z.string(),
  judge: z.discriminatedUnion("kind", [z.object({ ...named, instrument, window: z.exactOptional(z.literal("full")) }), z.object({ kind: z.literal("lexicon") }), z.object({ kind: z.literal("recorded"), instrument })]),
  samples: z.int(),
  temperature: z.number(),
  maxTokens: z.int(),
  redact: z.exactOptional(z.boolean()),
});
