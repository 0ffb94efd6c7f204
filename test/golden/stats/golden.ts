// Reads golden numbers kept outside the repository; where they are absent the suites that need them are skipped, visibly.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { Estimate, LabelledProbe, OutcomeValue, SampleValue } from "../../../src/core/stats/labelledProbe.ts";

const folder = path.resolve(import.meta.dirname, "../../../../shared/reference/golden");
export const hasGolden = existsSync(folder);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- golden files are trees of numbers; a missing key fails the test that reads it
export type Tree = any;

/** A golden file, or an empty tree where the folder is absent (the suite is then skipped). */
export function golden(name: string): Tree {
  return hasGolden ? JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8")) : {};
}

/** 1e-9 relative, as closed forms must agree; absolute near 0 and for goldens printed with 12 digits. */
export function near(got: number, expected: number, what = "", relative = 1e-9): void {
  const allowed = relative * Math.abs(expected) + 1e-11;
  if (!(Math.abs(got - expected) <= allowed)) expect.fail(`${what}: got ${got}, golden ${expected}`);
}

export function nearAll(got: readonly number[], expected: readonly number[], what = ""): void {
  expect(got.length, what).toBe(expected.length);
  got.forEach((value, i) => near(value, expected[i]!, `${what}[${i}]`));
}

/** Ends of an interval around an estimate. The golden ones use SciPy 1.10's t quantile, which is good to about 3e-9 where df is not whole. */
export function nearInterval(got: readonly number[], expected: readonly number[], what = ""): void {
  const allowed = 3e-9 * Math.max(...expected.map(Math.abs));
  got.forEach((value, i) => within(value, [expected[i]! - allowed, expected[i]! + allowed], `${what}[${i}]`));
}

export function within(got: number, [low, high]: readonly [number, number], what = ""): void {
  if (!(got >= low && got <= high)) expect.fail(`${what}: ${got} is outside [${low}, ${high}]`);
}

/** The value of an estimate; fails with its reason. */
export function must<T>(estimate: Estimate<T>): T {
  if (!estimate.ok) expect.fail(`no value: ${estimate.reason}`);
  return (estimate as { readonly value: T }).value;
}

/** Labelled pairs of the golden form as probes. */
export function pairProbes(pairs: readonly Tree[]): readonly LabelledProbe[] {
  return pairs.map((pair: Tree) => ({
    conversation: pair.conversation as string,
    outcome: pair.outcome as OutcomeValue,
    position: pair.position as number,
    ordinal: pair.position as number,
    realKind: "reply" as const,
    real: { status: "valid" as const, stage: pair.real_stage as string },
    samples: [{ kind: "reply" as const, label: { status: "valid" as const, stage: pair.sim_stage as string } }],
  }));
}

function labelOf(item: Tree): LabelledProbe["real"] {
  return item.status === "valid" ? { status: "valid", stage: item.stage as string } : { status: "invalid", cause: "golden" };
}

function samplesOf(samples: readonly Tree[]): readonly SampleValue[] {
  return samples.map((sample: Tree) => (sample.kind === "reply" ? { kind: "reply", label: labelOf(sample) } : { kind: sample.kind as "leave" | "silence" }));
}

/** Conversations of the rich run as probes; `other` replaces the samples by those of a second run. */
export function richProbes(conversations: readonly Tree[], other?: readonly Tree[]): readonly LabelledProbe[] {
  return conversations.flatMap((conversation: Tree) =>
    (conversation.probes as Tree[]).map((probe: Tree, i): LabelledProbe => {
      const samples = other ? other.find((each: Tree) => each.id === conversation.id).probes[i].samples : probe.samples;
      return {
        conversation: conversation.id as string,
        customer: conversation.customer as string,
        outcome: conversation.outcome as OutcomeValue,
        position: probe.position as number,
        ordinal: probe.user_turn as number,
        act: probe.action as string,
        realKind: "reply",
        real: labelOf(probe.real),
        samples: samplesOf(samples),
      };
    }),
  );
}
