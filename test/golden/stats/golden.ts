// Reads golden numbers kept outside the repository and remembers which of them a test has held something against; where they are
// absent the suites that need them are skipped, visibly. What was never held is found by `nothingLeft`.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { Estimate, Label, LabelledProbe, OutcomeValue, SampleValue } from "../../../src/core/stats/labelledProbe.ts";
import { GIVEN, type GoldenName } from "./given.ts";

const shared = path.resolve(import.meta.dirname, "../../../../shared");
const folder = path.join(shared, "reference/golden");
export const hasGolden = existsSync(folder);
export const sharedFolder = shared;

/** Leaves that an assertion has compared, and those it has shown not to be what is returned; paths with `/` between keys. */
const held = new Set<string>();
const denied = new Set<string>();

/** A place in a golden file. Asking for what is not there fails with its path. Reading alone is no assertion: pass the place to one. */
export class Golden {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, at: string) {
    this.#value = value;
    this.#path = at;
  }

  get path(): string {
    return this.#path;
  }

  get raw(): unknown {
    return this.#value;
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

  number(): number {
    if (typeof this.#value !== "number") throw new Error(`${this.#path} is no number`);
    return this.#value;
  }

  text(): string {
    if (typeof this.#value !== "string") throw new Error(`${this.#path} is no text`);
    return this.#value;
  }

  list(): readonly Golden[] {
    if (!Array.isArray(this.#value)) throw new Error(`${this.#path} is no list`);
    return this.#value.map((value: unknown, i) => new Golden(value, `${this.#path}/${i}`));
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
    return Object.entries(this.#value).map(([key, value]) => [key, new Golden(value, `${this.#path}/${key}`)] as const);
  }

  /** Every number, text, truth value and null below, itself included. */
  *leaves(): Generator<string> {
    if (typeof this.#value !== "object" || this.#value === null) yield this.#path;
    else for (const [, child] of this.entries()) yield* child.leaves();
  }

  /** Says that an assertion compares everything below. */
  hold(): this {
    for (const leaf of this.leaves()) held.add(leaf);
    return this;
  }

  #child(key: string): Golden {
    if (!this.has(key)) throw new Error(`${this.#path}/${key} is not in the golden file`);
    return new Golden((this.#value as Readonly<Record<string, unknown>>)[key], `${this.#path}/${key}`);
  }
}

/** A golden file; an empty one where the folder is absent (the suite is then skipped). */
export function golden(name: GoldenName): Golden {
  return new Golden(hasGolden ? JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8")) : {}, name);
}

/**
 * The last test of the suite that owns a golden file: every leaf that is not given (`given.ts`) was compared by an assertion, and every
 * value of a plausible mistake (`wrong…`) was shown not to be returned.
 */
export function nothingLeft(name: GoldenName): void {
  it(`${name}: no value is left without an assertion`, () => {
    const given = GIVEN[name].map((pattern) => ({ pattern, matches: patternOf(pattern) }));
    const leaves = [...golden(name).leaves()].map((leaf) => ({ leaf, at: leaf.slice(name.length + 1) }));
    expect(given.filter(({ matches }) => !leaves.some(({ at }) => matches.test(at))).map(({ pattern }) => pattern), "given, but not in the file").toEqual([]);
    const results = leaves.filter(({ at }) => !given.some(({ matches }) => matches.test(at)));
    const isMistake = (at: string): boolean => at.split("/").some((key) => key.startsWith("wrong") && key !== "wrong_in_golden");
    expect(results.filter(({ leaf, at }) => !denied.has(leaf) && (isMistake(at) || !held.has(leaf))).map(({ at }) => at)).toEqual([]);
  });
}

/** `*` stands for one key, `**` for any number of keys. */
function patternOf(pattern: string): RegExp {
  const source = pattern.split("**").map((part) => part.split("*").map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)).join("[^/]+")).join(".*");
  return new RegExp(`^${source}$`);
}

/** 1e-9 relative, as closed forms must agree; absolute near 0 and for goldens printed with 12 digits. */
export function near(got: number, expected: number | Golden, what = "", relative = 1e-9): void {
  const value = typeof expected === "number" ? expected : expected.hold().number();
  if (!(Math.abs(got - value) <= relative * Math.abs(value) + 1e-11)) expect.fail(`${whereOf(expected, what)}: got ${got}, golden ${value}`);
}

export function nearAll(got: readonly number[], expected: readonly number[] | Golden, what = ""): void {
  const values = expected instanceof Golden ? expected.hold().numbers() : expected;
  expect(got.length, what).toBe(values.length);
  got.forEach((value, i) => near(value, values[i]!, `${whereOf(expected, what)}[${i}]`));
}

/** Ends of an interval around an estimate. The golden ones use SciPy 1.10's t quantile, which is good to about 3e-9 where df is not whole. */
export function nearInterval(got: readonly number[], expected: readonly number[] | Golden, what = ""): void {
  const values = expected instanceof Golden ? expected.hold().numbers() : expected;
  const allowed = 3e-9 * Math.max(...values.map(Math.abs));
  expect(got.length, what).toBe(values.length);
  got.forEach((value, i) => within(value, [values[i]! - allowed, values[i]! + allowed], `${whereOf(expected, what)}[${i}]`));
}

export function within(got: number, range: readonly [number, number] | Golden, what = ""): void {
  const [low, high] = range instanceof Golden ? range.hold().range() : range;
  if (!(got >= low && got <= high)) expect.fail(`${whereOf(range, what)}: ${got} is outside [${low}, ${high}]`);
}

/** A resampled value, as far from the ideal one as the file allows or the number says. */
export function about(got: number, centre: Golden, tolerance: number | Golden, what = ""): void {
  const [value, half] = [centre.hold().number(), typeof tolerance === "number" ? tolerance : tolerance.hold().number()];
  within(got, [value - half, value + half], whereOf(centre, what));
}

/** Exactly what the file says: counts, truth values, tables of whole numbers. */
export function same(got: unknown, expected: Golden, what = ""): void {
  expect(got, whereOf(expected, what)).toEqual(expected.hold().raw);
}

/** No value, where the file has null; and, where the file says why, for that reason. */
export function absent(got: Estimate<unknown>, expected: Golden, why?: Golden): void {
  expect(expected.hold().raw, expected.path).toBe(null);
  expect(got.ok, expected.path).toBe(false);
  if (why && !got.ok) expect(got.reason, why.path).toBe(why.hold().raw);
}

/** A number or an interval is not what a plausible mistake gives: it lies `apart` from it, an interval with at least one of its ends. */
export function isNot(got: number | readonly number[], wrong: Golden, apart = 1e-6): void {
  for (const leaf of wrong.leaves()) denied.add(leaf);
  const [mine, theirs] = typeof got === "number" ? [[got], [wrong.number()]] : [got, wrong.numbers()];
  expect(mine.length).toBe(theirs.length);
  if (mine.every((value, i) => Math.abs(value - theirs[i]!) <= apart)) expect.fail(`${wrong.path}: ${mine.join(", ")} is what the mistake gives`);
}

/** The right value where the mistake makes no difference. */
export function coincides(got: number | readonly number[], wrong: Golden): void {
  if (typeof got === "number") near(got, wrong.number(), wrong.path);
  else nearAll(got, wrong.numbers(), wrong.path);
  for (const leaf of wrong.leaves()) denied.add(leaf);
}

function whereOf(expected: unknown, what: string): string {
  return expected instanceof Golden ? `${what} ${expected.path}` : what;
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
