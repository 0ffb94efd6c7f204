// Owns entries of an invented planned run by number: three probes a conversation, a model as simulator and judge. Refuses files.
import { createHash } from "node:crypto";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { JOURNAL_VERSION, type ContinuationEntry, type DatasetIdentity, type JournalEntry, type ProbeContext, type RunManifest, type Verdict, type VerdictEntry } from "../../../src/core/journal/entry.ts";
import { templateText } from "../../../src/core/probe/condition.ts";
import { conditionNamed } from "../../../src/core/probe/conditions.ts";
import { DEFAULT_RULE, type Probe } from "../../../src/core/probe/probe.ts";
import { RandomStream } from "../../../src/core/stats/random.ts";
import { fillerText } from "./filler.ts";

/** Probes of one conversation. */
export const PROBES = 3;
/** Entries of one finished probe: continuation, the real turn's verdict, its own. */
export const ENTRIES = 3;

const MODEL = { kind: "model", endpoint: "bench", origin: "http://127.0.0.1:1", model: "qwen3-32b" } as const;
const STAGES = CODEBOOK_V1.en.stages.map(({ name }) => name);
const EMOTIONS = CODEBOOK_V1.en.emotions.map(({ name }) => name);
const BLOCKERS = CODEBOOK_V1.en.blockers.map(({ name }) => name);

/** The dataset of an invented run; nothing of it is on disk. */
export function identityOf(conversations: number): DatasetIdentity {
  const ledger = { conversationsRead: conversations, conversationsKept: conversations, leftOut: {}, messagesRead: 0, messagesMerged: 0, messagesCut: 0, conversationsTruncated: 0, systemMessages: 0, outcomes: { positive: Math.floor(conversations / 2), negative: Math.ceil(conversations / 2), unknown: 0 } };
  return { name: "bench", path: "/bench.jsonl", format: "native", hash: hashOf("dataset"), users: "human", strata: { positive: "buyer", negative: "non-buyer" }, ledger, outcomeDefinition: "outcome.value of each record", mergeWithinMinutes: 10 };
}

export function manifestOf(conversations: number): RunManifest {
  const condition = conditionNamed("persona");
  return {
    run: "bench",
    title: "bench",
    planned: true,
    dataset: identityOf(conversations),
    rule: DEFAULT_RULE,
    orderSeed: 1,
    statisticsSeed: 1,
    samples: 1,
    simulator: MODEL,
    condition: { name: "persona", template: condition ? templateText(condition) : "", hash: hashOf("persona"), offersExit: false },
    simulatorSettings: { temperature: 1, maxTokens: 300 },
    judge: MODEL,
    judgeSettings: { temperature: 0 },
    instrument: { name: "decision-state", version: "1", hash: hashOf("instrument"), window: "causal" },
    codebook: CODEBOOK_V1.en,
    profileFields: ["age", "city"],
    privacy: { redaction: [], sentTo: [MODEL.origin] },
    planHash: hashOf("plan"),
    plannedProbes: conversations * PROBES,
    plannedConversations: conversations,
    conversationsWithoutProbe: 0,
    provenance: "generated",
    software: { name: "decision-fidelity", version: "bench" },
    margin: 0.15,
  };
}

/** `run-started`, then the entries of every probe of every conversation. */
export function* entriesOf(conversations: number): Generator<JournalEntry> {
  yield { ...base("start"), kind: "run-started", manifest: manifestOf(conversations) };
  const random = new RandomStream(300_000);
  for (let number = 0; number < conversations; number++) {
    for (const { probe, context } of probesOf(number)) {
      const key = `${probe.conversation}-${probe.turn}`;
      const { conversation, turn } = probe;
      const continuation: ContinuationEntry = {
        ...base(`k${key}`),
        kind: "continuation",
        probe,
        context,
        sample: 0,
        continuation: "reply",
        text: fillerText(random, 1),
        provenance: "generated",
        promptHash: hashOf(key),
        reported: { milliseconds: 800 + random.below(900), model: "qwen3-32b-served", finishReason: "stop", promptTokens: 900, completionTokens: 20 },
      };
      yield continuation;
      yield verdictOf(random, { branch: "real", conversation, turn });
      yield verdictOf(random, { branch: "simulated", conversation, turn, sample: 0 });
    }
  }
}

/** The planned probes of conversation `number`. */
export function probesOf(number: number): readonly { readonly probe: Probe; readonly context: ProbeContext }[] {
  const conversation = conversationId(number);
  const context: ProbeContext = { outcome: number % 2 === 0 ? "negative" : "positive", customer: `u-${number}`, of: PROBES };
  return Array.from({ length: PROBES }, (_, at) => ({ probe: { conversation, turn: 7 + 6 * at, ordinal: 4 + 3 * at, position: 30 + 30 * at }, context }));
}

export function conversationId(number: number): string {
  return `c-${number}`;
}

export function verdictBy(random: RandomStream): Verdict {
  const one = (names: readonly string[]): string => names[random.below(names.length)] ?? "";
  return { status: "valid", state: { stage: one(STAGES), emotion: one(EMOTIONS), blocker: one(BLOCKERS), committedBefore: false, evidence: fillerText(random, 1) }, rung: "schema" };
}

function verdictOf(random: RandomStream, target: VerdictEntry["target"]): VerdictEntry {
  const key = `${target.branch}-${target.conversation}-${target.turn}`;
  return { ...base(`v${key}`), kind: "verdict", target, verdict: verdictBy(random), judgeHash: hashOf(key), cached: false, reported: { milliseconds: 500 + random.below(400), promptTokens: 1_400, completionTokens: 60 } };
}

/** As long as the identifiers the product makes. */
function base(key: string): { readonly v: typeof JOURNAL_VERSION; readonly id: string; readonly at: string } {
  return { v: JOURNAL_VERSION, id: key.padEnd(36, "0"), at: "2026-11-21T08:00:00.000Z" };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
