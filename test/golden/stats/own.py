# Makes own.json: invented probes and what SciPy, exact fractions or full enumeration say of them.
# Written apart from the TypeScript: gaps by solving Fieller's quadratic, shares by fractions, p by enumeration.
# Run with Python 3 and SciPy >= 1.11: python3 test/golden/stats/own.py
import itertools, json, math, random
from collections import defaultdict
from fractions import Fraction as F
from pathlib import Path
import numpy as np
from scipy import optimize, special, stats
from scipy.spatial.distance import jensenshannon

Z = 1.959963984540054
rng = random.Random(20251)
ACTS = ["ask", "pitch", "push-close"]


def conversations():
    rows = []
    for i in range(46):
        outcome = "unknown" if i in (13, 30) else ("negative" if i % 9 < 5 else "positive")
        customer = f"u{i % 37}" if i % 4 else None
        lift = 0 if outcome == "negative" else 1
        for position in rng.sample([30, 60, 90], rng.choice([1, 2, 3, 3])):
            real = "x" if rng.random() < 0.04 else max(0, min(4, round(rng.gauss(1.2 + lift * 0.9, 1.1))))
            samples = []
            for _ in range(rng.choice([1, 2, 3])):
                dice = rng.random()
                samples.append("l" if dice < 0.05 else "s" if dice < 0.09 else "x" if dice < 0.14 else max(0, min(4, round(rng.gauss(1.9 + lift * 0.4, 1)))))
            rows.append([f"c{i:02d}", customer, outcome, position, rng.choice(ACTS), real, samples])
    return sorted(rows)


def usable(rows, kind):
    for conversation, customer, outcome, position, act, real, samples in rows:
        depths = [0 if s in ("l", "s") else s for s in samples if s != "x" and (kind == "all" or s not in ("l", "s"))]
        if real != "x" and depths:
            yield conversation, customer, outcome, position, act, real, depths


def units(rows, kind, unit, value):
    byConversation = defaultdict(list)
    for row in usable(rows, kind):
        v = value(row[5], row[6], row)
        if v is not None:
            byConversation[(row[2], row[1], row[0])].append(v)
    means = {key: tuple(sum(c) / F(len(vs)) for c in zip(*vs)) for key, vs in byConversation.items()}
    grouped = defaultdict(list)
    for (outcome, customer, conversation), m in means.items():
        grouped[(outcome, ("u", customer) if unit == "customer" and customer else ("c", conversation))].append(m)
    result = {"negative": {}, "positive": {}, "unknown": {}}
    for (outcome, key), ms in sorted(grouped.items()):
        result[outcome][key] = tuple(sum(c) / F(len(ms)) for c in zip(*ms))
    return result


def depth(real, samples, _row=None):
    s = F(sum(samples), len(samples))
    return F(real), s, s - real


def at_least(j):
    def f(real, samples, _row=None):
        s = F(sum(1 for x in samples if x >= j), len(samples))
        r = F(1 if real >= j else 0)
        return r, s, s - r
    return f


def is_stage(k):
    def f(real, samples, _row=None):
        s = F(sum(1 for x in samples if x == k), len(samples))
        r = F(1 if real == k else 0)
        return r, s, s - r
    return f


def sign(real, samples, _row=None):
    v = F(sum((x > real) - (x < real) for x in samples), len(samples))
    return v, v, v


def contrast(neg, pos):
    a, b = np.array(neg, float), np.array(pos, float)
    n, m = len(a), len(b)
    t = stats.ttest_ind(a, b, equal_var=False)
    ci = t.confidence_interval(0.95)
    sp = math.sqrt(((n - 1) * a.var(ddof=1) + (m - 1) * b.var(ddof=1)) / (n + m - 2))
    d = (a.mean() - b.mean()) / sp
    nu = n + m - 2
    half = Z * math.sqrt(1 / n + 1 / m + d * d / (2 * (n + m)))
    return {
        "n_negative": n, "n_positive": m, "mean_negative": a.mean(), "mean_positive": b.mean(),
        "sd_negative": a.std(ddof=1), "sd_positive": b.std(ddof=1), "delta": a.mean() - b.mean(), "pooled_sd": sp, "cohens_d": d,
        "hedges_g_exact": d * math.exp(special.gammaln(nu / 2) - math.log(nu / 2) / 2 - special.gammaln((nu - 1) / 2)),
        "glass_by_positive_sd": (a.mean() - b.mean()) / b.std(ddof=1), "glass_by_negative_sd": (a.mean() - b.mean()) / a.std(ddof=1),
        "d_ci95": [d - half, d + half], "welch_t": t.statistic, "welch_df": t.df, "welch_p_two_sided": t.pvalue, "welch_ci95": [ci.low, ci.high],
        "welch_p_one_sided": stats.ttest_ind(a, b, equal_var=False, alternative="greater").pvalue,
    }


def separation(u):
    cols = {s: np.array([[float(x) for x in v] for v in u[s].values()]) for s in ("negative", "positive")}
    gr = cols["positive"][:, 0].mean() - cols["negative"][:, 0].mean()
    gs = cols["positive"][:, 1].mean() - cols["negative"][:, 1].mean()
    cov = sum(np.cov(c[:, 0], c[:, 1], ddof=1) / len(c) for c in cols.values())
    # (G_S - rho G_R)^2 = z^2 (v_S - 2 rho c + rho^2 v_R)
    roots = np.roots([gr**2 - Z**2 * cov[0, 0], -2 * (gr * gs - Z**2 * cov[0, 1]), gs**2 - Z**2 * cov[1, 1]])
    return {"real_gap": gr, "simulated_gap": gs, "kept": gs / gr, "kept_ci95": sorted(roots.real), "g": Z**2 * cov[0, 0] / gr**2}


def enumerated(neg, pos):
    values = list(neg) + list(pos)
    n = len(neg)
    def both(chosen):
        a = [values[i] for i in chosen]
        b = [values[i] for i in range(len(values)) if i not in chosen]
        delta = sum(a) / F(len(a)) - sum(b) / F(len(b))
        va, vb = (sum((x - sum(g) / F(len(g))) ** 2 for x in g) / F(len(g) - 1) / len(g) for g in (a, b))
        t = float(delta) / math.sqrt(va + vb) if va + vb else (0.0 if delta == 0 else math.copysign(math.inf, delta))
        return delta, t
    observed = both(tuple(range(n)))
    counts = [0, 0, 0, 0]
    total = 0
    for chosen in itertools.combinations(range(len(values)), n):
        delta, t = both(set(chosen))
        total += 1
        counts[0] += delta >= observed[0]
        counts[1] += abs(delta) >= abs(observed[0])
        counts[2] += t >= observed[1] - 1e-9
        counts[3] += abs(t) >= abs(observed[1]) - 1e-9
    return {"arrangements": total, "raw": [c / total for c in counts[:2]], "studentised": [c / total for c in counts[2:]]}


def flips(values):
    observed = abs(sum(values))
    signs = list(itertools.product((1, -1), repeat=len(values)))
    return sum(abs(sum(s * v for s, v in zip(sg, values))) >= observed for sg in signs) / len(signs)


def resampled_means(values):
    """Exact distribution of the mean of len(values) draws: sums by convolution over fractions."""
    law = {F(0): F(1)}
    for _ in values:
        nxt = defaultdict(F)
        for total, p in law.items():
            for v in values:
                nxt[total + v] += p / len(values)
        law = nxt
    return {total / len(values): p for total, p in law.items()}


def ideal_bootstrap(neg, pos, draws=10_000):
    """Quantiles of the ideal distribution, with the band in which a run with so many draws ends at 4 sigma."""
    law = defaultdict(F)
    for a, p in resampled_means(neg).items():
        for b, q in resampled_means(pos).items():
            law[a - b] += p * q
    points = sorted(law)
    cumulated = list(itertools.accumulate(float(law[x]) for x in points))
    def at(level):
        return float(next((x for x, c in zip(points, cumulated) if c >= level - 1e-12), points[-1]))
    def band(level):
        half = 4 * math.sqrt(level * (1 - level) / draws)
        return [at(max(0, level - half)), at(min(1, level + half))]
    observed = sum(neg) / F(len(neg)) - sum(pos) / F(len(pos))
    below = sum(float(law[x]) for x in points if x < observed) + float(law.get(observed, 0)) / 2
    z0 = stats.norm.ppf(below)
    ma, mb = sum(neg) / F(len(neg)), sum(pos) / F(len(pos))
    us = [float((x - ma) / len(neg)) for x in neg] + [float(-(x - mb) / len(pos)) for x in pos]
    a = sum(u**3 for u in us) / (6 * sum(u * u for u in us) ** 1.5)
    levels = [float(stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))) for z in (-Z, Z)]
    return {"percentile_bands": [band(0.025), band(0.975)], "acceleration": a, "z0": z0, "bca_bands": [band(l) for l in levels]}


def shares(rows, kind, outcome, k, branch):
    clusters = defaultdict(lambda: [F(0), 0])
    for row in usable(rows, kind):
        if row[2] != outcome:
            continue
        clusters[row[0]][0] += is_stage(k)(row[5], row[6])[branch]
        clusters[row[0]][1] += 1
    n, total = len(clusters), sum(c[1] for c in clusters.values())
    p = sum(c[0] for c in clusters.values()) / total
    v = F(n, n - 1) * sum((x - p * c) ** 2 for x, c in clusters.values()) / F(total) ** 2
    effective = float(n) if v == 0 else min(float(total), float(p * (1 - p) / v))
    p = float(p)
    # Wilson: the two q with (p - q)^2 = z^2 q (1 - q) / n
    ends = sorted(np.roots([1 + Z**2 / effective, -(2 * p + Z**2 / effective), p * p]).real)
    return {"pooled": p, "cluster_variance": float(v), "n_effective": effective, "pooled_ci95": ends}


def table(rows, kind):
    confusion = [[F(0)] * 5 for _ in range(5)]
    clusters = defaultdict(lambda: np.zeros((2, 5)))
    for row in usable(rows, kind):
        if row[2] == "unknown":
            continue
        real, samples = row[5], row[6]
        clusters[row[0]][0, real] += 1
        for s in samples:
            confusion[real][s] += F(1, len(samples))
            clusters[row[0]][1, s] += 1 / len(samples)
    d = np.array([c[1] - c[0] for _, c in sorted(clusters.items())])
    total = d.sum(axis=0)
    matrix = d.T @ d
    w = float(total[:4] @ np.linalg.solve(matrix[:4, :4], total[:4]))
    weights = sum(clusters.values())
    p, q = (weights[0] / weights[0].sum(), weights[1] / weights[1].sum())
    count = sum(sum(r) for r in confusion)
    return {
        "confusion": [[float(x) for x in r] for r in confusion], "exact_agreement": float(sum(confusion[i][i] for i in range(5)) / count),
        "W": w, "W_p": stats.chi2.sf(w, 4), "tvd": float(abs(p - q).sum() / 2), "jsd": float(jensenshannon(p, q, base=2) ** 2),
        "wasserstein": float(stats.wasserstein_distance(range(5), range(5), p, q)),
        "resisting_z2": float(total[0] ** 2 / (d[:, 0] ** 2).sum()), "resisting_p": float(stats.chi2.sf(total[0] ** 2 / (d[:, 0] ** 2).sum(), 1)),
    }


def bounds(rows, kind, low):
    filled = []
    for c, u, outcome, position, act, real, samples in rows:
        worst = 0 if (outcome == "negative") == low else 4
        filled.append([c, u, outcome, position, act, 4 - worst if real == "x" else real, [worst if s == "x" else s for s in samples]])
    u = units(filled, kind, "conversation", depth)
    mean = lambda side: float(sum(v[2] for v in u[side].values()) / len(u[side]))
    return mean("negative") - mean("positive")


def power(n, m, sides):
    df, unit = n + m - 2, math.sqrt(1 / n + 1 / m)
    t = stats.t.ppf(1 - 0.05 / sides, df)
    # the lower tail is 1e-9 and less at the root; SciPy gives NaN further out
    f = lambda d: stats.nct.sf(t, df, d / unit) + (np.nan_to_num(stats.nct.cdf(-t, df, d / unit)) if sides == 2 else 0) - 0.8
    return optimize.brentq(f, unit, 5 * unit, xtol=1e-14)


def floats(x):
    if isinstance(x, dict):
        return {k: floats(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [floats(v) for v in x]
    return float(x) if isinstance(x, (F, np.floating)) else x


rows = conversations()
blocks = {}
for kind in ("all", "replies"):
    blocks[kind] = {"table": table(rows, kind), "invalid_bounds": [bounds(rows, kind, True), bounds(rows, kind, False)]}
    blocks[kind]["shares"] = {o: {b: [shares(rows, kind, o, k, i) for k in range(5)] for i, b in enumerate(("real", "simulated"))} for o in ("negative", "positive")}
    for unit in ("conversation", "customer"):
        of = lambda value: units(rows, kind, unit, value)
        sides = lambda u: ([v[2] for v in u["negative"].values()], [v[2] for v in u["positive"].values()])
        at = {p: of(lambda r, s, row, p=p: depth(r, s) if row[3] == p else None) for p in (30, 60, 90)}
        blocks[kind][unit] = {
            "contrast": contrast(*sides(of(depth))), "separation": separation(of(depth)), "linked": len(set(of(depth)["negative"]) & set(of(depth)["positive"])),
            "thresholds": [contrast(*sides(of(at_least(j)))) for j in (1, 2, 3, 4)], "sign": contrast(*sides(of(sign))),
            "positions": {p: contrast(*sides(u)) for p, u in at.items()},
            "standardised": sum(contrast(*sides(u))["delta"] for u in at.values()) / 3,
            "acts": {a: contrast(*sides(of(lambda r, s, row, a=a: depth(r, s) if row[4] == a else None))) for a in ACTS},
            "averaged_shares": {o: [[sum(v[b] for v in of(is_stage(k))[o].values()) / len(of(is_stage(k))[o]) for k in range(5)] for b in (0, 1)] for o in ("negative", "positive")},
        }

tiny = {"negative": [F(3, 2), F(2), F(1, 3), F(-1), F(5, 2)], "positive": [F(0), F(1, 2), F(-2, 3), F(1)]}
seven = {"negative": [F(n, 4) for n in (9, 1, 4, -3, 6, 2)], "positive": [F(n, 4) for n in (-2, 3, 0, 1, -5, 2, 4)]}
ps = [0.0004, 0.9, None, 0.012, 0.03, 0.03, 0.6]
counted = [p for p in ps if p is not None]
order = sorted(range(len(counted)), key=counted.__getitem__)
holm, running = [0.0] * len(counted), 0.0
for rank, i in enumerate(order):
    running = max(running, min(1.0, counted[i] * (len(counted) - rank)))
    holm[i] = running
tables = [[[8, 2], [1, 5]], [[40, 22], [31, 50]], [[3, 0], [2, 9]], [[120, 14], [33, 61]]]
out = {
    "made_by": "test/golden/stats/own.py with SciPy " + __import__("scipy").__version__,
    "rows": rows, "blocks": blocks,
    "permutation": {**seven, **enumerated(seven["negative"], seven["positive"]), "flips_negative": flips(seven["negative"])},
    "bootstrap": {**tiny, **ideal_bootstrap(tiny["negative"], tiny["positive"])},
    "tost": {str(m): max(stats.ttest_ind(np.array(seven["negative"], float) + m, np.array(seven["positive"], float), equal_var=False, alternative="greater").pvalue,
                         stats.ttest_ind(np.array(seven["negative"], float) - m, np.array(seven["positive"], float), equal_var=False, alternative="less").pvalue) for m in (0.15, 1.0, 2.0)},
    "multiplicity": {"p": ps, "holm": holm, "bh": list(stats.false_discovery_control(counted))},
    "fisher": [{"table": t, "odds_ratio": (t[0][0] * t[1][1] / (t[0][1] * t[1][0]) if t[0][1] * t[1][0] else None), "p": stats.fisher_exact(t).pvalue} for t in tables],
    "mcnemar": [{"table": t, "p": stats.binomtest(t[0][1], t[0][1] + t[1][0]).pvalue} for t in tables],
    "proportions": [{"k": k, "n": n, "wilson": list(stats.binomtest(k, n).proportion_ci(method="wilson")), "exact": list(stats.binomtest(k, n).proportion_ci(method="exact"))} for k, n in ((0, 8), (3, 11), (20, 20), (37, 90))],
    "power": [{"n": n, "m": m, "sides": s, "d": power(n, m, s)} for n, m, s in ((12, 30, 2), (55, 41, 1), (200, 110, 2))],
}
Path(__file__).with_name("own.json").write_text(json.dumps(floats(out), separators=(",", ":")) + "\n")
