// Owns holding runs against gates: which gates are for a run, what they are judged by, what may not enter. Refuses verdicts (core/gates).
import { judgeGate, verdictOf, type Judged } from "../../core/gates/judge.ts";
import type { Gate, GateReport } from "../../core/gates/shape.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { StatsEngine } from "../../core/ports.ts";
import type { RunComparison } from "../../core/stats/compareRuns.ts";
import type { StatsReport } from "../../core/stats/reportShape.ts";
import type { Steps } from "../../core/stats/steps.ts";
import { arePeople } from "../../core/transcript/conversation.ts";
import { gatesIn } from "../../protocol/gates.ts";
import { comparisons, type Comparable } from "../comparison.ts";
import { originOf, reportOptions, schemeOf } from "../reportOf.ts";
import type { Run } from "../run.ts";
import type { RunAgreement } from "../labels/agreementReport.ts";
import { refuseReceipt } from "./refused.ts";

export interface GatingDoors {
  readonly stats: StatsEngine;
  readonly finished: <T>(steps: Steps<T>, signal: AbortSignal) => Promise<T>;
}

export interface GatingOptions {
  /** Those of the study file now; absent: those the run stored before its first call. */
  readonly gates?: readonly Gate[];
  readonly baseline?: Run;
  readonly agreement?: Judged["agreement"];
  readonly draws?: number;
}

/** What a gate on the change is called where only a baseline is given: no more than the margin stored in the run. */
const CHANGE = "change";

/** The gates of a finished run. Rejects with `gate-control`, `gates-none`, `receipt-*` or `compare-*` where there is nothing to hold against anything. */
export async function gatesOf(run: Run, options: GatingOptions, { stats, finished }: GatingDoors, signal: AbortSignal): Promise<GateReport> {
  const { manifest } = run;
  const { baseline, draws } = options;
  refuseGate(run);
  if (baseline) refuseGate(baseline);
  const gates = gatesFor(run, options);
  if (gates.length === 0) throw new Failure("gates-none", { run: run.id });
  const drawn = draws === undefined ? {} : { bootstrapDraws: draws, permutationDraws: draws };
  const report = await stats.report(run.state.labelledProbes(false), schemeOf(manifest.codebook), { ...reportOptions(run), ...drawn }, signal);
  const change = baseline ? await changeFrom(run, baseline, drawn, finished, signal) : undefined;
  return { ...gateReport(run, report, gates, { ...(change ? { change } : {}), ...(options.agreement ? { agreement: options.agreement } : {}) }), ...(baseline ? { baseline: baseline.id } : {}) };
}

/** The block for a page that has the run's report already; undefined where the run has no gates or may enter none. */
export function gatesBlock(run: Run, report: StatsReport, options: Pick<GatingOptions, "gates" | "agreement"> = {}): GateReport | undefined {
  const gates = gatesFor(run, options);
  const enters = run.status === "finished" && run.manifest.provenance !== "invented" && run.manifest.simulator.kind !== "control";
  return enters && gates.length > 0 ? gateReport(run, report, gates, options.agreement ? { agreement: options.agreement } : {}) : undefined;
}

/** Rejects what enters no gate: the control is a mark and no target. */
export function refuseGate(run: Run): void {
  refuseReceipt(run);
  if (run.manifest.simulator.kind === "control") throw new Failure("gate-control", { run: run.id });
}

/** A coefficient of agreement with people as a gate takes it, over all outcomes. */
export function coefficientOf({ report }: RunAgreement): NonNullable<Judged["agreement"]> {
  return ({ field, coefficient, branch }) => {
    const found = report?.groups.find((group) => group.branch === branch && group.outcome === "all")?.fields[field];
    const value = found?.[COEFFICIENTS[coefficient]];
    if (!found || !value) return undefined;
    const { low, high } = value;
    const facts = { quantity: "ratio", method: "bootstrap-percentile", n: { units: found.conversations, probes: found.turns } } as const;
    if (!value.ok) return { ok: false, reason: value.reason, ...facts };
    return { ok: true, value: value.value, ...facts, ...(low === undefined || high === undefined ? {} : { interval: { ok: true, value: { low, high, level: 0.95, method: "bootstrap-percentile" } } }) };
  };
}

const COEFFICIENTS = { exact: "raw", kappa: "kappa", "quadratic-kappa": "quadratic", "alpha-nominal": "alpha", "alpha-ordinal": "ordinal", ac1: "ac1" } as const;

/** Whether any of the gates that are for a run is on agreement, which needs people's labels and the dataset. */
export function needsAgreement(run: Run, options: GatingOptions): boolean {
  return gatesFor(run, options).some(({ measure }) => measure.of === "agreement");
}

function gateReport(run: Run, report: StatsReport, gates: readonly Gate[], judged: Pick<Judged, "change" | "agreement">): GateReport {
  const before = gatesIn(run.manifest.gates) ?? [];
  const setBefore = (gate: Gate): boolean => gate.name === CHANGE || before.some((each) => JSON.stringify(each) === JSON.stringify(gate));
  const results = gates.map((gate) => judgeGate(gate, { report, setBefore, ...judged }));
  return { run: run.id, title: run.title, verdict: verdictOf(results), humanReference: arePeople(run.manifest.dataset.users), results };
}

function gatesFor(run: Run, { gates, baseline }: GatingOptions): readonly Gate[] {
  const asked = (gates ?? gatesIn(run.manifest.gates) ?? []).filter(({ runs }) => runs === undefined || [run.id, run.title, run.manifest.title].some((name) => runs.includes(name)));
  // It asks for as many conversations as the gates beside it.
  const conversations = Math.max(0, ...asked.map((gate) => gate.conversations ?? 0));
  const implied: Gate = { name: CHANGE, measure: { of: "delta-change" }, range: { atMost: run.manifest.margin }, ...(conversations > 0 ? { conversations } : {}) };
  return baseline && !asked.some(({ measure }) => measure.of === "delta-change") ? [...asked, implied] : asked;
}

async function changeFrom(run: Run, baseline: Run, drawn: object, finished: GatingDoors["finished"], signal: AbortSignal): Promise<RunComparison | undefined> {
  const compared = await finished(comparisons([comparable(run), comparable(baseline)], { seed: run.manifest.statisticsSeed, ...drawn }), signal);
  return compared.comparisons[0]?.headline;
}

function comparable(run: Run): Comparable {
  return { name: run.id, probes: run.state.labelledProbes(false), scheme: schemeOf(run.manifest.codebook), origin: originOf(run) };
}
