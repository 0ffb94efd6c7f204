// Owns what the calls of a run cost in calls, tokens and time, and which models answered: sums kept up entry by entry. Refuses prices (study/money.ts).
import type { ModelReport } from "../probe/probe.ts";
import type { ContinuationEntry, FailureEntry, ForgottenEntry, VerdictEntry } from "./entry.ts";

/** Sums over calls. Tokens are those the server reported; `unreported` counts calls it reported none for. Milliseconds are summed over calls. */
export interface Spent {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly unreported: number;
  readonly milliseconds: number;
}

/** Who was paid. */
export type Role = "simulator" | "judge";

export type SpentByRole = Readonly<Record<Role, Spent>>;

export const NOTHING_SPENT: Spent = { calls: 0, promptTokens: 0, completionTokens: 0, unreported: 0, milliseconds: 0 };

/** Both sums as one. */
export function added(a: Spent, b: Spent): Spent {
  return {
    calls: a.calls + b.calls,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    unreported: a.unreported + b.unreported,
    milliseconds: a.milliseconds + b.milliseconds,
  };
}

/** What one answer cost; `report.calls` where it took several. */
export function spentOf({ calls = 1, promptTokens, completionTokens, milliseconds = 0 }: ModelReport): Spent {
  const reported = promptTokens !== undefined && completionTokens !== undefined;
  return { calls, promptTokens: promptTokens ?? 0, completionTokens: completionTokens ?? 0, unreported: reported ? 0 : calls, milliseconds };
}

/** Failures that are an answer which was paid all the same. */
export function wasAnswered({ cause }: Pick<FailureEntry, "cause">): boolean {
  return cause.startsWith("answer-") || cause === "empty-answer";
}

/** Sums of one run. Callers tell it each entry once. */
export class Spending {
  #sums: Record<Role, Spent> = { simulator: NOTHING_SPENT, judge: NOTHING_SPENT };
  readonly #models: Readonly<Record<Role, Map<string, number>>> = { simulator: new Map(), judge: new Map() };

  get sums(): SpentByRole {
    return this.#sums;
  }

  /** Models as the server named them, with how many answers each gave, in order of appearance. */
  models(role: Role): ReadonlyMap<string, number> {
    return this.#models[role];
  }

  /** What was reused, cached, recorded or drawn cost nothing. */
  add(entry: ContinuationEntry | VerdictEntry | FailureEntry | ForgottenEntry): void {
    switch (entry.kind) {
      case "continuation":
        if (entry.reported && entry.reused !== true) this.#answered("simulator", entry.reported);
        return;
      case "verdict":
        if (entry.reported && !entry.cached) this.#answered("judge", entry.reported);
        return;
      case "failure":
        if (entry.reported ?? wasAnswered(entry)) this.#answered(entry.stage === "simulate" ? "simulator" : "judge", entry.reported ?? {});
        return;
      case "forgotten":
        for (const role of ["simulator", "judge"] as const) this.#put(role, entry.spent[role]);
    }
  }

  /** The judge's answers to anchor turns before the run. */
  tried(report: ModelReport): void {
    this.#put("judge", spentOf(report));
  }

  #answered(role: Role, report: ModelReport): void {
    this.#put(role, spentOf(report));
    const name = servedName(report);
    if (name !== undefined) this.#models[role].set(name, (this.#models[role].get(name) ?? 0) + 1);
  }

  #put(role: Role, spent: Spent): void {
    this.#sums = { ...this.#sums, [role]: added(this.#sums[role], spent) };
  }
}

/** The model as the server named it, with its fingerprint where it gives one. */
export function servedName({ model, fingerprint }: ModelReport): string | undefined {
  return fingerprint === undefined ? model : `${model ?? ""} (${fingerprint})`.trim();
}
