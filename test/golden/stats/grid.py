# Makes grid.json: SciPy's values of the distributions and their inverses, tails included, on a grid; a value enters only where 40-digit
# arithmetic (mpmath) agrees with it to 1e-11, so that a difference is ours. Run with Python 3, SciPy >= 1.13 and mpmath: python3 test/golden/stats/grid.py
import itertools, json
from pathlib import Path
import mpmath as mp
import scipy
from scipy import special, stats

mp.mp.dps = 40
TAILS = [1e-14, 1e-10, 1e-6, 1e-3, 0.025, 0.2, 0.5, 0.8, 0.975, 0.999]
kept, refused = {}, {}


def beta(a, b, x):
    return mp.betainc(a, b, 0, mp.mpf(x), regularized=True)


def t_cdf(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    tail = beta(df / 2, mp.mpf(1) / 2, df / (df + t * t)) / 2
    return tail if t < 0 else 1 - tail


def t_sf(t, df):
    return t_cdf(-mp.mpf(t), df)


def gamma_p(a, x):
    return mp.gammainc(mp.mpf(a), 0, mp.mpf(x), regularized=True)


def gamma_q(a, x):
    return mp.gammainc(mp.mpf(a), mp.mpf(x), mp.inf, regularized=True)


def nct_cdf(t, df, delta):
    # P(T <= t) = E[Phi(t*sqrt(V/df) - delta)] over V ~ chi-squared
    t, df, delta = mp.mpf(t), mp.mpf(df), mp.mpf(delta)
    density = lambda v: mp.exp((df / 2 - 1) * mp.log(v) - v / 2 - df / 2 * mp.log(2) - mp.loggamma(df / 2))
    spread = 14 * mp.sqrt(2 * df) + 60
    edges = [mp.mpf(0) + mp.mpf("1e-60"), *[e for e in (df - spread, df - spread / 4, df, df + spread / 4) if e > 0], df + spread, df + 4 * spread]
    return mp.quad(lambda v: density(v) * mp.ncdf(t * mp.sqrt(v / df) - delta), edges)


def row(name, args, value, exact, forward=False):
    """`exact` is the value itself, or for a quantile the probability it must undo to."""
    value = float(value)
    scale = abs(exact)
    good = value == value and abs(value) != float("inf") and abs(mp.mpf(value) - exact) <= mp.mpf("1e-11") * scale + mp.mpf("1e-300")
    (kept if good else refused).setdefault(name, []).append([*args, value])


def quantile(name, args, value, p, cdf, sf):
    """A quantile is right where one relative step of 1e-11 to either side brackets the probability, in the nearer tail."""
    value = float(value)
    low, high = sorted((mp.mpf(value) * (1 - mp.mpf("1e-11")), mp.mpf(value) * (1 + mp.mpf("1e-11"))))
    good = cdf(low) <= p <= cdf(high) if p <= 0.5 else sf(high) <= 1 - mp.mpf(p) <= sf(low)
    (kept if good else refused).setdefault(name, []).append([*args, value])


for z in [-37, -25, -12, -6, -3.3, -1.96, -0.7, -1e-8, 0, 1e-8, 0.2, 1.5, 4, 8]:
    row("normalCdf", [z], stats.norm.cdf(z), mp.ncdf(mp.mpf(z)))
for p in TAILS:
    quantile("normalQuantile", [p], stats.norm.ppf(p), p, mp.ncdf, lambda x: mp.ncdf(-x))
for df, t in itertools.product([1, 1.37, 2, 3.5, 8.569, 30, 118.3, 2788], [-40, -6, -1.7, 0, 1e-6, 0.3, 1.96, 3.1, 12, 80]):
    row("studentUpper", [t, df], stats.t.sf(t, df), t_sf(t, df))
for df, p in itertools.product([1, 1.37, 3.5, 8.569, 30, 118.3, 2788], TAILS):
    if p != 0.5:
        quantile("studentQuantile", [p, df], stats.t.ppf(p, df), p, lambda x: t_cdf(x, df), lambda x: t_sf(x, df))
for df, x in itertools.product([1, 2, 3, 4, 7.5, 20, 100, 1000], [1e-6, 0.05, 0.9, 3.84, 12, 40, 130, 600, 1300]):
    row("chiSquaredUpper", [x, df], stats.chi2.sf(x, df), gamma_q(mp.mpf(df) / 2, mp.mpf(x) / 2))
    row("lowerGamma", [df / 2, x / 2], special.gammainc(df / 2, x / 2), gamma_p(mp.mpf(df) / 2, mp.mpf(x) / 2))
for df, p in itertools.product([1, 2, 3, 4, 7.5, 20, 100, 1000], TAILS):
    half = mp.mpf(df) / 2
    quantile("chiSquaredQuantile", [p, df], stats.chi2.ppf(p, df), p, lambda x: gamma_p(half, x / 2), lambda x: gamma_q(half, x / 2))
for a, b, x in itertools.product([0.5, 1, 3.3, 20, 400], [0.5, 2, 9, 150], [1e-8, 0.004, 0.1, 0.5, 0.77, 0.96, 0.9999]):
    row("incompleteBeta", [a, b, x], special.betainc(a, b, x), beta(a, b, x))
for a, b, p in itertools.product([0.5, 1, 3.3, 20, 400], [0.5, 2, 9, 150], [1e-6, 0.025, 0.5, 0.9, 0.975]):
    quantile("betaQuantile", [p, a, b], stats.beta.ppf(p, a, b), p, lambda x: beta(a, b, x), lambda x: 1 - beta(a, b, x))
for df, delta, t in itertools.product([3, 8.569, 18, 98, 372], [-2.5, -0.4, 0, 0.7, 1.9, 2.802, 4.4, 9], [-2.1, -0.5, 0, 0.8, 1.66, 1.984, 3.2, 7]):
    value = stats.nct.cdf(t, df, delta) if delta else stats.t.cdf(t, df)
    row("noncentralTCdf", [t, df, delta], value, nct_cdf(t, df, delta))
for name in sorted({*kept, *refused}):
    print(name, len(kept.get(name, [])), "kept", len(refused.get(name, [])), "refused", refused.get(name, [])[:3])
out = {"made_by": f"test/golden/stats/grid.py with SciPy {scipy.__version__}, checked by mpmath {mp.__version__}", "grid": kept}
Path(__file__).with_name("grid.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
