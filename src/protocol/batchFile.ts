// Owns the schema of `batch.json`, which says what a batch folder asks, of whom, and how far it is. Refuses files.
import * as z from "zod/mini";
import { ruleSchema } from "../core/journal/manifestSchema.ts";
import { setupSchema } from "./setup.ts";

/** As far as an engine has told: its own words for `status`. */
const standing = z.object({
  at: z.string(),
  status: z.string(),
  /** It changes no more. */
  ended: z.boolean(),
  completed: z.optional(z.number()),
  failed: z.optional(z.number()),
  total: z.optional(z.number()),
  /** Files of results at the engine, and whether they are in the folder. */
  outputs: z.array(z.object({ file: z.string(), fetched: z.boolean() })),
  /** The engine's codes for why it refused the file. */
  problems: z.array(z.string()),
});

const requests = z.object({
  /** Relative to the folder. */
  file: z.string(),
  endpoint: z.string(),
  model: z.string(),
  round: z.int(),
  calls: z.int(),
  sha256: z.string(),
  submitted: z.optional(z.object({ at: z.string(), input: z.string(), batch: z.string(), standing: z.optional(standing) })),
});

export const batchFileSchema = z.object({
  what: z.literal("decision-fidelity-batch"),
  version: z.literal(1),
  /** Journal of the run, absolute: its `.fidelity` folder and the name in it. */
  home: z.string(),
  run: z.string(),
  /** The dataset as it was given, absolute. */
  data: z.string(),
  setup: setupSchema,
  options: z.object({ rule: ruleSchema, seed: z.int(), limit: z.optional(z.int()) }),
  dialect: z.string(),
  /** How strictly the form of a judge's answer is asked for. */
  rung: z.enum(["schema", "json", "text"]),
  requests: z.array(requests),
});

/** What a batch folder says of itself. */
export type BatchFile = z.infer<typeof batchFileSchema>;
export type BatchRequests = BatchFile["requests"][number];
