// Owns the carrying out of a plan: simulate, label, journal, then count. Refuses choosing probes and statistics.
import type { FailureEntry, ProbeContext, VerdictTarget } from "../core/journal/entry.ts";
import type { SampleState } from "../core/journal/fold.ts";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { conditionMessages, type Condition } from "../core/probe/condition.ts";
import { probeKey, type Continuation, type Probe } from "../core/probe/probe.ts";
import type { Simulator } from "../core/probe/simulator.ts";
import type { Digest } from "../core/ports.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import { append, type AppendParts } from "./append.ts";
import type { FailingServer } from "./failingServer.ts";
import type { Labelled, Labeller } from "./labeller.ts";
import type { MannerAt } from "./manner.ts";
import { promptPrefix } from "./promptPrefix.ts";
import type { ConversationSource } from "./recentConversations.ts";

/** What one probe needs to be carried out. */
export interface RunnerParts extends AppendParts {
  readonly dataset: ConversationSource;
  readonly simulator: Simulator;
  readonly condition: Condition;
  /** How the person writes, where the condition asks for it. */
  readonly manner?: MannerAt;
  readonly labeller: Labeller;
  readonly digest: Digest;
  /** What a hand-picked probe already has of this sample, if anything. */
  readonly reuse?: (probe: Probe, sample: number) => Kept | undefined;
  /** Told of a call whose answer comes later (`batch-pending`), under the id it was asked by; its turn stays open and is no failure. */
  readonly pending?: (asked: PendingCall) => void;
  /** Stops a planned run whose server fails one probe after the other; without it every probe is tried. */
  readonly failing?: FailingServer;
}

/** A call that a batch engine answers later. */
export interface PendingCall {
  readonly id: string;
  readonly stage: FailureEntry["stage"];
  readonly probe: Probe;
  readonly sample: number;
}

/** A continuation that was had before, and its label where the same judge gave one. */
export interface Kept {
  readonly continuation: Continuation;
  readonly promptHash?: string;
  readonly labelled?: Labelled;
}

/** Failures of the endpoint, the journal or the dataset as a whole: the run stops and says so, since every further probe would fail alike. */
const STOPPING: ReadonlySet<string> = new Set(["endpoint-key-refused", "endpoint-model-unknown", "endpoint-address-invalid", "endpoint-redirected", "endpoint-unreachable", "endpoint-certificate", "endpoint-web-page", "endpoint-quota-exhausted", "endpoint-asks-to-wait", "budget-calls-reached", "budget-tokens-reached", "budget-money-reached", "budget-price-unknown", "key-variable-empty", "endpoint-key-missing", "editor-model-gone", "editor-model-not-allowed", "editor-model-quota", "journal-lost", "journal-write-failed", "dataset-changed", "file-not-found", "file-unreadable"]);

function stops({ id, values }: Failure): boolean {
  // Some servers refuse a single text with 403; the next probe may pass.
  return STOPPING.has(id) && (id !== "endpoint-key-refused" || values.status !== 403);
}

/** Text of a continuation while it streams: provisional, in no sum, gone after a reload. */
export type Streamed = (probe: Probe, sample: number, soFar: string) => void;


/**
 * Carries out one sample of one probe; what the state already has is not done again, a failure is tried again.
 * Failures of simulator and judge become `failure` entries; a cancelled call, an endpoint that refuses us and a journal that
 * cannot be written reject.
 */
export async function runSample(parts: RunnerParts, conversation: Conversation, probe: Probe, context: ProbeContext, sample: number, streamed: Streamed | undefined, signal: AbortSignal): Promise<void> {
  const { state, labeller } = parts;
  const sampleState = (): SampleState | undefined => state.probes.get(probeKey(probe))?.samples.get(sample);
  const attempt = async (stage: FailureEntry["stage"], work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // What an engine wrote into a result says nothing of the calls after it.
      if (signal.aborted || !isFailure(error) || (stops(error) && !(parts.pending && error.id.startsWith("endpoint-")))) throw error;
      if (error.id === "batch-pending") return parts.pending?.({ id: String(error.values.call), stage, probe, sample });
      // The same results taken in again say nothing new.
      if (parts.pending && sampleState()?.failures.some((failure) => failure.stage === stage && failure.cause === error.id)) return;
      await append(parts, { kind: "failure", stage, probe, context, sample, cause: error.id, values: error.values, ...(error.report ? { reported: error.report } : {}) });
      stopAtRow(parts, stage, probe, error);
    }
  };

  if (!sampleState()?.continuation) {
    await attempt("simulate", async () => {
      const kept = parts.reuse?.(probe, sample);
      const prefix = promptPrefix(state.manifest, conversation, probe.turn);
      const messages = conditionMessages(parts.condition, prefix, await parts.manner?.(conversation, probe.turn, signal));
      const made = kept?.continuation ?? (await parts.simulator.continue({ probe, prefix, messages, offersExit: parts.condition.offersExit, answer: parts.condition.answer, sample }, streamed && ((soFar) => streamed(probe, sample, soFar)), signal));
      signal.throwIfAborted();
      await append(parts, {
        kind: "continuation",
        probe,
        context,
        sample,
        continuation: made.kind,
        text: made.text,
        provenance: made.provenance,
        ...(made.provenance === "generated" && !made.donors ? { promptHash: kept?.promptHash ?? parts.digest.sha256(JSON.stringify(messages)) } : {}),
        ...(made.reported ? { reported: made.reported } : {}),
        ...(made.donors ? { donors: made.donors } : {}),
        ...(made.leaveProbability === undefined ? {} : { leaveProbability: made.leaveProbability }),
        ...(kept ? { reused: true } : {}),
      });
    });
  }
  const continuation = sampleState()?.continuation;
  // What a batch answers later needs its real turn labelled all the same; after a failure no call is spent on it.
  if (!continuation && !parts.pending) return;

  const real = { branch: "real" as const, conversation: conversation.id, turn: probe.turn };
  const judgeReal = async (): Promise<void> => {
    // Where the person wrote nothing there is nothing to label.
    if (probe.unanswered !== undefined || state.realVerdict(probeKey(probe))) return;
    await attempt("judge-real", async () => appendVerdict(parts, real, await labeller.real(conversation, probe.turn, signal)));
  };
  const judgeSimulated = async (): Promise<void> => {
    if (continuation?.continuation !== "reply" || continuation.donors || sampleState()?.verdict) return;
    await attempt("judge-simulated", async () => {
      const kept = continuation.reused ? parts.reuse?.(probe, sample)?.labelled : undefined;
      const labelled = kept ?? (await labeller.simulated(conversation, probe, sample, continuation.text, signal));
      await appendVerdict(parts, { branch: "simulated", conversation: conversation.id, turn: probe.turn, sample }, labelled);
    });
  };
  // In a seeded order, so that a judge which keeps count of its calls cannot tell the branches by it.
  for (const judge of realFirst(parts, probe, sample) ? [judgeReal, judgeSimulated] : [judgeSimulated, judgeReal]) await judge();
  for (const donor of continuation?.donors ?? []) {
    if (donor.kind === "silence" || state.realVerdict(probeKey(donor))) continue;
    await attempt("judge-simulated", async () => {
      const other = await parts.dataset.read(donor.conversation, signal);
      await appendVerdict(parts, { branch: "real", conversation: donor.conversation, turn: donor.turn }, await labeller.real(other, donor.turn, signal));
    });
  }
}

function stopAtRow({ failing, pending, state }: RunnerParts, stage: FailureEntry["stage"], probe: Probe, error: Failure): void {
  const role = stage === "simulate" ? "simulator" : "judge";
  const probes = pending ? undefined : failing?.failed(role, error.id, state.spending.sums[role].calls, probeKey(probe));
  if (probes !== undefined) throw new Failure("endpoint-failing-on", { endpoint: error.values.endpoint ?? "", probes, cause: error.id }, { cause: error });
}

function realFirst({ state, digest }: RunnerParts, probe: Probe, sample: number): boolean {
  return Number.parseInt(digest.sha256(JSON.stringify([state.manifest?.orderSeed, probeKey(probe), sample])).slice(0, 1), 16) % 2 === 0;
}

async function appendVerdict(parts: RunnerParts, target: VerdictTarget, labelled: Labelled): Promise<void> {
  if (target.branch === "real" && parts.state.realVerdict(probeKey(target))) return;
  await append(parts, {
    kind: "verdict",
    target,
    verdict: labelled.verdict,
    judgeHash: labelled.judgeHash,
    cached: labelled.cached,
    ...(labelled.reported ? { reported: labelled.reported } : {}),
  });
}
