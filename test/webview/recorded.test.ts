// @vitest-environment jsdom
// Where the users are not people no surface calls their turns real, and Δ is a difference between simulators.
import { describe, expect, it } from "vitest";
import { runTables } from "../../src/cli/tables.ts";
import { ledgerLines } from "../../src/cli/ledger.ts";
import { statsReport } from "../../src/core/stats/report.ts";
import type { Language } from "../../src/core/messages/sentence.ts";
import type { Users } from "../../src/core/transcript/conversation.ts";
import { renderTranscript } from "../../src/core/transcript/render.ts";
import { reportOptions, schemeOf } from "../../src/study/reportOf.ts";
import type { Run } from "../../src/study/run.ts";
import { snapshotOf } from "../../src/study/snapshot.ts";
import type { OpenDataset } from "../../src/study/study.ts";
import { realTurn } from "../../src/study/turnWords.ts";
import { ledgerRows } from "../../src/views/explorer/ledger.ts";
import { continuationWords, realWords } from "../../src/views/comments/wording.ts";
import { checked, HOME, nativeText, never, QUICK_DRAWS, reportThere, servicesOn, windowOn, type Window } from "../unit/study/onMemory.ts";
import { openPage } from "./pageBench.ts";

const REPLIES = ["Not interested, stop calling me.", "How much is it?", "OK, I will buy it today.", "Maybe later, I will think about it."];

interface Made {
  readonly window: Window;
  readonly open: OpenDataset;
  readonly run: Run;
}

/** A finished run of the control on a dataset whose study file says who its users are. */
async function made(users: Users): Promise<Made> {
  const window = windowOn();
  let turn = 0;
  window.files.write("/data/talks.jsonl", nativeText(26).replaceAll("maybe later.", () => REPLIES[(turn++ * 7) % 11 % REPLIES.length] ?? ""));
  window.files.write("/data/fidelity.json", JSON.stringify({ datasets: [{ path: "talks.jsonl", users, strata: { positive: "deal", negative: "no deal" } }] }));
  const open = await window.study.openPath("/data/talks.jsonl", "talks", HOME, "/data", undefined, never);
  return { window, open, run: await checked(window, open) };
}

/** Everything a person reads of it, in one text. */
async function surfaces({ window, open, run }: Made, language: Language): Promise<string> {
  const services = servicesOn(window);
  const page = openPage();
  await reportThere(services, run);
  page.show(snapshotOf(services, run, { page: "overview" }, language));
  const report = statsReport(run.state.labelledProbes(false), schemeOf(run.manifest.codebook), { ...reportOptions(run), ...QUICK_DRAWS });
  const { dataset } = open;
  const conversation = await dataset.read(dataset.entries[0]?.id ?? "");
  const views = [...window.study.turnViews(open, conversation.id).values()];
  const comments = views.flatMap((view) => [realWords(conversation, view, dataset.users, undefined, language), ...view.continuations.map((continuation) => continuationWords(continuation, false, undefined, language))]);
  return [
    ...runTables(report, run.manifest, language),
    ...ledgerLines(dataset, language),
    ...ledgerRows(dataset.ledger, language).map(({ label }) => label),
    renderTranscript(conversation, dataset.strata, { hideOutcome: false, language }).text,
    realTurn(dataset.users, language),
    JSON.stringify(comments),
    page.root.textContent,
    ...[...page.root.querySelectorAll("*")].flatMap((each) => ["title", "aria-label", "alt"].flatMap((name) => each.getAttribute(name) ?? [])),
  ].join("\n");
}

describe.each(["simulated", "mixed"] as const)("users that are %s", (users) => {
  it("are recorded on every surface, and Δ is a difference between simulators", async () => {
    const from = await made(users);
    const english = await surfaces(from, "en");
    expect(english.split("\n").filter((line) => /\breal\b/iu.test(line))).toEqual([]);
    expect(english).toMatch(/\brecorded\b/u);
    expect(english).toContain("Recorded turn");
    expect(english).toContain("Difference between simulators Δ");
    expect(english).not.toContain("Contrast Δ");
    const chinese = await surfaces(from, "zh");
    expect(chinese.split("\n").filter((line) => line.includes("真实"))).toEqual([]);
    expect(chinese).toContain("模拟器之间的差异 Δ");
  }, 60_000);
});

describe("users that are people", () => {
  it("are real", async () => {
    const english = await surfaces(await made("human"), "en");
    expect(english).toMatch(/\breal turns of other people\b/u);
    expect(english).toContain("Contrast Δ");
    expect(english).not.toContain("Difference between simulators");
  }, 60_000);
});
