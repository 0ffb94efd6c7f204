// Owns holding a budget: every call reserves what it may cost at most, so that the stop comes before the limit. Refuses estimates for people (estimate.ts).
import { spentOf, wasAnswered, type Spent } from "../../core/journal/spent.ts";
import { Failure, isFailure } from "../../core/messages/failure.ts";
import type { ChatModel, ChatRequest } from "../../core/ports.ts";
import { mostPromptTokens } from "../../core/probe/tokens.ts";
import { costOf, type Price } from "./money.ts";

/** Limits; `money` is in the currency of the prices. What is absent is not limited. */
export interface Budget {
  readonly calls?: number;
  readonly tokens?: number;
  readonly money?: number;
}

/** What was or may be spent. */
export interface Bill {
  readonly calls: number;
  readonly tokens: number;
  readonly money: number;
}

const LIMITS = ["calls", "tokens", "money"] as const satisfies readonly (keyof Budget)[];

/** Tokens kept free for an answer whose length is not limited. */
const LONGEST_UNLIMITED_ANSWER = 2_000;

/** One budget and what is spent of it. Several runs may share one. */
export class Purse {
  readonly budget: Budget;
  #spent: Bill;
  #reserved: Bill = { calls: 0, tokens: 0, money: 0 };
  #inFlight = 0;
  #waiting: (() => void)[] = [];

  /** `spent` is what was spent of it before. */
  constructor(budget: Budget, spent: Bill = { calls: 0, tokens: 0, money: 0 }) {
    this.budget = budget;
    this.#spent = spent;
  }

  get spent(): Bill {
    return this.#spent;
  }

  /** Counts what an earlier session spent of it. */
  add(bill: Bill): void {
    this.#spent = sum(this.#spent, bill);
  }

  /** Holds what a call may cost at most until it is settled. Waits while calls in flight may turn out cheaper; rejects with `budget-…-reached`. */
  async reserve(most: Bill, signal: AbortSignal): Promise<{ settle(bill: Bill): void }> {
    for (;;) {
      signal.throwIfAborted();
      const over = LIMITS.find((limit) => this.#spent[limit] + this.#reserved[limit] + most[limit] > (this.budget[limit] ?? Infinity));
      if (over === undefined) break;
      if (this.#inFlight === 0) throw new Failure(`budget-${over}-reached`, { spent: rounded(this.#spent[over]), budget: this.budget[over] ?? 0 });
      await this.#turn(signal);
    }
    this.#reserved = sum(this.#reserved, most);
    this.#inFlight++;
    return {
      settle: (bill) => {
        this.#reserved = sum(this.#reserved, most, -1);
        this.#spent = sum(this.#spent, bill);
        this.#inFlight--;
        for (const resolve of this.#waiting.splice(0)) resolve();
      },
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = (): void => reject(signal.reason as Error);
      signal.addEventListener("abort", aborted, { once: true });
      this.#waiting.push(() => {
        signal.removeEventListener("abort", aborted);
        resolve();
      });
    });
  }
}

/** The same model, each of whose calls every purse must have room for. Rejects with `budget-price-unknown` where money is limited and there is no price. */
export function meteredChat(chat: ChatModel, purses: readonly Purse[], price: Price | undefined): ChatModel {
  if (purses.length === 0) return chat;
  const billOf = (spent: Pick<Spent, "calls" | "promptTokens" | "completionTokens">): Bill => ({ calls: spent.calls, tokens: spent.promptTokens + spent.completionTokens, money: price ? costOf(spent, price) : 0 });
  return {
    ...chat,
    async complete(request, onText, signal) {
      if (!price && purses.some(({ budget }) => budget.money !== undefined)) throw new Failure("budget-price-unknown", { endpoint: chat.identity.endpoint, model: chat.identity.model });
      const most = mostOf(request);
      const held: { settle(bill: Bill): void }[] = [];
      let bill: Bill = { calls: 0, tokens: 0, money: 0 };
      try {
        for (const purse of purses) held.push(await purse.reserve(billOf(most), signal));
        const answer = await chat.complete(request, onText, signal);
        const spent = spentOf(answer.report);
        bill = billOf(spent.unreported > 0 ? most : spent);
        return answer;
      } catch (error) {
        // An answer that cannot be used was paid; a call that got none was not.
        if (isFailure(error) && (error.report ?? wasAnswered({ cause: error.id }))) {
          const spent = error.report ? spentOf(error.report) : undefined;
          bill = billOf(spent?.unreported === 0 ? spent : most);
        }
        throw error;
      } finally {
        for (const each of held) each.settle(bill);
      }
    },
  };
}

function mostOf({ messages, maxTokens = LONGEST_UNLIMITED_ANSWER, schema }: ChatRequest): Pick<Spent, "calls" | "promptTokens" | "completionTokens"> {
  const form = schema ? JSON.stringify(schema.schema).length : 0;
  return { calls: 1, promptTokens: mostPromptTokens(messages) + form, completionTokens: maxTokens };
}

function sum(a: Bill, b: Bill, sign: 1 | -1 = 1): Bill {
  return { calls: a.calls + sign * b.calls, tokens: a.tokens + sign * b.tokens, money: a.money + sign * b.money };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
