// Owns how a reported number stands in a table of a receipt. Refuses choosing which.
import { interval, percentage } from "../figures/numbers.ts";
import { reason, type Wording } from "../figures/words.ts";
import type { Reported } from "../stats/reportShape.ts";

/** Value and interval, or why there is no value. */
export function shown(reported: Reported, show: (value: number) => string, wording: Wording): readonly [value: string, interval: string] {
  return reported.ok ? [show(reported.value), interval(reported, show)] : ["–", reason(reported.reason, wording)];
}

/** A share in per cent without its unit. */
export const inPercent = (value: number): string => percentage(value, 1);
