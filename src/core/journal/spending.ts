// Owns what the calls of a run cost and which models answered: sums kept up entry by entry. Refuses prices (study/paid).
import type { ModelReport } from "../probe/probe.ts";
import type { ContinuationEntry, FailureEntry, ForgottenEntry, VerdictEntry } from "./entry.ts";
import { added, NOTHING_SPENT, servedName, spentOf, wasAnswered, type Role, type Spent, type SpentByRole } from "./spent.ts";

/** Sums of one run. Callers tell it each entry once. */
export class Spending {
  readonly #sums: Record<Role, Spent> = { simulator: NOTHING_SPENT, judge: NOTHING_SPENT };
  readonly #models: Readonly<Record<Role, Map<string, number>>> = { simulator: new Map(), judge: new Map() };

  get sums(): SpentByRole {
    return { ...this.#sums };
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

  /** Sums over answers, with how many of them each model gave. */
  addSums({ role, models, ...spent }: Spent & { readonly role: Role; readonly models: ReadonlyMap<string, number> }): void {
    this.#put(role, spent);
    for (const [name, answers] of models) this.#models[role].set(name, (this.#models[role].get(name) ?? 0) + answers);
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
    this.#sums[role] = added(this.#sums[role], spent);
  }
}
