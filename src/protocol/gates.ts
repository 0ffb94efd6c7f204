// Owns the schema of gates as people write them in fidelity.json, and as a run stores them. Refuses judging (core/gates).
import * as z from "zod/mini";
import type { Gate, Measure } from "../core/gates/shape.ts";

const bounds = {
  atLeast: z.optional(z.number()).check(z.describe("The whole 95 % interval must lie at or above this.")),
  atMost: z.optional(z.number()).check(z.describe("The whole 95 % interval must lie at or below this.")),
};
const common = {
  ...bounds,
  conversations: z.optional(z.int().check(z.positive())).check(z.describe("Conversations (or customers) an outcome needed before the gate says anything. Default: enough to find d = 0.38 in four of five cases, about 110.")),
  runs: z.optional(z.array(z.string().check(z.minLength(1)))).check(z.describe("Titles or ids of the runs the gate is for. Default: every run but controls.")),
};
const stratum = ["negative", "positive"] as const;

/** One gate. `of` says on what. */
export const gateSchema = z
  .discriminatedUnion("of", [
    z.strictObject({ of: z.literal("delta"), ...common }).check(z.describe("The contrast Δ in depth steps; 0 is perfect. Needs a dataset whose real gap excludes 0.")),
    z.strictObject({ of: z.literal("delta-change"), ...common }).check(z.describe("Δ of the run minus Δ of a baseline run on their common probes: gate --baseline RUN.")),
    z.strictObject({ of: z.literal("suppression"), in: z.optional(z.enum([...stratum, "contrast"])), ...common }).check(z.describe("Real minus simulated share of resisting turns, 0.05 is 5 percentage points; in the negative outcome unless said otherwise.")),
    z.strictObject({ of: z.literal("balanced-exit"), in: z.optional(z.enum(["all", ...stratum])), ...common }).check(z.describe("½ · leaves where the person left + ½ · stays where the person stayed; 0.5 is chance. Needs end probes and a condition that offers an end.")),
    z
      .strictObject({
        of: z.literal("agreement"),
        field: z.optional(z.enum(["stage", "emotion", "blocker"])),
        coefficient: z.enum(["exact", "kappa", "quadratic-kappa", "alpha-nominal", "alpha-ordinal", "ac1"]),
        branch: z.enum(["real", "simulated"]),
        weights: z.literal("drawn").check(z.describe("drawn: each item weighs by the inverse of the probability each item was drawn with.")),
        ...common,
      })
      .check(z.describe("The judge against people's drawn, blind labels, by the coefficient named.")),
  ], { error: "of: delta / delta-change / suppression / balanced-exit / agreement" })
  .check(z.refine((gate: { atLeast?: number | undefined; atMost?: number | undefined }) => gate.atLeast !== undefined || gate.atMost !== undefined, { error: "atLeast / atMost", path: ["atMost"] }));

/** Gates by the names people give them. */
export const gatesSchema = z.record(z.string().check(z.minLength(1)), gateSchema).check(z.describe("Thresholds by name. Each passes, fails, or is inconclusive where its interval straddles the threshold: decision-fidelity gate."));

export type GateFile = z.infer<typeof gatesSchema>;

/** The gates of a file in its order, with their defaults; undefined where what is there are no gates. */
export function gatesIn(stored: unknown): readonly Gate[] | undefined {
  const parsed = z.safeParse(gatesSchema, stored);
  if (!parsed.success) return undefined;
  return Object.entries(parsed.data).map(([name, { atLeast, atMost, conversations, runs, ...measured }]) => ({
    name,
    measure: measureOf(measured),
    range: { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) },
    ...(conversations === undefined ? {} : { conversations }),
    ...(runs === undefined ? {} : { runs }),
  }));
}

type Written = Pick<GateFile[string], "of"> & { readonly in?: string | undefined; readonly field?: string | undefined };

function measureOf(written: Written): Measure {
  const defaults = written.of === "suppression" ? { in: "negative" } : written.of === "balanced-exit" ? { in: "all" } : written.of === "agreement" ? { field: "stage" } : {};
  return { ...defaults, ...Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)) } as Measure;
}
