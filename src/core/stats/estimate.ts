// Owns making and combining estimates: a value or the reason why there is none. Refuses any statistic.
import type { Estimate, StatReason } from "./labelledProbe.ts";

/** A defined value; one that is not finite is a defect of the caller and becomes `not-identified`, so that NaN never leaves this room. */
export function known(value: number): Estimate<number> {
  return Number.isFinite(value) ? { ok: true, value: withoutSign(value) } : { ok: false, reason: "not-identified" };
}

/** 0 in place of −0, which JSON cannot carry. */
export function withoutSign(value: number): number {
  return value === 0 ? 0 : value;
}

export function missing(reason: StatReason): { readonly ok: false; readonly reason: StatReason } {
  return { ok: false, reason };
}

/** The value, or null: for places that print a dash. */
export function valueOf<T>(estimate: Estimate<T>): T | null {
  return estimate.ok ? estimate.value : null;
}

/** Why two strata of these sizes cannot be compared at all, or undefined when both have units. */
export function emptiness(negative: number, positive: number): StatReason | undefined {
  if (negative === 0 && positive === 0) return "no-units";
  if (negative === 0) return "negative-stratum-empty";
  return positive === 0 ? "positive-stratum-empty" : undefined;
}
