// Owns Dice's overlap of two amounts, which the sister measure USI averages over features. Refuses features and their means.

/** 2·min(a, b)/(a + b) of two amounts ≥ 0, in [0, 1]; two absent ones overlap wholly (L. R. Dice, Ecology 26, 1945). */
export function dice(a: number, b: number): number {
  return a + b === 0 ? 1 : (2 * Math.min(a, b)) / (a + b);
}
