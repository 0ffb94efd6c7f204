// The built-in sample shows the published pattern: what people see first must be what the text beside it says.
import { mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_RULE } from "../../../src/core/probe/probe.ts";
import { probesOf } from "../../../src/core/probe/rule.ts";
import { statsReport } from "../../../src/core/stats/report.ts";
import type { Reported, StatsReport } from "../../../src/core/stats/reportShape.ts";
import type { Conversation } from "../../../src/core/transcript/conversation.ts";
import { languageOfText } from "../../../src/core/transcript/language.ts";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeFiles } from "../../../src/node/files.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { NodeJournalStore } from "../../../src/node/journalStore.ts";
import { reportOptions, schemeOf } from "../../../src/study/reportOf.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { Study, type OpenDataset } from "../../../src/study/study.ts";

const sample = path.resolve(import.meta.dirname, "../../../media/sample");
const signal = new AbortController().signal;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function studyIn(folder: string): Study {
  const journals = new NodeJournalStore({ folder, clock: nodeClock, ids: nodeIds, log });
  const stats = { report: () => Promise.reject(new Error("not used here")) };
  const chatModel = () => Promise.reject(new Error("no network here"));
  return new Study({ files: nodeFiles, journals: () => journals, digest: nodeDigest, clock: nodeClock, ids: nodeIds, log, stats, software: { name: "test", version: "0" }, chatModel });
}

interface Line {
  readonly conversation: string;
  readonly turn: number;
  readonly kind: string;
  readonly provenance: string;
}

const lines = (name: string): readonly Line[] =>
  readFileSync(path.join(sample, name), "utf8").trim().split("\n").map((line) => JSON.parse(line) as Line);

const reports = new Map<string, StatsReport>();
const conversations: Conversation[] = [];
let open: OpenDataset;

beforeAll(async () => {
  const home = mkdtempSync(path.join(os.tmpdir(), "fidelity-sample-"));
  const study = studyIn(home);
  open = await study.openPath(path.join(sample, "conversations.jsonl"), "sample", home, sample, undefined, signal);
  for await (const conversation of open.dataset.all(signal)) conversations.push(conversation);
  for (const condition of ["persona", "may-disengage"]) {
    const setup = { ...DEFAULT_SETUP, simulator: { kind: "recorded" as const, path: path.join(sample, "runs", `${condition}.jsonl`) }, judge: { kind: "recorded" as const } };
    const { run, plan } = await study.plan(open, setup, { rule: DEFAULT_RULE, seed: 1 }, signal);
    await study.carryOut(open, setup, run, plan, signal);
    expect(run.state.counts().failed).toBe(0);
    reports.set(condition, statsReport(run.state.labelledProbes(true), schemeOf(run.manifest.codebook), reportOptions(run)));
  }
  await study.close();
});

function number(reported: Reported): number {
  if (!reported.ok) throw new Error(reported.reason);
  return reported.value;
}

function report(condition: string): StatsReport {
  const found = reports.get(condition);
  if (!found) throw new Error(condition);
  return found;
}

describe("the conversations of the sample", () => {
  it("are 40 without a problem: 20 buyers, 20 non-buyers, 8 in Chinese, two kinds of sale, all marked as invented", () => {
    expect(open.dataset.problems).toEqual([]);
    expect(open.dataset.ledger.outcomes).toEqual({ positive: 20, negative: 20, unknown: 0 });
    expect(open.dataset.strata).toEqual({ positive: "buyer", negative: "non-buyer" });
    const chinese = conversations.filter(({ turns }) => languageOfText(turns.map(({ text }) => text).join("\n")) === "zh");
    expect(chinese).toHaveLength(8);
    expect(new Set(conversations.map(({ meta }) => meta.sale))).toEqual(new Set(["course", "solar"]));
    expect(conversations.every(({ meta }) => meta.invented === true)).toBe(true);
  });

  it("have 8 to 24 turns, bursts, and turns after some payments that are cut", () => {
    for (const { id, turns, cut } of conversations) {
      const length = turns.length + cut.length;
      expect(length, id).toBeGreaterThanOrEqual(8);
      expect(turns.length, id).toBeLessThanOrEqual(24);
    }
    expect(conversations.filter(({ turns }) => turns.some(({ messages }) => messages.length > 1)).length).toBeGreaterThan(8);
    expect(conversations.filter(({ cut }) => cut.length > 0).length).toBeGreaterThan(8);
  });
});

describe("the recorded runs of the sample", () => {
  it.each(["persona", "may-disengage"])("%s has one invented continuation for each probe, and for every user turn of four showcases", (condition) => {
    const rows = lines(`runs/${condition}.jsonl`);
    expect(rows.every(({ provenance }) => provenance === "invented")).toBe(true);
    const has = (conversation: Conversation, turn: number): boolean => rows.some((row) => row.conversation === conversation.id && conversation.turns[turn]?.messages.some(({ fileIndex }) => fileIndex === row.turn));
    for (const conversation of conversations) for (const { turn } of probesOf(conversation, DEFAULT_RULE)) expect(has(conversation, turn), `${conversation.id} ${turn}`).toBe(true);
    const showcases = conversations.filter((conversation) => conversation.turns.every(({ role, index }) => role === "agent" || has(conversation, index)));
    expect(showcases.map(({ id }) => id)).toEqual(["c-0003", "c-0007", "c-0012", "c-0028"]);
  });

  it("persona: non-buyers over-engaged, more so late; buyers about +0.2, +0.3, −0.2; the interval of Δ excludes 0", () => {
    const { headline } = report("persona");
    const at = (side: "negative" | "positive"): number[] => headline.byPosition.map(({ strata }) => number(strata[side]));
    expect(at("positive").map((value) => Math.round(value * 10) / 10)).toEqual([0.2, 0.3, -0.2]);
    const [early = 0, middle = 0, late = 0] = at("negative");
    expect(early).toBeGreaterThan(0);
    expect(middle).toBeGreaterThan(early);
    expect(late).toBeGreaterThan(middle);
    const { interval } = headline.delta;
    expect(interval?.ok === true && interval.value.low > 0).toBe(true);
  });

  it("persona: resistance of non-buyers about halved, deliberation up, deciding unchanged", () => {
    const { resistance, deliberation, commitment } = report("persona").headline.shares;
    if (!resistance || !deliberation || !commitment) throw new Error("roles are missing");
    const share = (row: typeof resistance, branch: "real" | "simulated"): number => number(row.negative[branch].pooled);
    expect(share(resistance, "simulated") / share(resistance, "real")).toBeCloseTo(0.5, 1);
    expect(share(deliberation, "simulated")).toBeGreaterThan(1.5 * share(deliberation, "real"));
    expect(share(commitment, "simulated")).toBe(share(commitment, "real"));
  });

  it("may-disengage: the average near 0, the contrast still there, some leaving and silence", () => {
    const { headline, counts } = report("may-disengage");
    expect(Math.abs(number(headline.marginal.balanced))).toBeLessThan(0.15);
    const { interval } = headline.delta;
    expect(interval?.ok === true && interval.value.low > 0).toBe(true);
    const ends = (kind: "leave" | "silence"): number => counts.byStratum.negative[kind] + counts.byStratum.positive[kind];
    expect(ends("leave")).toBeGreaterThanOrEqual(3);
    expect(ends("silence")).toBeGreaterThanOrEqual(3);
  });

  it("prints no p anywhere", () => {
    expect(JSON.stringify([...reports.values()].map(({ headline }) => headline.permutation))).not.toMatch(/"ok":true/);
  });
});

describe("the other files of the sample", () => {
  it("hold the labels of two invented annotators on the same 60 items, half of them real turns", () => {
    const [one, two] = [1, 2].map((who) => lines(`labels/annotator-${who}.jsonl`) as unknown as readonly { readonly conversation: string; readonly turn: number; readonly branch: string; readonly condition?: string; readonly provenance: string }[]);
    const item = ({ conversation, turn, branch, condition }: NonNullable<typeof one>[number]): string => [conversation, turn, branch, condition].join(" ");
    expect(one).toHaveLength(60);
    expect(one?.map(item)).toEqual(two?.map(item));
    expect(one?.filter(({ branch }) => branch === "real")).toHaveLength(30);
    expect([...(one ?? []), ...(two ?? [])].every(({ provenance }) => provenance === "invented")).toBe(true);
  });
});
