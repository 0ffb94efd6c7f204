// Owns sums of what calls cost in calls, tokens and time. Refuses which entries cost anything (spending.ts) and prices (study/paid).
import type { ModelReport } from "../probe/probe.ts";

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
export function wasAnswered({ cause }: { readonly cause: string }): boolean {
  return cause.startsWith("answer-") || cause === "empty-answer";
}

/** The model as the server named it, with its fingerprint where it gives one. */
export function servedName({ model, fingerprint }: ModelReport): string | undefined {
  return fingerprint === undefined ? model : `${model ?? ""} (${fingerprint})`.trim();
}
