// Everything method.md asks of a receipt stands in the journal of a run: this test makes one from its lines and nothing else.
import { describe, expect, it } from "vitest";
import { decodeEntry } from "../../../src/core/journal/codec.ts";
import type { ContinuationEntry, FailureEntry, JournalEntry, RunManifest, Verdict } from "../../../src/core/journal/entry.ts";
import { RunState } from "../../../src/core/journal/fold.ts";
import { Failure } from "../../../src/core/messages/failure.ts";
import { templateText } from "../../../src/core/probe/condition.ts";
import { conditionNamed } from "../../../src/core/probe/conditions.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import type { StatsReport } from "../../../src/core/stats/reportShape.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { schemeOf } from "../../../src/study/reportOf.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { checked, MODEL_SETUP, nativeText, opened, OPTIONS, sayingChat, windowOn } from "./onMemory.ts";

const SETUP: Setup = { ...MODEL_SETUP, condition: "may-disengage", samples: 2, temperature: 0.7, maxTokens: 120 };

interface Receipt {
  readonly manifest: RunManifest;
  readonly began: string;
  readonly ended: { readonly at: string; readonly reason: string } | undefined;
  readonly reported: { readonly simulator: readonly string[]; readonly judge: readonly string[]; readonly dropped: readonly string[]; readonly promptTokens: number };
  readonly counts: Readonly<Record<"valid" | "invalid" | "refused" | "truncated" | "empty" | "reply" | "leave" | "silence" | "failed" | "retried", number>>;
  readonly statistics: StatsReport;
  readonly invalidWhere: Readonly<Record<string, number>>;
  readonly texts: number;
}

/** The receipt of a journal, from its text alone. */
function receiptOf(text: string): Receipt {
  const entries = text.split("\n").filter((line) => line !== "").map((line): JournalEntry => {
    const decoded = decodeEntry(line);
    if (!decoded.ok) throw new Error(decoded.detail);
    return decoded.entry;
  });
  const state = new RunState();
  for (const entry of entries) state.apply(entry);
  const manifest = state.manifest!;
  const samples = [...state.probes.values()].flatMap(({ samples: each }) => [...each.values()]);
  const continuations = samples.flatMap(({ continuation }): readonly ContinuationEntry[] => (continuation ? [continuation] : []));
  const verdicts = entries.flatMap((entry) => (entry.kind === "verdict" ? [entry] : []));
  const failures = samples.flatMap(({ failures: each }): readonly FailureEntry[] => each);
  const invalid = verdicts.flatMap(({ verdict }) => (verdict.status === "invalid" ? [verdict.cause] : []));
  const causes = [...failures.map(({ cause }) => cause), ...invalid];
  const count = (...names: readonly string[]): number => causes.filter((cause) => names.includes(cause)).length;
  const distinct = (values: readonly (string | undefined)[]): readonly string[] => [...new Set(values.filter((value) => value !== undefined))];
  const options = { seed: manifest.statisticsSeed, look: state.ended?.reason !== "finished", invented: manifest.provenance === "invented", offersExit: manifest.condition.offersExit, strataNames: manifest.dataset.strata };
  const isInvalid = (verdict: Verdict | undefined): boolean => verdict?.status === "invalid";
  return {
    manifest,
    began: entries[0]!.at,
    ended: state.ended && { at: state.ended.at, reason: state.ended.reason },
    reported: {
      simulator: distinct(continuations.map(({ reported }) => reported?.model)),
      judge: distinct(verdicts.map(({ reported }) => reported?.model)),
      dropped: distinct(continuations.flatMap(({ reported }) => reported?.dropped ?? [])),
      promptTokens: [...continuations, ...verdicts].reduce((sum, { reported }) => sum + (reported?.promptTokens ?? 0), 0),
    },
    counts: {
      valid: verdicts.length - invalid.length,
      invalid: invalid.length,
      refused: count("answer-refused", "answer-filtered", "refused"),
      truncated: count("answer-cut-by-length", "cut-by-length"),
      empty: count("empty-answer"),
      reply: continuations.filter(({ continuation }) => continuation === "reply").length,
      leave: continuations.filter(({ continuation }) => continuation === "leave").length,
      silence: continuations.filter(({ continuation }) => continuation === "silence").length,
      failed: failures.length,
      retried: entries.filter(({ kind }) => kind === "failure").length - failures.length,
    },
    statistics: statsReport(state.labelledProbes(options.look), schemeOf(manifest.codebook), { ...options, bootstrapDraws: 200, permutationDraws: 200 }),
    invalidWhere: Object.fromEntries(["positive", "negative"].map((outcome) => [outcome, samples.filter(({ continuation, verdict }) => continuation?.context.outcome === outcome && isInvalid(verdict?.verdict)).length])),
    texts: continuations.filter(({ text: said }) => said !== "").length,
  };
}

/** A run with one of everything that can happen to a sample. */
async function eventful(): Promise<{ text: string; dataset: string }> {
  const chat = sayingChat();
  const window = windowOn({ chat });
  const open = await opened(window, nativeText(6) + nativeText(1, { users: 1 }).replace("c-0", "c-short"));
  const simulations = new Map<number, string | Failure>([[2, "[LEAVE]"], [5, ""], [7, new Failure("answer-refused", { endpoint: "local" })], [8, new Failure("answer-cut-by-length", { endpoint: "local" })]]);
  let asked = 0;
  chat.before = ({ schema }) => {
    const planned = schema ? undefined : simulations.get(++asked);
    return planned instanceof Failure ? planned : undefined;
  };
  chat.says = ({ schema, messages }) => {
    if (schema) return messages.some(({ content }) => content.includes('"label":true,"role":"user","text":"User 2 answers 2')) ? "no verdict at all" : undefined;
    const planned = simulations.get(asked);
    return planned instanceof Failure ? undefined : planned;
  };
  const { run, plan } = await window.study.plan(open, SETUP, { ...OPTIONS, seed: 42 }, new AbortController().signal);
  await window.study.carryOut(open, SETUP, run, plan, new AbortController().signal);
  return { text: window.disk.files.get(run.name)!, dataset: open.hash };
}

describe("the receipt of a run", () => {
  it("can be made from its journal alone", async () => {
    const { text, dataset } = await eventful();
    const { manifest, counts, reported, statistics, began, ended, texts } = receiptOf(text);
    expect(manifest.dataset).toMatchObject({
      hash: dataset,
      users: "unknown",
      outcomeDefinition: expect.stringMatching(/./) as string,
      mergeWithinMinutes: 10,
      ledger: { conversationsRead: 7, conversationsKept: 7, leftOut: {}, messagesCut: 0, conversationsTruncated: 0, outcomes: { positive: 4, negative: 3, unknown: 0 } },
    });
    const template = templateText(conditionNamed("may-disengage")!);
    expect(manifest).toMatchObject({
      planned: true,
      plannedConversations: 6,
      conversationsWithoutProbe: 1,
      plannedProbes: 18,
      rule: { kind: "fractions", fractions: [0.3, 0.6, 0.9] },
      orderSeed: 42,
      statisticsSeed: 42,
      samples: 2,
      margin: 0.15,
      simulator: { kind: "model", endpoint: "local", origin: "http://127.0.0.1:1", model: "m" },
      simulatorSettings: { temperature: 0.7, maxTokens: 120 },
      condition: { name: "may-disengage", template, hash: nodeDigest.sha256(template), offersExit: true },
      profileFields: ["age"],
      judge: { kind: "model", origin: "http://127.0.0.1:1", model: "m" },
      judgeSettings: { temperature: 0 },
      instrument: { version: "1", window: "causal", hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      privacy: { redaction: [], sentTo: ["http://127.0.0.1:1"] },
      provenance: "generated",
      software: { name: "decision-fidelity", version: "0.1.0" },
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(manifest.codebook.stages.map(({ name }) => name)).toEqual(["resisting", "exploring", "engaging", "considering", "deciding"]);
    expect(reported).toMatchObject({ simulator: ["m-served"], judge: ["m-served"], dropped: [] });
    expect(reported.promptTokens).toBeGreaterThan(500);
    expect(counts).toMatchObject({ refused: 1, truncated: 1, empty: 0, leave: 1, silence: 1, reply: 32, failed: 2, retried: 0 });
    expect(counts.invalid).toBe(1);
    expect(counts.valid + counts.invalid).toBe(18 + 32);
    expect(texts).toBe(32);
    expect([began, ended!.at].every((at) => !Number.isNaN(Date.parse(at)))).toBe(true);
    expect(ended!.reason).toBe("finished");
    expect(statistics.counts).toMatchObject({ conversations: 6, probes: 18, samples: 34 });
    expect(statistics.options).toMatchObject({ seed: 42, look: false, invented: false, offersExit: true });
    expect(statistics.headline.delta.interval).toMatchObject({ ok: true });
  });

  it("without text holds none, and no key", async () => {
    const { manifest, counts, reported, statistics, invalidWhere } = receiptOf((await eventful()).text);
    const page = JSON.stringify({ manifest, counts, reported, statistics, invalidWhere });
    expect(page).not.toMatch(/Agent says|answers \d|maybe later|authorization|api.?key/i);
  });

  it("tells whose draw the control was, and that nothing was sent anywhere", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window));
    const { manifest } = receiptOf(window.disk.files.get(run.name)!);
    expect(manifest).toMatchObject({ simulator: { kind: "control", rung: "C1", donors: 20 }, simulatorSettings: { seed: 1 }, judge: { kind: "lexicon" }, judgeSettings: {}, privacy: { sentTo: [] } });
    expect(DEFAULT_SETUP.judge).toEqual({ kind: "lexicon" });
  });
});
