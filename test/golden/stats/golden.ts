// Reads golden numbers kept outside the repository; where they are absent the suites that need them are skipped, visibly.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { Estimate, Label, LabelledProbe, OutcomeValue, SampleValue } from "../../../src/core/stats/labelledProbe.ts";

const shared = path.resolve(import.meta.dirname, "../../../../shared");
export const hasGolden = existsSync(path.join(shared, "reference/golden"));
export const sharedFolder = shared;

/** A place in a golden file. Asking for what is not there fails with its path. */
export class Golden {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, at: string) {
    this.#value = value;
    this.#path = at;
  }

  at(...keys: readonly (string | number)[]): Golden {
    return keys.reduce<Golden>((node, key) => node.#child(String(key)), this);
  }

  has(key: string): boolean {
    return typeof this.#value === "object" && this.#value !== null && key in this.#value;
  }

  get isNull(): boolean {
    return this.#value === null;
  }

  get isNumber(): boolean {
    return typeof this.#value === "number";
  }

  number(): number {
    if (typeof this.#value !== "number") throw new Error(`${this.#path} is no number`);
    return this.#value;
  }

  text(): string {
    if (typeof this.#value !== "string") throw new Error(`${this.#path} is no text`);
    return this.#value;
  }

  truth(): boolean {
    if (typeof this.#value !== "boolean") throw new Error(`${this.#path} is not true or false`);
    return this.#value;
  }

  list(): readonly Golden[] {
    if (!Array.isArray(this.#value)) throw new Error(`${this.#path} is no list`);
    return this.#value.map((value: unknown, i) => new Golden(value, `${this.#path}[${i}]`));
  }

  numbers(): readonly number[] {
    return this.list().map((each) => each.number());
  }

  range(): readonly [number, number] {
    const [low, high] = this.numbers();
    return [low!, high!];
  }

  table(): readonly (readonly number[])[] {
    return this.list().map((row) => row.numbers());
  }

  entries(): readonly (readonly [string, Golden])[] {
    if (typeof this.#value !== "object" || this.#value === null) throw new Error(`${this.#path} has no entries`);
    return Object.entries(this.#value).map(([key, value]) => [key, new Golden(value, `${this.#path}.${key}`)] as const);
  }

  #child(key: string): Golden {
    if (!this.has(key)) throw new Error(`${this.#path}.${key} is not in the golden file`);
    return new Golden((this.#value as Readonly<Record<string, unknown>>)[key], `${this.#path}.${key}`);
  }
}

/** A golden file; an empty one where the folder is absent (the suite is then skipped). */
export function golden(name: string): Golden {
  return new Golden(hasGolden ? JSON.parse(readFileSync(path.join(shared, "reference/golden", `${name}.json`), "utf8")) : {}, name);
}

/** 1e-9 relative, as closed forms must agree; absolute near 0 and for goldens printed with 12 digits. */
export function near(got: number, expected: number | Golden, what = "", relative = 1e-9): void {
  const value = typeof expected === "number" ? expected : expected.number();
  if (!(Math.abs(got - value) <= relative * Math.abs(value) + 1e-11)) expect.fail(`${what}: got ${got}, golden ${value}`);
}

export function nearAll(got: readonly number[], expected: readonly number[] | Golden, what = ""): void {
  const values = expected instanceof Golden ? expected.numbers() : expected;
  expect(got.length, what).toBe(values.length);
  got.forEach((value, i) => near(value, values[i]!, `${what}[${i}]`));
}

/** Ends of an interval around an estimate. The golden ones use SciPy 1.10's t quantile, which is good to about 3e-9 where df is not whole. */
export function nearInterval(got: readonly number[], expected: readonly number[] | Golden, what = ""): void {
  const values = expected instanceof Golden ? expected.numbers() : expected;
  const allowed = 3e-9 * Math.max(...values.map(Math.abs));
  got.forEach((value, i) => within(value, [values[i]! - allowed, values[i]! + allowed], `${what}[${i}]`));
}

export function within(got: number, range: readonly [number, number] | Golden, what = ""): void {
  const [low, high] = range instanceof Golden ? range.range() : range;
  if (!(got >= low && got <= high)) expect.fail(`${what}: ${got} is outside [${low}, ${high}]`);
}

/** The value of an estimate; fails with its reason. */
export function must<T>(estimate: Estimate<T>): T {
  if (!estimate.ok) throw new Error(`no value: ${estimate.reason}`);
  return estimate.value;
}

/** Labelled pairs of the golden form as probes. */
export function pairProbes(pairs: Golden): readonly LabelledProbe[] {
  return pairs.list().map((pair) => ({
    conversation: pair.at("conversation").text(),
    outcome: pair.at("outcome").text() as OutcomeValue,
    position: pair.at("position").number(),
    ordinal: pair.at("position").number(),
    realKind: "reply",
    real: { status: "valid", stage: pair.at("real_stage").text() },
    samples: [{ kind: "reply", label: { status: "valid", stage: pair.at("sim_stage").text() } }],
  }));
}

function labelOf(item: Golden): Label {
  return item.at("status").text() === "valid" ? { status: "valid", stage: item.at("stage").text() } : { status: "invalid", cause: "golden" };
}

function sampleOf(sample: Golden): SampleValue {
  const kind = sample.at("kind").text();
  return kind === "reply" ? { kind, label: labelOf(sample) } : { kind: kind as "leave" | "silence" };
}

/** Conversations of the rich run as probes; `other` replaces the samples by those of a second run. */
export function richProbes(conversations: Golden, other?: Golden): readonly LabelledProbe[] {
  const replaced = new Map(other?.list().map((each) => [each.at("id").text(), each]));
  return conversations.list().flatMap((conversation) => {
    const id = conversation.at("id").text();
    return conversation.at("probes").list().map((probe, i): LabelledProbe => ({
      conversation: id,
      customer: conversation.at("customer").text(),
      outcome: conversation.at("outcome").text() as OutcomeValue,
      position: probe.at("position").number(),
      ordinal: probe.at("user_turn").number(),
      act: probe.at("action").text(),
      realKind: "reply",
      real: labelOf(probe.at("real")),
      samples: (replaced.get(id)?.at("probes", i) ?? probe).at("samples").list().map(sampleOf),
    }));
  });
}
