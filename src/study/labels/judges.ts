// Owns a second judge over the same turns: how far two runs' labels agree, and Δ side by side. Refuses making the second run (study/again.ts).
import { labelOf } from "../../core/journal/labels.ts";
import { Failure } from "../../core/messages/failure.ts";
import { probeKey } from "../../core/probe/probe.ts";
import { agreementReport, type AgreementOptions } from "../../core/stats/agreementReport.ts";
import type { AgreementGroup, AgreementReport, LabelledContrast, RatedTurn } from "../../core/stats/agreementShape.ts";
import { contrast, summary } from "../../core/stats/contrast.ts";
import { known, missing } from "../../core/stats/estimate.ts";
import type { LabelledProbe } from "../../core/stats/labelledProbe.ts";
import type { Steps } from "../../core/stats/steps.ts";
import { customersRepeat, depthMeasure, depthProbes, strataOf, unitValues, type UnitValue } from "../../core/stats/units.ts";
import { judgeName } from "../naming.ts";
import { schemeOf } from "../reportOf.ts";
import type { Run } from "../run.ts";
import { placesAt, type Place } from "./population.ts";

/** `swap`: another judge; `window`: the same with later turns in sight; `repeat`: the same once more; `instrument`: another codebook of the same labels. */
export type JudgeCheck = "swap" | "window" | "repeat" | "instrument";

export interface JudgesCompared {
  readonly check: JudgeCheck;
  readonly runs: readonly [JudgedRun, JudgedRun];
  /** Turns both judged, and those the first judged alone. */
  readonly turns: number;
  readonly alone: number;
  readonly groups: AgreementReport["groups"];
  readonly confusions: AgreementReport["confusions"];
  /** Second minus first in mean depth, by branch and outcome: where the judge matters to Δ. */
  readonly shifts: readonly { readonly branch: "real" | "simulated"; readonly outcome: "negative" | "positive"; readonly turns: number; readonly shift: number }[];
}

export interface JudgedRun {
  readonly run: string;
  readonly judge: string;
  readonly window: "causal" | "full";
  /** On the probes that both have. */
  readonly bias: LabelledContrast;
}

/** The second run's labels stand for people's. Throws `judges-nothing-shared` where the two have no turn in common. */
export function* judgesCompared(first: Run, second: Run, options: Omit<AgreementOptions, "correct">): Steps<JudgesCompared> {
  const scheme = schemeOf(first.manifest.codebook);
  const turns: RatedTurn[] = [];
  let alone = 0;
  const shared = new Set<string>();
  for (const [key, probe] of first.state.probes) {
    const other = second.state.probes.get(key);
    if (!other) continue;
    const [own, theirs] = [placesAt(first, probe), placesAt(second, other)];
    const pairs = [[own.real, theirs.real] as const, ...own.replies.map((reply) => [reply, theirs.replies.find(({ sample, text }) => sample === reply.sample && text === reply.text)] as const)];
    for (const [a, b] of pairs) {
      if (!a.verdict) continue;
      if (b?.verdict) {
        turns.push(ratedBy(a, b));
        shared.add(key);
      } else alone++;
    }
  }
  if (turns.length === 0) throw new Failure("judges-nothing-shared", { first: first.title, second: second.title });
  const report = yield* agreementReport(turns, scheme, { ...options, correct: false });
  const depths = scheme.stages.map(({ name }) => name);
  const judgedRun = (run: Run): JudgedRun => ({ run: run.id, judge: judgeName(run.manifest.judge), window: run.manifest.instrument.window, bias: biasOf(run.state.labelledProbes(false).filter((probe) => shared.has(keyOf(run, probe))), run) });
  return {
    check: checkOf(first, second),
    runs: [judgedRun(first), judgedRun(second)],
    turns: turns.length,
    alone,
    groups: report.groups.filter((group): group is AgreementGroup => group.outcome !== "unknown"),
    confusions: report.confusions,
    shifts: (["real", "simulated"] as const).flatMap((branch) => (["negative", "positive"] as const).map((outcome) => {
      const own = turns.filter((turn) => turn.branch === branch && turn.outcome === outcome).flatMap(({ judge, people }) => {
        const [a, b] = [judge?.status === "valid" ? depths.indexOf(judge.stage) : -1, depths.indexOf(people[0]?.values.stage ?? "")];
        return a < 0 || b < 0 ? [] : [b - a];
      });
      return { branch, outcome, turns: own.length, shift: own.length === 0 ? 0 : own.reduce((sum, each) => sum + each, 0) / own.length };
    })),
  };
}

function checkOf({ manifest: a }: Run, { manifest: b }: Run): JudgeCheck {
  if (JSON.stringify(a.judge) !== JSON.stringify(b.judge)) return "swap";
  if (a.instrument.window !== b.instrument.window) return "window";
  return a.instrument.hash === b.instrument.hash ? "repeat" : "instrument";
}

function ratedBy({ conversation, customer, outcome, position, branch, verdict }: Place, other: Place): RatedTurn {
  const theirs = other.verdict?.status === "valid" ? other.verdict.state : undefined;
  return {
    conversation,
    ...(customer === undefined ? {} : { customer }),
    outcome,
    position,
    branch,
    judge: verdict && labelOf(verdict),
    people: theirs ? [{ by: other.run ?? "other", values: { stage: theirs.stage, emotion: theirs.emotion, blocker: theirs.blocker } }] : [],
    inclusion: 1,
  };
}

/** A labelled probe says its ordinal, a journal its turn. */
function keyOf(run: Run, { conversation, ordinal }: LabelledProbe): string {
  const state = run.state.probesOf(conversation).find(({ probe }) => probe.ordinal === ordinal);
  return state ? probeKey(state.probe) : "";
}

function biasOf(probes: readonly LabelledProbe[], run: Run): LabelledContrast {
  const { negative, positive } = strataOf(unitValues(depthProbes(probes, schemeOf(run.manifest.codebook), "all"), depthMeasure, customersRepeat(probes) ? "customer" : "conversation"));
  const of = (units: readonly UnitValue[]) => summary(units.map(({ bias }) => bias));
  const { delta, welch, ...strata } = contrast(of(negative), of(positive));
  return {
    delta,
    se: welch.ok ? known(welch.value.se) : welch,
    interval: welch.ok ? { ok: true, value: welch.value.interval } : welch,
    means: { negative: strata.negative.n === 0 ? missing("negative-stratum-empty") : known(strata.negative.mean), positive: strata.positive.n === 0 ? missing("positive-stratum-empty") : known(strata.positive.mean) },
  };
}
