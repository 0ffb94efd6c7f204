// Owns the schema of a run's manifest. Refuses defaults: what is missing is a problem of the journal, not ours to guess.
import * as z from "zod/mini";
import { END_REFUSALS, ENDINGS } from "../probe/endings.ts";
import { reportSchema } from "./reportSchema.ts";

const model = { endpoint: z.string(), origin: z.string(), model: z.string() };

const simulator = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("model"), ...model }),
  z.object({ kind: z.literal("recorded"), name: z.string(), source: z.string(), sourceHash: z.string() }),
  z.object({ kind: z.literal("control"), rung: z.enum(["C0", "C1", "C2", "C3"]), donors: z.int() }),
]);

const judge = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("model"), ...model }),
  z.object({ kind: z.literal("lexicon"), version: z.string() }),
  z.object({ kind: z.literal("recorded"), name: z.string(), source: z.string() }),
]);

const label = z.object({ name: z.string(), definition: z.string() });

const names = z.record(z.string(), z.string());

const codebook = z.object({
  name: z.string(),
  version: z.string(),
  language: z.enum(["en", "zh"]),
  stages: z.array(z.object({ name: z.string(), definition: z.string(), role: z.exactOptional(z.enum(["resists", "deliberates", "commits"])) })),
  emotions: z.array(label),
  blockers: z.array(label),
  rules: z.array(z.string()),
  formerly: z.exactOptional(z.record(z.string(), z.object({ stage: z.exactOptional(names), emotion: z.exactOptional(names), blocker: z.exactOptional(names) }))),
});

const payments = z.object({ payments: z.int(), before: z.int(), after: z.int(), quantiles: z.array(z.number()), keysUnused: z.int() });

const ledger = z.object({
  conversationsRead: z.int(),
  conversationsKept: z.int(),
  leftOut: z.record(z.string(), z.int()),
  messagesRead: z.int(),
  messagesMerged: z.int(),
  messagesCut: z.int(),
  conversationsTruncated: z.int(),
  systemMessages: z.int(),
  outcomes: z.object({ positive: z.int(), negative: z.int(), unknown: z.int() }),
  messagesExcluded: z.exactOptional(z.int()),
  outcomeReasons: z.exactOptional(z.record(z.string(), z.int())),
  payments: z.exactOptional(payments),
  suspicious: z.exactOptional(z.record(z.string(), z.int())),
});

const dataset = z.object({
  name: z.string(),
  path: z.string(),
  format: z.string(),
  hash: z.string(),
  users: z.enum(["human", "simulated", "mixed", "unknown"]),
  strata: z.object({ positive: z.string(), negative: z.string() }),
  ledger,
  outcomeDefinition: z.string(),
  followUpDays: z.exactOptional(z.number()),
  asOf: z.exactOptional(z.string()),
  mergeWithinMinutes: z.number(),
});

const unanswered = { ends: z.exactOptional(z.union([z.literal(true), z.literal("unknown-too")])), silence: z.exactOptional(z.union([z.literal(true), z.number()])) };

/** Schema of a probe rule as stored. */
export const ruleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("fractions"), fractions: z.readonly(z.array(z.number())), ...unanswered }),
  z.object({ kind: z.literal("landmark"), ordinals: z.readonly(z.array(z.int())), ...unanswered }),
  z.object({ kind: z.literal("every"), ...unanswered }),
]);

const byOutcome = z.object({ negative: z.int(), positive: z.int(), unknown: z.int() });

const ends = z.object({
  conversations: z.int(),
  endings: z.partialRecord(z.enum(ENDINGS), byOutcome),
  stated: z.array(z.object({ by: z.string(), how: z.string(), counts: byOutcome })),
  inferred: z.int(),
  userSpokeLast: byOutcome,
  endProbes: byOutcome,
  refused: z.partialRecord(z.enum(END_REFUSALS), byOutcome),
  silenceProbes: byOutcome,
  untimed: z.int(),
});

const agreement = z.object({ agreed: z.int(), of: z.int() });

const preflight = z.object({
  anchors: z.int(),
  invalid: z.int(),
  agreement: z.object({ stage: agreement, emotion: agreement, blocker: agreement }),
  threshold: z.number(),
  reported: z.exactOptional(reportSchema),
});

export const manifestSchema = z.object({
  run: z.string(),
  title: z.string(),
  planned: z.boolean(),
  dataset,
  rule: ruleSchema,
  orderSeed: z.int(),
  statisticsSeed: z.int(),
  limit: z.exactOptional(z.int()),
  samples: z.int(),
  simulator,
  condition: z.object({ name: z.string(), template: z.string(), hash: z.string(), offersExit: z.boolean() }),
  simulatorSettings: z.object({ temperature: z.exactOptional(z.number()), maxTokens: z.exactOptional(z.int()), seed: z.exactOptional(z.int()) }),
  judge,
  judgeSettings: z.object({ temperature: z.exactOptional(z.number()) }),
  instrument: z.object({ name: z.string(), version: z.string(), hash: z.string(), window: z.enum(["causal", "full"]) }),
  codebook,
  profileFields: z.array(z.string()),
  privacy: z.object({ redaction: z.array(z.string()), sentTo: z.array(z.string()) }),
  planHash: z.string(),
  plannedProbes: z.int(),
  plannedConversations: z.int(),
  conversationsWithoutProbe: z.int(),
  provenance: z.enum(["generated", "imported", "invented"]),
  software: z.object({ name: z.string(), version: z.string() }),
  gates: z.exactOptional(z.record(z.string(), z.unknown())),
  extends: z.exactOptional(z.string()),
  margin: z.number(),
  preflight: z.exactOptional(preflight),
  ends: z.exactOptional(ends),
});
