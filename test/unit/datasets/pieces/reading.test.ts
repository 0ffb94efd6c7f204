import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bytes, Kept, Scratch, Threads } from "../../../../src/core/ports.ts";
import type { ConversationEntry, Problem } from "../../../../src/datasets/dataset.ts";
import { Inclusion } from "../../../../src/datasets/inclusion.ts";
import { entryOf } from "../../../../src/datasets/itemIntake.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { rowsOf } from "../../../../src/datasets/pieces/columns.ts";
import { readPiece, type PieceJob } from "../../../../src/datasets/pieces/piece.ts";
import { ProblemList } from "../../../../src/datasets/problemList.ts";
import { nativeFormat } from "../../../../src/datasets/readers/native.ts";
import { linesOf } from "../../../../src/datasets/sources/lines.ts";
import { memoryScratch } from "../../../../src/datasets/sources/memoryScratch.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";
import { digest, line } from "../inMemory.ts";

const PATH = "/folder/data.jsonl";
const NAME = `pieces:${PATH}`;
const LISTING = `listing:${PATH}`;
const RUNS = process.env.DF_LONG === "1" ? 100_000 : 250;

interface Read {
  readonly entries: readonly ConversationEntry[];
  readonly ledger: unknown;
  readonly problems: readonly Problem[];
}

/** Line by line, each record made. */
async function lineByLine(files: MemoryFiles): Promise<Read> {
  const inclusion = new Inclusion({ mergeWithinMinutes: 10, excluded: new Set() });
  const problems = new ProblemList(PATH);
  const entries: ConversationEntry[] = [];
  for await (const batch of linesOf(await files.open(PATH))) {
    for (const item of batch) {
      const entry = entryOf(item, nativeFormat, inclusion, problems);
      if (entry) entries.push(entry);
    }
  }
  return { entries, ledger: inclusion.ledger(), problems: problems.all() };
}

async function opened(files: MemoryFiles): Promise<Read & { readonly hash: string }> {
  const { entries, ledger, problems, identity } = await openDataset({ path: PATH, files, digest, study: { folder: "/folder", file: { datasets: [{ path: "data.jsonl", format: "native" }] } } as never }).then((dataset) => ({ entries: dataset.entries, ledger: dataset.ledger, problems: dataset.problems, identity: dataset.identity() }));
  return { entries, ledger, problems, hash: (await identity).hash };
}

const turns = fc.array(fc.record({ role: fc.constantFrom("agent", "user", "boss"), text: fc.constantFrom("您好，在吗？这里是很长的一句话，说了很多很多。", "Yes, and it goes on for a good while longer than that.", "\\n", "") }), { minLength: 1, maxLength: 4 });
const good = fc.record({ id: fc.integer({ min: 0, max: 30 }).map((n) => `c-${n}`), turns }).map((value) => JSON.stringify(value));
const lines = fc.array(fc.tuple(fc.oneof({ weight: 6, arbitrary: good }, fc.constantFrom("", "  ", "{", "null", '{"id":"x"', "\ufeff", '{"id":"\u0000"}')), fc.constantFrom("\n", "\r\n", "\n\n")), { maxLength: 20 });
const content = fc.tuple(lines, fc.boolean(), fc.option(fc.nat(), { nil: undefined })).map(([each, cut, flip]) => {
  const whole = new TextEncoder().encode(each.flat().join(""));
  const bytes = cut ? whole.slice(0, -1) : whole;
  if (flip !== undefined && bytes.length > 0) bytes[flip % bytes.length] = 0xff;
  return bytes;
});

describe("a file read in pieces", () => {
  it("gives what reading line by line gives", async () => {
    await fc.assert(
      fc.asyncProperty(content, async (bytes) => {
        fc.pre(!bytes.includes(0));
        const files = new MemoryFiles({ [PATH]: bytes });
        const { entries, ledger, problems } = await opened(files);
        const ever = await lineByLine(files);
        expect(entries).toEqual(ever.entries);
        expect(ledger).toEqual(ever.ledger);
        expect(problems.filter(({ id }) => id !== "empty-file" && id !== "roles-swapped-mostly")).toEqual(ever.problems);
      }),
      { seed: 20_260_901, numRuns: RUNS },
    );
  });

  it("has the same rows wherever it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.array(fc.nat(), { maxLength: 6 }), async (bytes, cuts) => {
        const files = new MemoryFiles({ [PATH]: bytes });
        const { modified } = (await files.stat(PATH)) ?? { modified: 0 };
        const job = (from: number, to: number): PieceJob => ({ path: PATH, size: bytes.length, modified, from, to, format: "native", mergeWithinMinutes: 10 });
        const borders = [0, ...new Set(cuts.map((cut) => cut % (bytes.length + 1)).filter((cut) => cut > 0 && cut < bytes.length)), bytes.length].sort((a, b) => a - b);
        const whole = await readPiece(job(0, bytes.length), files);
        const rows = [];
        let before = 0;
        let unendedAt: number | undefined;
        for (const [index, from] of borders.slice(0, -1).entries()) {
          const piece = await readPiece(job(from, borders[index + 1] ?? 0), files);
          for (const row of piece ? rowsOf(piece.columns) : []) rows.push({ ...row, line: row.line + before });
          before += piece?.lines ?? 0;
          unendedAt = piece?.unendedAt ?? unendedAt;
        }
        expect(rows).toEqual(whole ? [...rowsOf(whole.columns)] : []);
        if (bytes.length > 0) expect([before, unendedAt]).toEqual([whole?.lines, whole?.unendedAt]);
        expect(files.openNow).toBe(0);
      }),
      { seed: 20_260_902, numRuns: RUNS },
    );
  });
});

/** Keeps in memory. */
function memoryKept(): Kept & { readonly held: Map<string, Uint8Array> } {
  const held = new Map<string, Uint8Array>();
  return { held, load: (name) => Promise.resolve(held.get(name)), save: (name, bytes) => Promise.resolve(void held.set(name, bytes)) };
}

class LargeFiles extends MemoryFiles {
  kept?: Kept;
  scratch?: Scratch;
  threads?: Threads;

  override async open(path: string): Promise<Bytes> {
    const bytes = await super.open(path);
    return { ...bytes, disk: { path, modified: bytes.modified } };
  }
}

const long = "很长的话。".repeat(400);
const large = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => `${line(`c-${from + at}`, { turns: [{ role: "agent", text: `${from + at} ${long}` }, { role: "user", text: "Yes?" }] })}\n`).join("");

describe("a large file", () => {
  const files = new LargeFiles();
  const write = (text: string): void => files.write(PATH, text);
  const withThreads = (threads: Threads | undefined, kept?: Kept): LargeFiles => Object.assign(files, { threads, kept });

  it("is the same however many threads read it, in whatever order they answer", async () => {
    write(`${large(0, 700)}{"id":"cut"\n${large(300, 310)}${large(700, 1_400)}{"id":`);
    withThreads(undefined);
    const alone = await opened(files);
    expect(alone.problems.map(({ id }) => id)).toEqual(["bad-json", ...Array.from({ length: 10 }, () => "duplicate-id"), "line-cut"]);
    for (const atOnce of [1, 3]) {
      let running = 0;
      const jobs: string[] = [];
      const threads: Threads = {
        atOnce,
        worthwhile: 0,
        run: async (work, job) => {
          jobs.push(work);
          const turn = running++ % 3;
          for (let wait = 0; wait < 3 - turn; wait++) await new Promise((resolve) => setTimeout(resolve, 1));
          return structuredClone(await readPiece(job as PieceJob, files));
        },
      };
      expect(await opened(withThreads(threads))).toEqual(alone);
      expect(jobs.length).toBeGreaterThan(1);
    }
  });

  it("is listed while it is read: each time more of the same list", async () => {
    withThreads(undefined);
    const told: { readonly counted: number; readonly first: ConversationEntry | undefined; readonly named: string }[] = [];
    const dataset = await openDataset({ path: PATH, files, digest, onSoFar: ({ entries, name }) => told.push({ counted: entries.length, first: entries[0], named: name }) });
    expect(told.length).toBeGreaterThan(2);
    expect(told.map(({ counted }) => counted)).toEqual(told.map(({ counted }) => counted).toSorted((a, b) => a - b));
    expect(told[0]?.counted).toBeLessThan(dataset.entries.length);
    expect(told.at(-1)).toEqual({ counted: dataset.entries.length, first: dataset.entries[0], named: "data.jsonl" });
  });

  it("is read here where the threads fail or see another file", async () => {
    withThreads(undefined);
    const alone = await opened(files);
    expect(await opened(withThreads({ atOnce: 2, worthwhile: 0, run: () => Promise.reject(new Error("no thread")) }))).toEqual(alone);
    expect(await opened(withThreads({ atOnce: 2, worthwhile: 0, run: () => Promise.resolve(undefined) }))).toEqual(alone);
  });

  it("is read once while it stays, and from its old end on when it grew", async () => {
    const kept = memoryKept();
    const before = `${large(0, 700)}not JSON\n${large(700, 1_400)}`;
    const cut = line("c-last", { turns: [{ role: "agent", text: "Hi" }, { role: "user", text: "Yes" }] });
    write(before + cut.slice(0, -5));
    const first = await opened(withThreads(undefined, kept));
    expect([...kept.held.keys()].sort()).toEqual([`hash:${PATH}`, LISTING, NAME]);

    files.bytesRead = 0;
    expect(await opened(files)).toEqual(first);
    expect(files.bytesRead).toBeLessThan(1_000_000);

    kept.held.delete(LISTING);
    expect(await opened(files)).toEqual(first);

    write(`${before}${cut}\n${large(1_400, 1_410)}`);
    const grown = await opened(files);
    expect(grown).toEqual(await opened(withThreads(undefined)));
    expect(grown.entries).toHaveLength(1_411);
    expect(grown.entries.at(-11)).toMatchObject({ id: "c-last", line: 1_402 });
  });

  it("that is packed is not unpacked again while it stays, identity and all", async () => {
    const path = "/folder/packed.jsonl.gz";
    files.write(path, gzipSync(large(0, 1_400), { level: 0 }));
    let copies = 0;
    const open = async (): Promise<unknown> => {
      const room = memoryScratch();
      const scratch: Scratch = { open: (...copy) => (copies++, room.open(...copy)) };
      const dataset = await openDataset({ path, files: Object.assign(files, { scratch }), digest });
      return { entries: dataset.entries, identity: await dataset.identity() };
    };
    withThreads(undefined, memoryKept());
    const first = await open();
    const before = copies;
    expect(before).toBeGreaterThan(0);
    const again = await open();
    delete files.scratch;
    expect(copies).toBe(before);
    expect(again).toEqual(first);
  });

  it("is read anew when it is another file, or what was kept is not whole", async () => {
    const kept = memoryKept();
    write(large(0, 1_400));
    await opened(withThreads(undefined, kept));
    const before = [NAME, LISTING].map((name) => [name, kept.held.get(name) ?? new Uint8Array(0)] as const);

    write(large(5_000, 6_500));
    expect((await opened(files)).entries[0]?.id).toBe("c-5000");

    write(large(0, 1_400));
    const fresh = await opened(withThreads(undefined));
    for (const damage of [(bytes: Uint8Array) => bytes.slice(0, 100), (bytes: Uint8Array) => bytes.slice(0, -8), () => new Uint8Array(64), () => new Uint8Array(0)]) {
      for (const [name, bytes] of before) kept.held.set(name, damage(bytes));
      expect(await opened(withThreads(undefined, kept))).toEqual(fresh);
    }
  });
});
