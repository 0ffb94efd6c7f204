// A planned run with end and silence probes, and its exit audit, on an invented dataset with times.
import { describe, expect, it } from "vitest";
import { exitAudit } from "../../../../src/study/exits/audit.ts";
import { exitLexiconJudge } from "../../../../src/study/exits/exitJudge.ts";
import { exitTables } from "../../../../src/study/exits/exitTables.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { finished } from "../../../../src/node/steps.ts";
import { readLabelledPairs } from "../../../../src/datasets/labelledPairs.ts";
import { pairsText } from "../../../../src/study/pairs.ts";
import type { ProbeRule } from "../../../../src/core/probe/probe.ts";
import type { Run } from "../../../../src/study/run.ts";
import { DEFAULT_SETUP, type Setup } from "../../../../src/study/setup.ts";
import type { OpenDataset } from "../../../../src/study/study.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";
import { entriesOf, HOME, never, sayingChat, windowOn, type SayingChat, type Window } from "../onMemory.ts";

const DAY = 86_400_000;
const SETUP: Setup = { ...DEFAULT_SETUP, simulator: { kind: "model", endpoint: "local", model: "m" }, condition: "may-disengage" };
const RULE: ProbeRule = { kind: "every", ends: true, silence: true };

/** Even ones bought and went on; odd ones refused, every third of them left, and one waited two days in between. */
function dataset(count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const began = Date.parse("2026-01-01T10:00:00Z");
    const bought = i % 2 === 0;
    const turn = (role: string, text: string, after: number): object => ({ role, text, at: new Date(began + after).toISOString() });
    const turns = [turn("agent", "Hello?", 0), turn("user", "Hi.", 60_000), turn("agent", `Would you like lamp ${i}?`, 120_000)];
    if (i === 1) turns.push(turn("agent", "Are you there?", 2 * DAY));
    turns.push(turn("user", bought ? "I will take it." : "No thanks.", 2 * DAY + 60_000), turn("agent", "Shall we say ten?", 2 * DAY + 120_000));
    if (bought) turns.push(turn("user", "Yes, deal.", 2 * DAY + 180_000));
    const outcome = bought ? { value: "positive", label: "buyer", end: "bought" } : { value: "negative", label: "non-buyer", ...(i % 3 === 0 ? { endedBy: "user", end: "left" } : {}) };
    return JSON.stringify({ id: `c${String(i).padStart(2, "0")}`, outcome, turns });
  }).join("\n");
}

async function carried(chat: SayingChat, rule: ProbeRule, setup = SETUP, count = 12): Promise<{ readonly window: Window; readonly open: OpenDataset; readonly run: Run }> {
  const window = windowOn({ chat });
  window.files.write("/data/d.jsonl", dataset(count));
  const open = await window.study.openPath("/data/d.jsonl", "d", HOME, undefined, undefined, never);
  const { run, plan } = await window.study.plan(open, setup, { rule, seed: 1 }, never);
  await window.study.carryOut(open, setup, run, plan, never);
  return { window, open, run };
}

const audited = (run: Run, open?: OpenDataset) => exitAudit({ run, judge: { judge: exitLexiconJudge(nodeDigest), width: 2 }, draws: 100, ...(open ? { dataset: open.dataset } : {}) }, finished, never);

/** A model that leaves where it was already told no, and says no otherwise. */
function leaving(): SayingChat {
  const chat = sayingChat();
  chat.says = ({ messages }) => (messages.some(({ role, content }) => role === "assistant" && content.includes("No thanks")) ? "[LEAVE]" : "No thanks, not now.");
  return chat;
}

describe("a run with end and silence probes", () => {
  it("finishes without a label for what nobody wrote, tells its rule and its ledger, and is another plan than without", async () => {
    const { window, open, run } = await carried(leaving(), RULE);
    expect(run.status).toBe("finished");
    const entries = entriesOf(window.disk, run.name);
    const asked = entries.flatMap((entry) => (entry.kind === "continuation" && entry.probe.unanswered ? [[entry.probe.unanswered, entry.probe.conversation, entry.probe.turn, entry.context.end ?? "-", entry.continuation]] : []));
    expect(asked.sort()).toEqual([["end", "c03", 5, "user-left", "leave"], ["end", "c09", 5, "user-left", "leave"], ["silence", "c01", 3, "-", "reply"]]);
    expect(entries.some((entry) => entry.kind === "verdict" && entry.target.branch === "real" && entry.target.conversation === "c03" && entry.target.turn === 5)).toBe(false);
    expect(run.manifest.rule).toEqual(RULE);
    expect(run.manifest.ends).toMatchObject({ conversations: 12, endProbes: { negative: 2, positive: 0, unknown: 0 }, userSpokeLast: { negative: 0, positive: 6, unknown: 0 }, refused: { "unknown-end": { negative: 4 } }, silenceProbes: { negative: 1 }, untimed: 0 });
    const { plan } = await window.study.plan(open, SETUP, { rule: { kind: "every" }, seed: 1 }, never);
    expect(plan.manifest.planHash).not.toBe(run.manifest.planHash);
    expect(plan.manifest.ends).toBeUndefined();
    const kinds = run.state.labelledProbes(false).map(({ realKind }) => realKind);
    expect([kinds.filter((kind) => kind === "ended").length, kinds.filter((kind) => kind === "silent").length]).toEqual([2, 1]);
  });

  it("is audited beside counting turns, from journal and dataset, the same each time and as plain data", async () => {
    const { open, run } = await carried(leaving(), RULE);
    const audit = await audited(run, open);
    expect(audit.exit.rates.negative.endRate).toMatchObject({ ok: true, value: 1 });
    expect(audit.exit.rates.all.prematureRate).toMatchObject({ ok: true, value: 0 });
    expect(audit.exit.rates.all.balanced).toMatchObject({ ok: true, value: 1 });
    expect(audit.turnCount.ok && audit.turnCount.value.all.balanced.ok && audit.turnCount.value.all.balanced.value).toBeLessThan(1);
    expect(audit.exit.discrimination).toMatchObject({ auc: { ok: true, value: 1 }, turnCount: { auc: { quantity: "share" } } });
    const { brier, turnCountBrier, skill } = (audit.scores as Extract<typeof audit.scores, { ok: true }>).value;
    expect(brier).toMatchObject({ ok: true, value: 0, interval: { ok: true } });
    expect(skill).toMatchObject({ ok: true, value: 1 });
    expect(turnCountBrier.ok && turnCountBrier.value).toBeCloseTo(audit.exit.discrimination.turnCount.brier.ok ? audit.exit.discrimination.turnCount.brier.value : -1, 12);
    expect(audit.silences).toMatchObject({ ok: true, value: { probes: 1, negative: { ok: true, value: 0 } } });
    expect(audit.setByTask).toBe(false);
    const row = (label: string) => audit.behaviours.ok && audit.behaviours.value.rows.find((each) => each.label === label)!.negative;
    // Two of the six non-buyers end, each at one of their probes; the model leaves exactly there.
    expect(row("abandonment")).toMatchObject({ real: { pooled: { ok: true } }, simulated: { pooled: { ok: true } }, difference: { ok: true, value: 0 } });
    expect(row("refusal")).toMatchObject({ real: { averaged: { ok: true } }, simulated: { averaged: { ok: true } } });
    expect(await audited(run, open)).toEqual(audit);
    expect(JSON.parse(JSON.stringify(audit))).toEqual(audit);
    for (const language of ["en", "zh"] as const) expect(exitTables(audit, { language, strata: run.manifest.dataset.strata, human: true }).join("\n")).not.toMatch(/\{|undefined|NaN/);
  });

  it("without its dataset says what is missing, and without an exit that none was offered", async () => {
    const { run } = await carried(leaving(), { kind: "every" }, { ...SETUP, condition: "persona" });
    const audit = await audited(run);
    expect(audit).toMatchObject({ offersExit: false, ends: { ok: false, reason: "data-not-given" }, people: { ok: false }, behaviours: { ok: false }, turnCount: { ok: false, reason: "no-end-probes" }, silences: { ok: false, reason: "no-silence-probes" } });
    expect(audit.exit.rates.all.prematureRate).toMatchObject({ ok: false, reason: "not-offered" });
  });

  it("keeps its kinds in labelled pairs", async () => {
    const { run } = await carried(leaving(), RULE);
    const { probes } = await readLabelledPairs(await new MemoryFiles({ "/pairs.csv": await pairsText(run) }).open("/pairs.csv"), "/pairs.csv");
    expect(probes.map(({ realKind }) => realKind).sort()).toEqual(run.state.labelledProbes(false).map(({ realKind }) => realKind).sort());
  });

  it("the control answers at ends with donors, and counts as able to end", async () => {
    const { run } = await carried(sayingChat(), RULE, DEFAULT_SETUP);
    const audit = await audited(run);
    expect(audit.offersExit).toBe(true);
    expect(audit.exit.rates.all.endRate.ok).toBe(true);
  });
});
