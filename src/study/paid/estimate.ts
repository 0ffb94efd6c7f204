// Owns what a run will need before its first call: calls, tokens, time, cost, from rehearsed probes and from what earlier runs reported. Sends nothing.
import { added, NOTHING_SPENT, type Role, type Spent } from "../../core/journal/spent.ts";
import { aboutPromptTokens, aboutTokens } from "../../core/probe/tokens.ts";
import { probeKey } from "../../core/probe/probe.ts";
import type { RunManifest } from "../../core/journal/entry.ts";
import type { StudyDoors } from "../doors.ts";
import { listening, rehearse } from "../exactRequests.ts";
import { onePerModel } from "../onePerModel.ts";
import type { Resolved } from "../parts.ts";
import { answers, trialOf } from "../preflight.ts";
import type { PlannedConversation } from "../plan.ts";
import type { Run } from "../run.ts";
import type { PendingCall, RunnerParts } from "../runner.ts";
import type { Job } from "../carrying.ts";
import { costOf, pricesOf, ROLES, type Money, type Prices } from "./money.ts";

/** About; `known` real turns are labelled already and free. What cannot be known is absent, never 0. */
export interface Estimate {
  /** Probes that are not complete. */
  readonly probes: number;
  readonly calls: Readonly<Record<Role, number>>;
  /** Calls that try the judge on anchor turns before the run, beside `calls`; tokens, time and money count them. */
  readonly trial: number;
  readonly known: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly milliseconds?: number;
  /** Absent where a model that will be called has no known price. */
  readonly money?: Money;
  /** Models that will be called and have no known price. */
  readonly unpriced: readonly string[];
}

export interface EstimateParts {
  readonly prices: Prices | undefined;
  /** Runs of before, for how long answers of these models are and take. */
  readonly runs: readonly Run[];
  /** Real turns that jobs before this one will have labelled. */
  readonly asked: Set<string>;
  /** Whether judges are tried before their runs. */
  readonly tried: boolean;
  resolve(chatModel: StudyDoors["chatModel"]): Promise<Resolved>;
  parts(resolved: Resolved): Omit<RunnerParts, "state" | "journal" | "setup" | "changed">;
}

/** Probes rehearsed; spread evenly over those that are open. */
const REHEARSED = 100;
/** Tokens of a judge's answer, and of its instructions where none of its requests was heard. */
const JUDGE_ANSWER = 80;
const JUDGE_INSTRUCTIONS = 1_000;

interface Heard {
  readonly stage: PendingCall["stage"];
  readonly tokens: number;
}

/** Rejects with what keeps the run from starting, such as a missing key. */
export async function estimateOf(job: Job, lent: EstimateParts, doors: Pick<StudyDoors, "chatModel">, signal: AbortSignal): Promise<Estimate> {
  const { open, run, plan } = job;
  const { manifest } = plan;
  const left = openProbes(run, plan.conversations, manifest.samples);
  const every = Math.max(1, Math.ceil(left.length / REHEARSED));
  const chosen = left.filter((_, index) => index % every === 0);
  const scale = chosen.length === 0 ? 0 : left.length / chosen.length;

  const needs = { calls: { simulator: 0, judge: 0 }, tokens: { simulator: 0, judge: 0 }, known: 0, replies: 0 };
  let trial: readonly number[] = [];
  let requests: { readonly text: string; readonly tokens: number }[] = [];
  const chatModel = onePerModel(async (...named) =>
    listening(await doors.chatModel(...named), ({ request: { messages } }) => requests.push({ text: messages.at(-1)?.content ?? "", tokens: aboutPromptTokens(messages) })),
  );
  const resolved = await lent.resolve(chatModel);
  try {
    const together = lent.tried ? trialOf(job) : undefined;
    if (together !== undefined && resolved.tried && !lent.asked.has(together)) {
      lent.asked.add(together);
      await Promise.allSettled(answers(resolved.tried, signal));
      trial = requests.map(({ tokens }) => tokens);
    }
    for (const { probe, missing } of chosen) {
      requests = [];
      const stages: PendingCall["stage"][] = [];
      const conversation = await resolved.source.read(probe.conversation, signal);
      const { reuse, ...parts } = lent.parts(resolved);
      await rehearse(parts, conversation, probe, signal, ({ stage }) => stages.push(stage));
      const heard = stages.map((stage, index): Heard & { readonly text: string } => ({ stage, text: requests[index]?.text ?? "", tokens: requests[index]?.tokens ?? 0 }));
      const written = heard.find(({ stage }) => stage === "simulate");
      const toWrite = missing.written.filter((sample) => !reuse?.(probe, sample)).length;
      const toLabel = missing.labelled.length + missing.written.filter((sample) => !reuse?.(probe, sample)?.labelled).length;
      if (written) {
        needs.calls.simulator += toWrite;
        needs.tokens.simulator += toWrite * written.tokens;
        needs.replies += toWrite * Math.min(manifest.simulatorSettings.maxTokens ?? Infinity, aboutTokens(conversation.turns[probe.turn]?.text ?? ""));
      }
      // The same donor's turn is asked about once, whoever else wants it.
      const key = (text: string): string => JSON.stringify([manifest.judge, manifest.instrument.hash, text]);
      const real = heard.filter(({ stage, text }) => stage !== "simulate" && !lent.asked.has(key(text)) && lent.asked.add(key(text)));
      needs.calls.judge += real.length;
      needs.tokens.judge += real.reduce((sum, { tokens }) => sum + tokens, 0);
      if (manifest.judge.kind === "model") {
        if (!real.some(({ stage }) => stage === "judge-real")) needs.known++;
        if (manifest.simulator.kind !== "control") {
          needs.calls.judge += toLabel;
          needs.tokens.judge += toLabel * (heard.find(({ stage }) => stage === "judge-real")?.tokens ?? (written?.tokens ?? 0) + JUDGE_INSTRUCTIONS);
        }
      }
    }
  } finally {
    await resolved.close();
  }
  const most = manifest.simulator.kind === "control" ? open.dataset.entries.reduce((sum, { userTurns }) => sum + userTurns, 0) : Infinity;
  const judgeCalls = Math.min(most, needs.calls.judge * scale);
  const calls = { simulator: Math.round(needs.calls.simulator * scale), judge: Math.round(judgeCalls) };
  const paid = { ...calls, judge: calls.judge + trial.length };
  const per: Readonly<Record<Role, Spent>> = { simulator: before(lent.runs, manifest, "simulator"), judge: before(lent.runs, manifest, "judge") };
  const tokensOfTrial = trial.reduce((sum, tokens) => sum + tokens, 0);
  const sent = { simulator: needs.tokens.simulator * scale, judge: tokensOfTrial + (needs.calls.judge === 0 ? 0 : (needs.tokens.judge * judgeCalls) / needs.calls.judge) };
  const answer = { simulator: needs.calls.simulator === 0 ? 0 : needs.replies / needs.calls.simulator, judge: JUDGE_ANSWER };
  const received = (role: Role): number => paid[role] * (mean(per[role], "completionTokens") ?? answer[role]);
  return {
    probes: left.length,
    calls,
    trial: trial.length,
    known: Math.round(needs.known * scale),
    promptTokens: Math.round(sent.simulator + sent.judge),
    completionTokens: Math.round(received("simulator") + received("judge")),
    ...time(paid, per, resolved.width),
    ...(await money(paid, sent, received, manifest, lent.prices)),
    unpriced: await unpriced(paid, manifest, lent.prices),
  };
}

interface Left {
  readonly probe: PlannedConversation["probes"][number]["probe"];
  /** Samples still to write, and those written that have no label yet. */
  readonly missing: { readonly written: readonly number[]; readonly labelled: readonly number[] };
}

function openProbes({ state }: Run, conversations: readonly PlannedConversation[], samples: number): readonly Left[] {
  return conversations.flatMap(({ probes }) =>
    probes.flatMap(({ probe }): Left[] => {
      const known = state.probes.get(probeKey(probe));
      if (known && state.complete(known, samples)) return [];
      const numbers = Array.from({ length: samples }, (_, sample) => sample);
      const written = numbers.filter((sample) => !known?.samples.get(sample)?.continuation);
      const labelled = numbers.filter((sample) => known?.samples.get(sample)?.continuation?.continuation === "reply" && !known.samples.get(sample)?.verdict);
      return [{ probe, missing: { written, labelled } }];
    }),
  );
}

/** What earlier runs spent on the same model in the same role. */
function before(runs: readonly Run[], manifest: RunManifest, role: Role): Spent {
  const key = (of: RunManifest): string => JSON.stringify([of[role], role === "judge" ? of.instrument.hash : ""]);
  const same = runs.filter((run) => run.state.manifest && key(run.manifest) === key(manifest));
  return same.reduce((sum, { state }) => added(sum, state.spending.sums[role]), NOTHING_SPENT);
}

function mean({ calls, unreported, ...spent }: Spent, what: "completionTokens" | "milliseconds"): number | undefined {
  const counted = what === "milliseconds" ? calls : calls - unreported;
  return counted > 0 && spent[what] > 0 ? spent[what] / counted : undefined;
}

function time(calls: Estimate["calls"], per: Readonly<Record<Role, Spent>>, width: number): Pick<Estimate, "milliseconds"> {
  let total = 0;
  for (const role of ROLES) {
    const each = mean(per[role], "milliseconds");
    if (calls[role] > 0 && each === undefined) return {};
    total += calls[role] * (each ?? 0);
  }
  return { milliseconds: Math.round(total / Math.max(1, width)) };
}

async function unpriced(calls: Estimate["calls"], manifest: RunManifest, prices: Prices | undefined): Promise<readonly string[]> {
  const known = await pricesOf(manifest, prices);
  const missing = ROLES.flatMap((role) => {
    const identity = manifest[role];
    return calls[role] > 0 && identity.kind === "model" && !known[role] ? [identity.model] : [];
  });
  return [...new Set(missing)];
}

async function money(calls: Estimate["calls"], sent: Readonly<Record<Role, number>>, received: (role: Role) => number, manifest: RunManifest, prices: Prices | undefined): Promise<Pick<Estimate, "money">> {
  const known = await pricesOf(manifest, prices);
  let sum: Money | undefined;
  for (const role of ROLES) {
    if (calls[role] === 0) continue;
    const price = known[role];
    if (!price || (sum && sum.currency !== price.currency)) return {};
    sum = { amount: (sum?.amount ?? 0) + costOf({ promptTokens: sent[role], completionTokens: received(role) }, price), currency: price.currency };
  }
  return sum ? { money: sum } : {};
}
