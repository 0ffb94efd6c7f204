// Owns bias and Δ corrected by people's labels (E35), corrected shares (E36) and the judge's error (E38) of one run. Refuses the formulas
// of the estimators (correctedContrast.ts, corrections.ts) and drawing.
import type { BiasCorrection, LabelledContrast, RatedTurn, SharesByPeople } from "./agreementShape.ts";
import { judgeAt, peopleAt } from "./agreementTables.ts";
import type { Contrast } from "./contrast.ts";
import { correctedBias, type DrawnTurn } from "./correctedContrast.ts";
import { correctedShares } from "./corrections.ts";
import { known, missing } from "./estimate.ts";
import type { Estimate, LabelScheme } from "./labelledProbe.ts";
import { rangedAll, type Resampling } from "./ranged.ts";
import type { Steps } from "./steps.ts";
import { customersRepeat } from "./units.ts";

const BRANCHES = ["real", "simulated"] as const;
const OUTCOMES = ["negative", "positive"] as const;

/** `not-enough-labels` where a branch × stratum has fewer than two labelled turns. Turns without a valid label of the judge are in no bias (E2). */
export function* biasCorrection(turns: readonly RatedTurn[], scheme: LabelScheme, setting: Resampling): Steps<Estimate<BiasCorrection>> {
  const stages = scheme.stages.map(({ name }) => name);
  const usable = turns.flatMap((turn): readonly Used[] => {
    const outcome = turn.outcome;
    if (outcome === "unknown") return [];
    if (!turn.judge) return [{ turn, outcome, judge: 0, human: undefined, structural: true }];
    const judge = judgeAt(turn, "stage", stages);
    const people = peopleAt(turn, "stage", stages);
    const human = people.length === 0 ? undefined : people.reduce((sum, depth) => sum + depth, 0) / people.length;
    return judge === stages.length ? [] : [{ turn, outcome, judge, human, structural: false }];
  });
  const byCustomer = customersRepeat(usable.map(({ turn }) => turn));
  const drawn = usable.map((used) => drawnTurn(used, byCustomer));
  const corrected = correctedBias(drawn);
  if (!corrected.ok) return corrected;
  const { judgeOnly, headline, tuned, humanOnly } = corrected.value;
  const errors = yield* judgeErrors(usable, setting);
  const shares: SharesByPeople[] = [];
  for (const branch of BRANCHES) for (const outcome of OUTCOMES) shares.push(yield* sharesOf(usable, branch, outcome, stages, setting));
  return {
    ok: true,
    value: {
      judge: contrastOf(judgeOnly),
      people: contrastOf(humanOnly.contrast, humanOnly.interval),
      corrected: contrastOf(headline.contrast, headline.interval),
      tuned: { ...contrastOf(tuned.contrast, tuned.interval), lambda: tuned.lambda },
      labels: usable.filter(({ human, structural }) => !structural && human !== undefined).length,
      probes: new Set(usable.map(({ turn }) => `${turn.conversation}\n${turn.position}`)).size,
      ...errors,
      shares,
    },
  };
}

interface Used {
  readonly turn: RatedTurn;
  readonly outcome: "negative" | "positive";
  readonly judge: number;
  readonly human: number | undefined;
  /** Leave and silence: depth 0 by what they are, for judge and people alike. */
  readonly structural: boolean;
}

function drawnTurn({ turn, outcome, judge, human, structural }: Used, byCustomer: boolean): DrawnTurn {
  const { conversation, customer, position, branch, inclusion } = turn;
  return {
    conversation,
    ...(byCustomer && customer !== undefined ? { customer } : {}),
    outcome,
    position,
    branch,
    judge,
    human,
    inclusion,
    ...(structural ? { settled: true } : {}),
  };
}

function contrastOf({ delta, welch, negative, positive }: Contrast, interval: Estimate<readonly [number, number]> = welch.ok ? { ok: true, value: welch.value.interval } : welch): LabelledContrast {
  return {
    delta,
    se: welch.ok ? known(welch.value.se) : welch,
    interval,
    means: { negative: negative.n === 0 ? missing("negative-stratum-empty") : known(negative.mean), positive: positive.n === 0 ? missing("positive-stratum-empty") : known(positive.mean) },
  };
}

/** E38 by branch and stratum, and the part of Δ they make. */
function* judgeErrors(usable: readonly Used[], setting: Resampling): Steps<Pick<BiasCorrection, "judgeError" | "madeByJudge">> {
  const cells = BRANCHES.flatMap((branch) => OUTCOMES.map((outcome) => ({ branch, outcome })));
  const labelled = usable.filter(({ human, structural }) => human !== undefined && !structural);
  const rows = new Map<string, number[]>();
  for (const { turn, outcome, judge, human = 0 } of labelled) {
    const row = rows.get(turn.conversation) ?? new Array<number>(2 * cells.length).fill(0);
    rows.set(turn.conversation, row);
    const cell = cells.findIndex((each) => each.branch === turn.branch && each.outcome === outcome);
    row[2 * cell] = (row[2 * cell] ?? 0) + (judge - human) / turn.inclusion;
    row[2 * cell + 1] = (row[2 * cell + 1] ?? 0) + 1 / turn.inclusion;
  }
  const statistics = (sums: readonly number[]): readonly Estimate<number>[] => {
    const errors = cells.map((_, cell) => ((sums[2 * cell + 1] ?? 0) === 0 ? missing("not-enough-labels") : known((sums[2 * cell] ?? 0) / (sums[2 * cell + 1] ?? 0))));
    const [realNegative, realPositive, simulatedNegative, simulatedPositive] = errors;
    const all = realNegative?.ok && realPositive?.ok && simulatedNegative?.ok && simulatedPositive?.ok;
    return [...errors, all ? known(simulatedNegative.value - realNegative.value - (simulatedPositive.value - realPositive.value)) : missing("not-enough-labels")];
  };
  const values = yield* rangedAll([...rows.values()], 2 * cells.length, statistics, setting, "judge error");
  return {
    judgeError: cells.map((cell, i) => ({ ...cell, error: values[i] ?? missing("not-enough-labels"), turns: labelled.filter(({ turn, outcome }) => turn.branch === cell.branch && outcome === cell.outcome).length })),
    madeByJudge: values.at(-1) ?? missing("not-enough-labels"),
  };
}

/** E36 of one branch and stratum. A turn of several people counts for the label most gave, the shallower of two. */
function* sharesOf(usable: readonly Used[], branch: "real" | "simulated", outcome: "negative" | "positive", stages: readonly string[], setting: Resampling): Steps<SharesByPeople> {
  const own = usable.filter((used) => used.turn.branch === branch && used.outcome === outcome && !used.structural);
  const checked = own.map(({ turn, judge }) => ({ conversation: turn.conversation, judge, human: mostGiven(peopleAt(turn, "stage", stages)), inclusion: turn.inclusion }));
  const k = stages.length;
  const rows = new Map<string, number[]>();
  for (const { conversation, judge, human, inclusion } of checked) {
    const row = rows.get(conversation) ?? new Array<number>(k + k * k).fill(0);
    rows.set(conversation, row);
    row[judge] = (row[judge] ?? 0) + 1;
    if (human !== undefined) row[k + judge * k + human] = (row[k + judge * k + human] ?? 0) + 1 / inclusion;
  }
  const people = correctedShares(checked, k);
  const judge = stages.map((_, stage) => (own.length === 0 ? 0 : own.filter((used) => used.judge === stage).length / own.length));
  if (!people.ok) return { branch, outcome, judge, people };
  const intervals = yield* rangedAll([...rows.values()], k + k * k, (sums) => sharesOfSums(sums, k), setting, `shares ${branch} ${outcome}`);
  return { branch, outcome, judge, people, intervals };
}

/** {@link correctedShares} from sums: how often each judge class, then the table judge × people. */
function sharesOfSums(sums: readonly number[], k: number): readonly Estimate<number>[] {
  const total = sums.slice(0, k).reduce((sum, n) => sum + n, 0);
  const shares = new Array<number>(k).fill(0);
  for (let judge = 0; judge < k; judge++) {
    const n = sums[judge] ?? 0;
    const row = sums.slice(k + judge * k, k + judge * k + k);
    const weight = row.reduce((sum, cell) => sum + cell, 0);
    if (n === 0) continue;
    if (weight === 0) return Array.from({ length: k }, () => missing("empty-judge-class"));
    row.forEach((cell, human) => (shares[human] = (shares[human] ?? 0) + ((n / total) * cell) / weight));
  }
  return shares.map(known);
}

function mostGiven(places: readonly number[]): number | undefined {
  let best: number | undefined;
  const times = (place: number): number => places.filter((each) => each === place).length;
  for (const place of [...new Set(places)].sort((a, b) => a - b)) if (best === undefined || times(place) > times(best)) best = place;
  return best;
}
