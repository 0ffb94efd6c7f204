// Owns the schema of receipts as they lie in `.fidelity/receipts`, of one run and of a study. Refuses recomputing what they say (study/receipts).
import * as z from "zod/mini";
import { manifestSchema } from "../core/journal/manifestSchema.ts";
import { RECEIPT_VERSION, type Receipt, type ReceiptPart, type StudyReceipt } from "../core/receipt/shape.ts";
import { count, reported } from "./reportedNumber.ts";
import { comparison } from "./statsDocument.ts";
import { statsReportSchema } from "./statsReport.ts";

const { dataset, rule, simulator, judge, instrument, preflight, privacy, software } = manifestSchema.shape;
const described = <T>(schema: T & z.ZodMiniType, description: string): T => schema.check(z.describe(description));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/u));
const counts = z.record(z.string(), count);
const stratum = z.enum(["negative", "positive"]);
const spent = z.strictObject({ calls: count, promptTokens: z.number(), completionTokens: z.number(), unreported: count, milliseconds: z.number() });
const labels = z.strictObject({ valid: count, invalid: count });
const taking = <T>(identity: z.ZodMiniType<T>) => z.strictObject({ identity, settings: z.record(z.string(), z.number()), served: counts });

const part: z.ZodMiniType<ReceiptPart> = z
  .discriminatedUnion("made", [z.strictObject({ made: z.literal(true), value: z.unknown() }), z.strictObject({ made: z.literal(false), reason: z.enum(["no-labels", "no-dataset", "not-made"]) })])
  .check(z.meta({ id: "part", description: "A part made from more than the journal, or why it is not there." }));

/** A receipt of one run. */
export const receiptSchema: z.ZodMiniType<Receipt> = z
  .strictObject({
    what: z.literal("decision-fidelity-receipt"),
    version: z.literal(RECEIPT_VERSION),
    run: z.strictObject({ id: z.string(), title: z.string(), began: z.string(), ended: z.string(), extends: z.exactOptional(z.string()) }),
    humanReference: described(z.boolean(), "False: the users are not people, and Δ is a difference between simulators."),
    hashes: described(
      z.strictObject({ dataset: z.string(), plan: hash, template: hash, instrument: hash, journal: hash, journalLines: count, files: z.strictObject({ template: z.exactOptional(hash), codebook: z.exactOptional(hash) }) }),
      "SHA-256. journal: over the lines that count, each with its line break. files: of the bytes of template and codebook file, where they are files.",
    ),
    dataset: described(z.omit(dataset, { path: true, hash: true }), "What was read, how the outcome is known, and the inclusion ledger."),
    probes: z.strictObject({ rule, orderSeed: z.int(), statisticsSeed: z.int(), limit: z.exactOptional(count), samples: count, margin: z.number(), plannedProbes: count, plannedConversations: count, conversationsWithoutProbe: count }),
    simulator: described(taking(simulator), "identity: who was asked; served: what the server said answered, with the number of answers."),
    condition: described(z.strictObject({ name: z.string(), template: z.string(), offersExit: z.boolean() }), "The prompt policy; template is its text as the run stored it."),
    profileFields: z.array(z.string()),
    judge: taking(judge),
    instrument: z.omit(instrument, { hash: true }),
    preflight,
    counts: z.strictObject({
      conversations: count,
      probes: count,
      samples: count,
      reply: count,
      leave: count,
      silence: count,
      real: labels,
      simulated: labels,
      refused: count,
      truncated: count,
      empty: count,
      failed: count,
      retried: count,
      causes: counts,
      noticed: counts,
      unreadLines: count,
      forgotten: z.strictObject({ conversations: count, probes: count }),
    }),
    spent: z.strictObject({ simulator: spent, judge: spent }),
    statistics: statsReportSchema,
    errors: described(
      z.strictObject({
        cells: z.array(z.strictObject({ by: z.enum(["position", "act"]), value: z.string(), stratum, bias: reported })),
        confusions: z.array(z.strictObject({ stratum, real: z.string(), simulated: z.string(), probes: z.number(), share: z.number() })),
      }),
      "Where simulated and real turns differ most.",
    ),
    agreement: part,
    exits: part,
    privacy: z.strictObject({ ...privacy.shape, holdsTexts: z.boolean() }),
    gates: described(z.exactOptional(z.record(z.string(), z.unknown())), "Gates stored before the first call."),
    examples: z.exactOptional(z.array(z.strictObject({ conversation: z.string(), turn: count, stratum, realStage: z.string(), simulatedStage: z.string(), simulatedText: z.string() }))),
    software: z.strictObject({ run: software, receipt: software }),
    written: z.string(),
  })
  .check(z.meta({ id: "receipt", description: "Everything a reader must know of one finished planned run." }));

/** Receipts of several runs with their paired comparisons. */
export const studyReceiptSchema = z
  .strictObject({
    what: z.literal("decision-fidelity-study-receipt"),
    version: z.literal(RECEIPT_VERSION),
    receipts: z.array(receiptSchema),
    family: z
      .array(z.strictObject({ run: z.string(), p: z.nullable(z.number()), holm: z.nullable(z.number()), benjaminiHochberg: z.nullable(z.number()) }))
      .check(z.describe("Δ of every run that is no control, as one family: p of the studentised permutation test, by Holm, and by Benjamini and Hochberg.")),
    comparisons: z.array(
      z.strictObject({
        dataset: z.string(),
        margin: z.strictObject({ value: z.number(), from: z.enum(["given", "stored", "default"]) }),
        seed: z.int(),
        pairs: z.array(
          z.strictObject({
            a: z.string(),
            b: z.string(),
            notes: z.array(z.string()),
            headline: comparison,
            holm: z.strictObject({ size: count, marginal: z.exactOptional(z.number()), contrast: z.exactOptional(z.number()), equivalence: z.exactOptional(z.number()) }),
          }),
        ),
      }),
    ),
    software,
    written: z.string(),
  })
  .check(z.meta({ id: "study", description: "Receipts of several runs, and each run against the first of its dataset on their common probes." })) as z.ZodMiniType<StudyReceipt>;

/** Every receipt there is. */
export const anyReceiptSchema = z.discriminatedUnion("what", [receiptSchema as never, studyReceiptSchema as never]) as z.ZodMiniType<Receipt | StudyReceipt>;
