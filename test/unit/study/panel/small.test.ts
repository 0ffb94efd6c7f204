import fc from "fast-check";
import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import { inPieces, Pieces, pieceSchema } from "../../../../src/protocol/pieces.ts";
import type { Reported } from "../../../../src/core/stats/reportShape.ts";
import { Computed } from "../../../../src/study/panel/computed.ts";
import { linkText, readLink } from "../../../../src/study/panel/link.ts";
import { Slices, sortedInSlices } from "../../../../src/study/panel/slices.ts";
import { Strip } from "../../../../src/study/panel/strip.ts";
import { leftToSpend } from "../../../../src/study/paid/left.ts";
import { SEED } from "../../core/journal/entries.ts";
import { checked, opened, servicesOn, windowOn } from "../onMemory.ts";

const delta = (value: number): Reported => ({ ok: true, value, quantity: "depth", method: "mean", n: {} });

describe("the strip of Δ", () => {
  it("has at most 120 points, evenly spread, however many conversations come, and ends at now", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (count) => {
        const strip = new Strip();
        for (let at = 1; at <= count; at++) strip.finished(at, () => delta(at));
        const points = strip.points(count, delta(count));
        const steps = new Set(points.slice(1, -1).map(({ conversations }, at) => conversations - (points[at]?.conversations ?? 0)));
        expect([points.length <= 120, steps.size <= 1, points.at(-1)?.conversations]).toEqual([true, true, count]);
        expect(points.every(({ conversations, value }) => conversations === value)).toBe(true);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });
});

describe("a link to a probe", () => {
  it("comes back as it was written, whatever the names", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 100 }), fc.string({ unit: "binary", minLength: 1, maxLength: 100 }), fc.nat(999), (run, conversation, turn) => {
        const uri = new URL(linkText({ run, conversation, turn }, "vscode", "publisher.name"));
        expect(readLink(uri.pathname, uri.search.slice(1))).toEqual({ run, conversation, turn });
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it.each([
    ["another path", "/open", "run=a&conversation=b&turn=1"],
    ["no turn", "/probe", "run=a&conversation=b"],
    ["a turn before the first", "/probe", "run=a&conversation=b&turn=0"],
    ["a turn that is no number", "/probe", "run=a&conversation=b&turn=1e9"],
    ["something twice", "/probe", "run=a&run=b&conversation=b&turn=1"],
    ["something more", "/probe", "run=a&conversation=b&turn=1&command=x"],
    ["an empty run", "/probe", "run=&conversation=b&turn=1"],
    ["far too much", "/probe", `run=${"a".repeat(5_000)}&conversation=b&turn=1`],
  ])("with %s is none", (_what, path, query) => expect(readLink(path, query)).toBeUndefined());
});

describe("a message that is too large", () => {
  it("goes in pieces under 100 KB that join to it, in whatever script, and a piece out of order is dropped", () => {
    const message = { type: "snapshot", text: "好\"🙂".repeat(40_000) };
    const pieces = inPieces(message).map((piece) => z.parse(pieceSchema, piece));
    expect(pieces.length).toBeGreaterThan(1);
    expect(Math.max(...pieces.map((piece) => JSON.stringify(piece).length))).toBeLessThan(100_000);
    const joining = new Pieces();
    const [first, ...others] = pieces;
    if (first) joining.add(first);
    expect(others[1] && joining.add(others[1])).toBeUndefined();
    expect(pieces.map((piece) => joining.add(piece)).at(-1)).toEqual(message);
    expect(inPieces({ type: "done", id: 1 })).toEqual([{ type: "done", id: 1 }]);
  });
});

describe("sorting in slices", () => {
  it("is sorting", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 3_000 }), async (items) => {
        expect(await sortedInSlices(items, (a, b) => a - b, new Slices())).toEqual([...items].sort((a, b) => a - b));
      }),
      { seed: SEED, numRuns: 20 },
    );
  });
});

describe("answers that take a while", () => {
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  it("are computed once a version; a failure is kept and not tried again", async () => {
    const computed = new Computed<number>();
    let asked = 0;
    const compute = (): Promise<number> => Promise.resolve(++asked);
    expect([computed.of("a", "1", compute), computed.of("a", "1", compute)]).toEqual([undefined, undefined]);
    await settled();
    expect([computed.of("a", "1", compute), asked]).toEqual([1, 1]);
    computed.of("a", "2", () => Promise.reject(new Error("no")));
    await settled();
    expect([computed.of("a", "2", compute), asked, computed.failure("a", "2")]).toEqual([undefined, 1, new Error("no")]);
  });

  it("of many keys are kept up to a number", async () => {
    const computed = new Computed<number>();
    for (let key = 0; key < 40; key++) computed.of(String(key), "1", () => Promise.resolve(key));
    await settled();
    const known = (key: number): boolean => computed.of(String(key), "1", () => new Promise(() => undefined)) !== undefined;
    expect([known(39), known(20), known(0)]).toEqual([true, true, false]);
  });
});

describe("what is left to spend", () => {
  const spent = (calls: number): { calls: number; promptTokens: number; completionTokens: number; unreported: number; milliseconds: number } => ({ calls, promptTokens: 100 * calls, completionTokens: calls, unreported: 0, milliseconds: 0 });
  const run = (done: number, calls: number, tried?: number): Parameters<typeof leftToSpend>[0] =>
    ({ progress: { done, total: 40, failed: 0 }, state: { spending: { sums: { simulator: spent(calls), judge: spent(2 * calls + (tried ?? 0)) } }, manifest: tried === undefined ? {} : { preflight: { reported: { calls: tried, promptTokens: 100 * tried, completionTokens: tried } } } } }) as never;

  it("goes on at the rate so far, trying the judge not counted", () => {
    expect(leftToSpend(run(10, 10))).toMatchObject({ simulator: { calls: 30, promptTokens: 3_000 }, judge: { calls: 60 } });
    expect(leftToSpend(run(10, 10, 12))).toMatchObject({ judge: { calls: 60, promptTokens: 6_000 } });
    expect([leftToSpend(run(0, 0)), leftToSpend(run(40, 40)), leftToSpend(run(10, 0))]).toEqual([undefined, undefined, undefined]);
  });
});

describe("what the panel listens to", () => {
  it("is as much after 50 rounds of opening and closing as before", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window));
    let listening = 0;
    const { onDidChange } = window.study;
    Object.assign(window.study, {
      onDidChange: (listener: Parameters<typeof onDidChange>[0]) => {
        const subscription = onDidChange(listener);
        listening++;
        return {
          dispose: () => {
            listening--;
            subscription.dispose();
          },
        };
      },
    });
    for (let round = 0; round < 50; round++) {
      const services = servicesOn(window, { report: () => new Promise(() => undefined) });
      let told = 0;
      services.onDidChange(() => told++);
      services.reports.of(run);
      services.dispose();
      services.looks.dispose();
      window.study.closeDataset("none");
      expect(told).toBe(0);
    }
    expect(listening).toBe(0);
  });
});
