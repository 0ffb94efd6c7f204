// Owns the SciPy yardstick of resampling.ts: percentile bootstrap of Δ and d together, permutation of Welch's t; vectorised, in batches.

/** Reads the unit means as JSON from its input and writes wall and processor seconds, peak bytes and the results. */
export const SCIPY = `
import json, resource, sys, time
import numpy as np
from scipy import stats
given = json.load(sys.stdin)
a, b = np.array(given["negative"]), np.array(given["positive"])

def both(x, y, axis=-1):
    n, m = x.shape[axis], y.shape[axis]
    delta = x.mean(axis=axis) - y.mean(axis=axis)
    spread = ((n - 1) * x.var(axis=axis, ddof=1) + (m - 1) * y.var(axis=axis, ddof=1)) / (n + m - 2)
    return np.stack([delta, delta / np.sqrt(spread)])

def welch(x, y, axis=-1):
    n, m = x.shape[axis], y.shape[axis]
    return (x.mean(axis=axis) - y.mean(axis=axis)) / np.sqrt(x.var(axis=axis, ddof=1) / n + y.var(axis=axis, ddof=1) / m)

wall, cpu = time.perf_counter(), time.process_time()
boot = stats.bootstrap((a, b), both, n_resamples=given["bootstraps"], batch=500, method="percentile", vectorized=True)
test = stats.permutation_test((a, b), welch, permutation_type="independent", n_resamples=given["permutations"], batch=500, vectorized=True)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
low = boot.confidence_interval.low
print(json.dumps({"seconds": wall, "cpu": cpu, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "deltaLow": float(low[0]), "dLow": float(low[1]), "p": float(test.pvalue)}))
`;
