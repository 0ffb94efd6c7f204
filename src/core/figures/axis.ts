// Owns axes of pictures: what they measure, and ticks at round numbers. Refuses drawing.

/** An axis from `low` to `high`. */
export interface Axis {
  /** What it measures. */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** `detail` stands under the label, e.g. the stage of a depth. */
  readonly ticks: readonly { readonly at: number; readonly label: string; readonly detail?: string }[];
  /** Drawn strongly where it lies inside. */
  readonly zero?: number;
}

/** An axis whose ends are its outer ticks. `low` is below `high`. */
export function niceAxis(name: string, low: number, high: number, label: (at: number) => string): Axis {
  const ticks = niceTicks(low, high);
  return { name, low: ticks[0] ?? low, high: ticks.at(-1) ?? high, ticks: ticks.map((at) => ({ at, label: label(at) })) };
}

/** Round numbers that cover `low` to `high`, at most about `most` of them. `low` is below `high`. */
export function niceTicks(low: number, high: number, most = 6): readonly number[] {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough - 1e-12) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Math.round((first + index) * step * 1e9) / 1e9);
}

/** From a value of the axis to pixels between `left` and `right`; what lies outside is put at the end. */
export function scale({ low, high }: Pick<Axis, "low" | "high">, left: number, right: number): (value: number) => number {
  const span = high - low || 1;
  return (value) => left + ((Math.min(Math.max(value, low), high) - low) / span) * (right - left);
}
