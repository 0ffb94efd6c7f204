// Owns ticks of an axis at round numbers. Refuses drawing.

/** Round numbers that cover `low` to `high`, at most about `most` of them. `low` is below `high`. */
export function niceTicks(low: number, high: number, most = 6): readonly number[] {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough - 1e-12) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Math.round((first + index) * step * 1e9) / 1e9);
}
