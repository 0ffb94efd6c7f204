// Owns log-gamma and the regularised incomplete gamma and beta functions. Refuses distributions (distributions.ts).

const HALF_LOG_TWO_PI = 0.9189385332046727418;
const MAX_TERMS = 100_000;

/** Coefficients B₂ₖ / (2k(2k−1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** lnΓ(x) for x > 0. Stirling's series (Abramowitz & Stegun 6.1.41) from 12 on, below by the recurrence 6.1.15. */
export function logGamma(x: number): number {
  let product = 1;
  let shifted = x;
  while (shifted < 12) product *= shifted++;
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingSum(shifted) - Math.log(product);
}

function stirlingSum(x: number): number {
  const inverse = 1 / (x * x);
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * inverse + (STIRLING[k] ?? 0);
  return sum / x;
}

/** ln(x!) minus Stirling's leading part, for x ≥ 0 (x = 0 never reaches it). C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000. */
function stirlingError(x: number): number {
  return x >= 12 ? stirlingSum(x) : logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
}

/** x·ln(x/m) + m − x without cancellation near x = m (Loader 2000, "bd0"). */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** xᵃe⁻ˣ / Γ(a+1), a > 0, x > 0. */
function poissonTerm(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** Γ(a+b+1)/(Γ(a+1)Γ(b+1)) · xᵃ yᵇ with y = 1 − x; a, b ≥ 0. The binomial probability for whole a and b. */
export function binomialTerm(a: number, b: number, x: number, y: number): number {
  if (x <= 0 || y <= 0) return (x <= 0 ? a : b) === 0 ? 1 : 0;
  const n = a + b;
  if (n === 0) return 1;
  if (a === 0) return Math.exp(n * Math.log1p(-x));
  if (b === 0) return Math.exp(n * Math.log1p(-y));
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/** Regularised upper incomplete gamma Q(a, x), a > 0. Series 6.5.29 below a + 1, continued fraction 6.5.31 above (Abramowitz & Stegun). */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

/** Regularised lower incomplete gamma P(a, x) = 1 − Q(a, x), exact in its own tail. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return poissonTerm(a, x) * sum;
}

function gammaFraction(a: number, x: number): number {
  const fraction = lentz((k) => (k === 0 ? 1 : k * (a - k)), (k) => x + 2 * k + 1 - a);
  return poissonTerm(a, x) * a * fraction;
}

/** Continued fraction n₀/(d₀ + n₁/(d₁ + …)) by the modified Lentz algorithm (Thompson & Barnett, J. Comput. Phys. 64, 1986). */
function lentz(numerator: (k: number) => number, denominator: (k: number) => number): number {
  const tiny = 1e-300;
  let value = tiny;
  let c = value;
  let d = 0;
  for (let k = 0; k < MAX_TERMS; k++) {
    d = denominator(k) + numerator(k) * d || tiny;
    c = denominator(k) + numerator(k) / c || tiny;
    d = 1 / d;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

/** Regularised incomplete beta Iₓ(a, b); `y` is 1 − x, given apart so that neither tail loses digits. a, b > 0. */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x * (a + b + 2) < a + 1 ? betaFraction(a, b, x, y) : 1 - betaFraction(b, a, y, x);
}

/** Continued fraction of Iₓ(a, b): Abramowitz & Stegun 26.5.8. */
function betaFraction(a: number, b: number, x: number, y: number): number {
  const numerator = (k: number): number => {
    if (k === 0) return 1;
    const m = k >> 1;
    return k % 2 === 0 ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)) : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  };
  const prefix = (binomialTerm(a, b, x, y) * b) / (a + b);
  return prefix * lentz(numerator, () => 1);
}
