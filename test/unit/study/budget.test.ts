import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOTHING_SPENT } from "../../../src/core/journal/spent.ts";
import { Failure } from "../../../src/core/messages/failure.ts";
import type { ChatAnswer, ChatModel } from "../../../src/core/ports.ts";
import { aboutTokens, mostPromptTokens } from "../../../src/core/probe/tokens.ts";
import { meteredChat, Purse, type Budget } from "../../../src/study/paid/budget.ts";
import { moneySpent, moneyText, supposed } from "../../../src/study/paid/money.ts";
import { never } from "./onMemory.ts";

const SEED = 20_261_121;
const PRICE = { input: 1, output: 4, currency: "USD" };
const identity = { endpoint: "local", origin: "http://127.0.0.1:1", model: "m" };

/** Answers after a few turns of the event loop with what it was told to report; every fifth call gets no answer, every seventh an unusable one. */
function costing(tokens: readonly (number | undefined)[]): ChatModel & { readonly spent: { calls: number; tokens: number } } {
  const spent = { calls: 0, tokens: 0 };
  let count = 0;
  return {
    identity,
    spent,
    async complete(): Promise<ChatAnswer> {
      const number = count++;
      for (let turn = 0; turn < number % 4; turn++) await Promise.resolve();
      if (number % 5 === 4) throw new Failure("endpoint-cut", { endpoint: "local", attempts: 5 });
      const completionTokens = tokens[number % tokens.length];
      spent.calls++;
      spent.tokens += 10 + (completionTokens ?? 50);
      if (number % 7 === 6) throw new Failure("answer-cut-by-length", { endpoint: "local" });
      return { text: "x", report: { promptTokens: 10, ...(completionTokens === undefined ? {} : { completionTokens }) } };
    },
  };
}

const request = { messages: [{ role: "user" as const, content: "ten bytes." }], maxTokens: 50 };

describe("a budget", () => {
  it("is never passed, whatever calls cost and however many are made at once, and is used up to a call", async () => {
    const limit = fc.record({ calls: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }), tokens: fc.option(fc.integer({ min: 100, max: 2_000 }), { nil: undefined }) });
    await fc.assert(
      fc.asyncProperty(limit, fc.array(fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 8 }), async ({ calls, tokens }, costs, width) => {
        fc.pre(calls !== undefined || tokens !== undefined);
        const budget: Budget = { ...(calls === undefined ? {} : { calls }), ...(tokens === undefined ? {} : { tokens }) };
        const chat = costing(costs);
        const purse = new Purse(budget);
        const metered = meteredChat(chat, [purse], undefined);
        const worker = async (): Promise<string> => {
          for (let left = 200; left > 0; left--) {
            try {
              await metered.complete(request, undefined, never);
            } catch (error) {
              if ((error as Failure).id.startsWith("budget-")) return "reached";
            }
          }
          return "went on";
        };
        expect(await Promise.all(Array.from({ length: width }, worker))).toEqual(Array.from({ length: width }, () => "reached"));
        expect(chat.spent.calls).toBeLessThanOrEqual(calls ?? Infinity);
        expect(chat.spent.tokens).toBeLessThanOrEqual(tokens ?? Infinity);
        const room = { calls: (calls ?? Infinity) - purse.spent.calls, tokens: (tokens ?? Infinity) - purse.spent.tokens };
        expect(room.calls < 1 || room.tokens < 50 + mostPromptTokens(request.messages)).toBe(true);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it("shared by two runs holds for both; each of its own holds too", async () => {
    const shared = new Purse({ calls: 4 });
    const [a, b] = [meteredChat(costing([1]), [new Purse({ calls: 1 }), shared], undefined), meteredChat(costing([1]), [shared], undefined)];
    await a.complete(request, undefined, never);
    await expect(a.complete(request, undefined, never)).rejects.toMatchObject({ id: "budget-calls-reached", values: { spent: 1, budget: 1 } });
    for (let left = 3; left > 0; left--) await b.complete(request, undefined, never);
    await expect(b.complete(request, undefined, never)).rejects.toMatchObject({ values: { spent: 4, budget: 4 } });
  });

  it("counts what was spent before, in money by its price, and refuses a money budget without one", async () => {
    const chat = costing([5]);
    await expect(meteredChat(chat, [new Purse({ money: 0.0001 }, { calls: 9, tokens: 900, money: 0.0001 })], PRICE).complete(request, undefined, never)).rejects.toMatchObject({ id: "budget-money-reached" });
    await expect(meteredChat(chat, [new Purse({ money: 1 })], undefined).complete(request, undefined, never)).rejects.toMatchObject({ id: "budget-price-unknown" });
    expect(chat.spent.calls).toBe(0);
  });

  it("gives up waiting for room when the run is paused", async () => {
    const purse = new Purse({ calls: 1 });
    const held = await purse.reserve({ calls: 1, tokens: 0, money: 0 }, never);
    const stop = new AbortController();
    const waiting = purse.reserve({ calls: 1, tokens: 0, money: 0 }, stop.signal);
    stop.abort(new Error("paused"));
    await expect(waiting).rejects.toThrow("paused");
    held.settle({ calls: 0, tokens: 0, money: 0 });
    await purse.reserve({ calls: 1, tokens: 0, money: 0 }, never);
  });
});

describe("what was spent, in money", () => {
  const spent = { ...NOTHING_SPENT, calls: 2, promptTokens: 1_000_000, completionTokens: 500_000 };

  it("is the tokens by their prices, and unknown where one is missing, not reported, or in another currency", () => {
    expect(moneySpent({ simulator: spent, judge: NOTHING_SPENT }, { simulator: PRICE })).toEqual({ amount: 3, currency: "USD" });
    expect(moneySpent({ simulator: spent, judge: spent }, { simulator: PRICE, judge: PRICE })).toEqual({ amount: 6, currency: "USD" });
    expect(moneySpent({ simulator: spent, judge: spent }, { simulator: PRICE })).toBeUndefined();
    expect(moneySpent({ simulator: spent, judge: spent }, { simulator: PRICE, judge: { ...PRICE, currency: "CNY" } })).toBeUndefined();
    expect(moneySpent({ simulator: { ...spent, unreported: 1 }, judge: NOTHING_SPENT }, { simulator: PRICE })).toBeUndefined();
    expect([moneyText({ amount: 3, currency: "USD" }), moneyText({ amount: 0.00123, currency: "CNY" }), moneyText({ amount: 0, currency: "USD" })]).toEqual(["3.00 USD", "0.0012 CNY", "0.00 USD"]);
  });

  it("takes calls without reported tokens to have cost as much as the others, for a budget", () => {
    expect(supposed({ simulator: { ...spent, unreported: 1 }, judge: NOTHING_SPENT }, { simulator: PRICE })).toEqual({ calls: 2, tokens: 3_000_000, money: 6 });
    expect(supposed({ simulator: { ...NOTHING_SPENT, calls: 3, unreported: 3 }, judge: NOTHING_SPENT }, {})).toEqual({ calls: 3, tokens: 3_000, money: 0 });
  });

  it("counts tokens of both scripts about right", () => {
    expect(aboutTokens("It is too expensive for me.")).toBe(7);
    expect(aboutTokens("太贵了")).toBe(3);
    expect(aboutTokens("")).toBe(0);
  });
});
