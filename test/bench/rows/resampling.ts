// Bootstraps of Δ and d and permutations of outcomes over 2,790 conversations, as the report makes them; beside plain loops over turns, and SciPy.
import { spawnSync } from "node:child_process";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { bootstrapMeans, percentileInterval, perDraw } from "../../../src/core/stats/bootstrap.ts";
import { valuesOf } from "../../../src/core/stats/contrastRow.ts";
import { permutationTest } from "../../../src/core/stats/permutation.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { depthMeasure, depthProbes, strataOf, unitValues } from "../../../src/core/stats/units.ts";
import { schemeOf } from "../../../src/study/reportOf.ts";
import { labelledProbes } from "../data/labelled.ts";
import { timeLine } from "../lines.ts";
import { measured } from "../measure.ts";
import type { Absent, Row, Sample } from "../row.ts";
import { SCIPY } from "./scipy.ts";

const UNITS = 2_790;
const SCHEME = schemeOf(CODEBOOK_V1.en);

interface Draws {
  readonly bootstraps: number;
  readonly permutations: number;
}

export const resampling: Row = {
  name: "resampling",
  rounds: 3,
  parts: {
    ours: (context) => ours(drawsOf(context)),
    plain: (context) => plain(drawsOf(context)),
    scipy: async (context) => scipy(drawsOf(context)),
    report: ({ small }) => {
      const probes = labelledProbes(UNITS);
      const options = { seed: 1, look: false, invented: false, ...(small ? { bootstrapDraws: 1_000, permutationDraws: 2_000 } : {}) };
      return measured(() => statsReport(probes, SCHEME, options), (report) => ({ delta: report.headline.delta.ok ? report.headline.delta.value : Number.NaN }));
    },
  },
  lines: (parts, context) => {
    const { bootstraps, permutations } = drawsOf(context);
    const work = `${bootstraps} bootstraps of Δ and d, ${permutations} permutations, ${UNITS} units`;
    return [
      timeLine(work, parts, "ours", "SciPy", "scipy", 0.5),
      timeLine("", parts, "ours", "plain typed-array loop over turns", "plain"),
      timeLine("the whole report of that run", parts, "report", "these draws alone", "ours"),
    ];
  },
};

function drawsOf({ small }: { readonly small: boolean }): Draws {
  return small ? { bootstraps: 1_000, permutations: 2_000 } : { bootstraps: 10_000, permutations: 20_000 };
}

function ours({ bootstraps, permutations }: Draws): Promise<Sample> {
  const probes = labelledProbes(UNITS);
  return measured(() => {
    const strata = strataOf(unitValues(depthProbes(probes, SCHEME, "all"), depthMeasure, "conversation"));
    const values = valuesOf(strata, ({ bias }) => bias);
    const { negative, positive } = values;
    const [n, m] = [negative.length, positive.length];
    const squares = (of: Float64Array): Float64Array => of.map((value) => value * value);
    const means = runToEnd(bootstrapMeans({ negative: [negative, squares(negative)], positive: [positive, squares(positive)] }, bootstraps, 1));
    const delta = percentileInterval(perDraw(means, (a, b) => a(0) - b(0)));
    const d = percentileInterval(perDraw(means, (a, b) => (a(0) - b(0)) / Math.sqrt((n * (a(1) - a(0) ** 2) + m * (b(1) - b(0) ** 2)) / (n + m - 2))));
    const test = runToEnd(permutationTest(values, permutations, 1));
    return { deltaLow: delta.ok ? delta.value[0] : Number.NaN, dLow: d.ok ? d.value[0] : Number.NaN, p: test.ok && test.value.studentised.ok ? test.value.studentised.value.twoSided : Number.NaN };
  }, (result) => result);
}

/** The same draws as anybody would write them: for each draw every turn of every drawn conversation is looked at again. */
function plain({ bootstraps, permutations }: Draws): Promise<Sample> {
  const { offsets, biases, negative } = turnsOf();
  const sides = [0, 1].map((side) => Int32Array.from(offsets.slice(0, -1).keys()).filter((unit) => negative[unit] === 1 - side));
  return measured(() => {
    const meanOf = (unit: number): number => {
      const [from, to] = [offsets[unit] ?? 0, offsets[unit + 1] ?? 0];
      let sum = 0;
      for (let turn = from; turn < to; turn++) sum += biases[turn] ?? 0;
      return sum / (to - from);
    };
    const draws = { delta: new Float64Array(bootstraps), d: new Float64Array(bootstraps) };
    for (let draw = 0; draw < bootstraps; draw++) {
      const [a, b] = sides.map((units) => {
        let [sum, squares] = [0, 0];
        for (let left = units.length; left > 0; left--) {
          const value = meanOf(units[Math.floor(Math.random() * units.length)] ?? 0);
          sum += value;
          squares += value * value;
        }
        return { n: units.length, mean: sum / units.length, spread: squares - (sum * sum) / units.length };
      });
      if (!a || !b) continue;
      draws.delta[draw] = a.mean - b.mean;
      draws.d[draw] = (a.mean - b.mean) / Math.sqrt((a.spread + b.spread) / (a.n + b.n - 2));
    }
    draws.delta.sort();
    draws.d.sort();
    const labels = negative.slice();
    const statistic = (): number => {
      let [n, sumN, squaresN, sumP, squaresP] = [0, 0, 0, 0, 0];
      for (let unit = 0; unit < labels.length; unit++) {
        const value = meanOf(unit);
        if (labels[unit] === 1) {
          n++;
          sumN += value;
          squaresN += value * value;
        } else {
          sumP += value;
          squaresP += value * value;
        }
      }
      const m = labels.length - n;
      const v = (squaresN - (sumN * sumN) / n) / (n - 1) / n;
      const w = (squaresP - (sumP * sumP) / m) / (m - 1) / m;
      return Math.abs(sumN / n - sumP / m) / Math.sqrt(v + w);
    };
    const observed = statistic();
    let beyond = 0;
    for (let round = 0; round < permutations; round++) {
      for (let i = labels.length - 1; i > 0; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        const held = labels[i] ?? 0;
        labels[i] = labels[j] ?? 0;
        labels[j] = held;
      }
      if (statistic() >= observed - 1e-9) beyond++;
    }
    const low = Math.floor(0.025 * bootstraps);
    return { deltaLow: draws.delta[low] ?? Number.NaN, dLow: draws.d[low] ?? Number.NaN, p: (1 + beyond) / (1 + permutations) };
  }, (result) => result);
}

function scipy({ bootstraps, permutations }: Draws): Sample | Absent {
  const { offsets, biases, negative } = turnsOf();
  const means = Array.from(negative, (_, unit) => {
    const own = biases.subarray(offsets[unit], offsets[unit + 1]);
    return own.reduce((sum, bias) => sum + bias, 0) / own.length;
  });
  const side = (label: number): readonly number[] => means.filter((_, unit) => negative[unit] === label);
  const input = JSON.stringify({ negative: side(1), positive: side(0), bootstraps, permutations });
  const done = spawnSync("python3", ["-c", SCIPY], { input, encoding: "utf8", maxBuffer: 1 << 24 });
  if (done.error || done.status !== 0) return { absent: done.error ? "python3 is not there" : "SciPy is not there" };
  const { seconds: wall, cpu, peak, ...numbers } = JSON.parse(done.stdout) as Record<"seconds" | "cpu" | "peak", number> & Record<string, number>;
  return { seconds: wall, cpu, rssGrowth: 0, rssPeak: peak, numbers };
}

/** Biases of all turns, conversation after conversation, and which conversations are negative. */
function turnsOf(): { readonly offsets: Int32Array; readonly biases: Float64Array; readonly negative: Uint8Array } {
  const depths = depthProbes(labelledProbes(UNITS), SCHEME, "all");
  const offsets: number[] = [];
  const negative: number[] = [];
  let before: string | undefined;
  for (const [at, { source }] of depths.entries()) {
    if (source.conversation === before) continue;
    before = source.conversation;
    offsets.push(at);
    negative.push(source.outcome === "negative" ? 1 : 0);
  }
  return { offsets: Int32Array.from([...offsets, depths.length]), biases: Float64Array.from(depths, (probe) => depthMeasure(probe)?.bias ?? 0), negative: Uint8Array.from(negative) };
}
