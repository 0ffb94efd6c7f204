// Damaged files of every foreign shape: problems or data, never an error of ours, and never one record read as another.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { zipSync, type Zippable } from "fflate";
import { describe, expect, it } from "vitest";
import { isFailure } from "../../../src/core/messages/failure.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { digest } from "./inMemory.ts";
import { limits } from "./limits.ts";

const LONG = process.env.DF_LONG === "1";
const CASES = Number(process.env.DF_FUZZ ?? (LONG ? 100_000 : 500));
const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures/datasets");
const EXPECTED = new Set(["shape-unknown", "shape-not-json", "table-column-missing", "archive-broken", "unpacked-too-large", "unpacked-times", "parquet-file-broken"]);

interface Fixture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function fixture(...parts: readonly string[]): Fixture {
  return { name: parts.at(-1) ?? "", bytes: readFileSync(path.join(FIXTURES, ...parts)) };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const HOSTILE: readonly Uint8Array[] = [
  Uint8Array.of(0),
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xef, 0xbb, 0xbf),
  ...["\r", "\n", "\r\n", "\u2028", '"', ",", "{", "}", "[", "]", ":", "\\", "\t", "NaN", "1e999", "-0", "1".repeat(400), '"\\ud800"', '"__proto__":{"x":1},', '"constructor":{"prototype":null},', '"id":"__proto__",', "[".repeat(3000), '{"a":'.repeat(3000)].map(bytesOf),
];

const damage = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), byte: fc.nat({ max: 255 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("drop" as const), at: fc.nat(), length: fc.nat({ max: 80 }) }),
  fc.record({ kind: fc.constant("double" as const), at: fc.nat(), length: fc.nat({ max: 400 }) }),
  fc.record({ kind: fc.constant("insert" as const), at: fc.nat(), bytes: fc.constantFrom(...HOSTILE) }),
);

function damaged(bytes: Uint8Array, damages: readonly (typeof damage extends fc.Arbitrary<infer D> ? D : never)[]): Uint8Array {
  let at = Buffer.from(bytes);
  for (const each of damages) {
    const place = each.at % (at.length + 1);
    if (each.kind === "flip") at[place] = each.byte;
    else if (each.kind === "cut") at = at.subarray(0, place);
    else if (each.kind === "drop") at = Buffer.concat([at.subarray(0, place), at.subarray(place + each.length)]);
    else at = Buffer.concat([at.subarray(0, place), each.kind === "double" ? at.subarray(place, place + each.length) : each.bytes, at.subarray(place)]);
  }
  return Uint8Array.from(at);
}

const encoded = fc.constantFrom<"utf8" | "utf16le" | "latin1">("utf8", "utf8", "utf8", "utf8", "utf8", "utf16le", "latin1");

async function checked({ name, bytes }: Fixture): Promise<void> {
  const files = new MemoryFiles({ [`/folder/${name}`]: bytes });
  const dataset = await openDataset({ path: `/folder/${name}`, files, digest }).catch((error: unknown) => {
    if (isFailure(error) && EXPECTED.has(error.id)) return undefined;
    throw error;
  });
  if (dataset) await checkRecords(dataset);
  expect(files.openNow).toBe(0);
}

async function checkRecords(dataset: Dataset): Promise<void> {
  const { ledger, entries, problems } = dataset;
  const left = Object.values(ledger.leftOut).reduce((sum, count) => sum + count, 0);
  expect(ledger.conversationsRead).toBe(ledger.conversationsKept + left);
  expect(entries).toHaveLength(ledger.conversationsKept);
  for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
  let at = 0;
  for await (const conversation of dataset.all()) {
    expect(conversation.id).toBe(entries[at]?.id);
    expect(conversation.turns).toHaveLength(entries[at]?.turns ?? -1);
    at++;
  }
  expect(at).toBe(entries.length);
  // Read alone, in another order, a conversation is the one it was.
  const last = entries.at(-1);
  if (last) expect((await dataset.read(last.id)).turns).toHaveLength(last.turns);
}

function fuzzed(name: string, fixtures: readonly Fixture[], cases: number): void {
  it(`${name}, ${cases} times`, { timeout: 7_200_000 }, async () => {
    const within = limits();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fixtures), fc.array(damage, { minLength: 1, maxLength: 4 }), encoded, (given, damages, encoding) => within(() => {
        const whole = encoding === "utf8" ? given.bytes : Buffer.from(Buffer.from(given.bytes).toString("utf8"), encoding);
        return checked({ name: given.name, bytes: damaged(whole, damages) });
      })),
      { seed: 20_261_121, numRuns: cases },
    );
  });
}

/** An archive of the log's samples; `more` are further members. */
function archive(more: Zippable = {}): Uint8Array {
  const { samples, ...header } = JSON.parse(readFileSync(path.join(FIXTURES, "inspect/log.json"), "utf8")) as { readonly samples: readonly { readonly id: unknown }[] };
  const members = Object.fromEntries(samples.map((sample) => [`samples/${String(sample.id)}_epoch_1.json`, bytesOf(JSON.stringify(sample))]));
  return zipSync({ ...members, "header.json": bytesOf(JSON.stringify(header)), ...more });
}

describe("damaged foreign files", () => {
  fuzzed("tau-bench", [fixture("tau-bench", "results.json")], CASES);
  fuzzed("tau2-bench", [fixture("tau2-bench", "results.json")], CASES);
  fuzzed("Inspect logs", [fixture("inspect", "log.json")], CASES);
  fuzzed("Inspect archives", [{ name: "log.eval", bytes: archive() }], CASES);
  const presets = ["agreemate", "casino", "craigslist-bargain", "craigslist-bargain-lists", "persuasion-for-good-acts", "persuasion-for-good-models", "resper", "resper-craigslist", "sharegpt", "tau-bench-few-shot"];
  fuzzed("presets", [...presets.flatMap((folder) => readdirSync(path.join(FIXTURES, folder)).map((name) => fixture(folder, name))), fixture("naist", "tea", "1.txt.label")], CASES);

  it("damage inside an archive, before it is packed", { timeout: 7_200_000 }, async () => {
    const sample = bytesOf(JSON.stringify({ id: "more", epoch: 1, input: "", target: "", messages: [{ role: "user", content: "hi" }, { role: "assistant", content: "hello" }] }));
    const within = limits();
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { maxLength: 3 }), fc.boolean(), (damages, stored) => within(() => checked({ name: "log.eval", bytes: archive({ "samples/0_epoch_1.json": [damaged(sample, damages), { level: stored ? 0 : 6 }] }) }))),
      { seed: 20_261_121, numRuns: CASES / 4 },
    );
  });
});

describe("an Inspect archive that is a bomb", () => {
  /** A sample with that many megabytes of blanks in it. */
  const blank = (megabytes: number): Uint8Array => bytesOf(`{"id":"bomb","epoch":1,"messages":[],${" ".repeat(megabytes * 1024 * 1024)}"input":""}`);

  it.each([
    ["one sample", 1, 40],
    ["many samples", 12, 4],
  ])("of %s is refused before it takes memory", async (_, count, megabytes) => {
    const text = blank(megabytes);
    const bytes = archive(Object.fromEntries(Array.from({ length: count }, (_, at) => [`samples/${at + 10}_epoch_1.json`, text])));
    expect(bytes.length).toBeLessThan(200_000);
    const files = new MemoryFiles({ "/log.eval": bytes });
    await expect(openDataset({ path: "/log.eval", files, digest })).rejects.toMatchObject({ id: "unpacked-times" });
    expect(files.openNow).toBe(0);
  });

  it("does not mistake one large sample for a bomb", async () => {
    const noise = Array.from({ length: 40_000 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36)).join(" ");
    const sample = { id: "large", epoch: 1, input: "", target: "", messages: [{ role: "user", content: noise }, { role: "assistant", content: "Long." }] };
    const files = new MemoryFiles({ "/log.eval": archive({ "samples/0_epoch_1.json": bytesOf(JSON.stringify(sample)) }) });
    const { entries } = await openDataset({ path: "/log.eval", files, digest });
    expect(entries.map(({ id }) => id)).toEqual(["large_epoch_1", "1_epoch_1", "second_epoch_1"]);
  });
});
