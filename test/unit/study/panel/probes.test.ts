import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../../src/core/journal/entry.ts";
import { RunState } from "../../../../src/core/journal/fold.ts";
import type { ProbePage, ProbeQuery } from "../../../../src/protocol/dashboard.ts";
import { ProbeLists } from "../../../../src/study/panel/probes.ts";
import type { Run } from "../../../../src/study/run.ts";
import { SEED } from "../../core/journal/entries.ts";
import { failure, left, real, reply, simulated, started } from "../handWritten.ts";
import { checked, nativeText, opened, reportThere, servicesOn, windowOn } from "../onMemory.ts";

const query = (more: Partial<ProbeQuery> = {}): ProbeQuery => ({ run: "r", order: "bias", from: 0, count: 200, ...more });

/** Each call with lists of its own. */
const pageOf = (run: Run, asked: ProbeQuery): Promise<ProbePage> => new ProbeLists().page(run, asked);

function written(entries: readonly JournalEntry[], status: Run["status"] = "finished"): Run {
  const state = new RunState();
  for (const entry of [started(1), ...entries]) state.apply(entry);
  return { state, manifest: state.manifest, status } as unknown as Run;
}

describe("the probes behind a mark", () => {
  const run = written([
    reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "engaging"),
    reply("a", 5), real("a", 5, "deciding"), simulated("a", 5, "resisting"),
    left("b", 3, "leave"), real("b", 3, "considering"),
    left("b", 5, "silence"), real("b", 5, "resisting"),
    reply("c", 3), real("c", 3, "exploring"), { ...simulated("c", 3, ""), verdict: { status: "invalid", cause: "not-json" } } as JournalEntry,
    reply("c", 5), real("c", 5, "resisting"), simulated("c", 5, "resisting"),
  ]);
  const found = async (more: Partial<ProbeQuery>): Promise<readonly string[]> => (await pageOf(run, query(more))).rows.map(({ conversation, turn }) => `${conversation}${turn}`);

  it("come by size of bias, under-engaged ones as well, and those without a bias last", async () => {
    expect((await pageOf(run, query())).rows.map(({ conversation, turn, bias }) => [`${conversation}${turn}`, bias])).toEqual([["a5", -4], ["b3", -3], ["a3", 1], ["b5", 0], ["c5", 0], ["c3", undefined]]);
    expect(await found({ order: "conversation" })).toEqual(["a3", "a5", "b3", "b5", "c3", "c5"]);
  });

  it("are those of the mark: outcome, position, stage of either branch", async () => {
    expect(await found({ order: "conversation", outcome: "positive" })).toEqual(["a3", "a5"]);
    expect(await found({ order: "conversation", position: 30, outcome: "negative" })).toEqual(["b3", "c3"]);
    expect(await found({ order: "conversation", realStage: "resisting" })).toEqual(["b5", "c5"]);
    expect(await found({ order: "conversation", simulatedStage: "engaging" })).toEqual(["a3"]);
    expect(await found({ order: "conversation", outcome: "unknown" })).toEqual([]);
  });

  it("count leaving and silence with the first stage, as the shares do", async () => {
    expect(await found({ order: "conversation", simulatedStage: "resisting" })).toEqual(["a5", "b3", "b5", "c5"]);
    expect((await pageOf(run, query({ simulatedStage: "resisting" }))).rows.map(({ simulatedStages }) => simulatedStages[0])).toEqual(["resisting", "leave", "silence", "resisting"]);
  });

  it("are of finished conversations only while the run is unfinished", async () => {
    const entries = [reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "engaging"), reply("a", 5), real("a", 5, "exploring"), simulated("a", 5, "engaging"), reply("b", 3), real("b", 3, "exploring"), simulated("b", 3, "engaging"), failure("c", 3, "simulate")];
    expect((await pageOf(written(entries, "paused"), query())).rows.map(({ conversation }) => conversation)).toEqual(["a", "a"]);
    expect((await pageOf(written(entries, "finished"), query())).total).toBe(3);
  });

  it("come in pages that join to the whole, whatever their size, filter and order", async () => {
    const window = windowOn();
    const whole = await checked(window, await opened(window, nativeText(30)));
    await fc.assert(
      fc.asyncProperty(
        fc.record({ order: fc.constantFrom("bias", "conversation", "telling"), outcome: fc.constantFrom("positive", "negative"), position: fc.constantFrom(30, 60, 90), simulatedStage: fc.constantFrom("resisting", "exploring") }, { requiredKeys: ["order"] }),
        fc.integer({ min: 1, max: 50 }),
        async (asked, count) => {
          const all = await pageOf(whole, query(asked));
          const lists = new ProbeLists();
          const pages: ProbePage[] = [];
          for (let from = 0; from <= all.total; from += count) pages.push(await lists.page(whole, query({ ...asked, from, count })));
          expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows);
          expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([all.total]));
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
  });

  it("are those of a cell of the confusion table, an act, an emotion, and of the filter in force", async () => {
    expect(await found({ order: "conversation", realStage: "exploring", label: { branch: "simulated", what: "stage", value: "engaging" } })).toEqual(["a3"]);
    expect(await found({ order: "conversation", label: { branch: "simulated", what: "stage", value: "leave" } })).toEqual(["b3"]);
    expect(await found({ order: "conversation", label: { branch: "simulated", what: "stage", value: "resisting" } })).toEqual(["a5", "c5"]);
    expect(await found({ order: "conversation", label: { branch: "real", what: "emotion", value: "neutral" } })).toEqual(["a3", "a5", "b3", "b5", "c3", "c5"]);
    expect(await found({ order: "conversation", label: { branch: "real", what: "blocker", value: "price" } })).toEqual([]);
    expect(await found({ order: "conversation", filter: { position: 30 }, outcome: "negative" })).toEqual(["b3", "c3"]);
    expect(await found({ order: "conversation", act: "offer" })).toEqual([]);
  });

  it("that are of people with a value of a profile field need the profiles", async () => {
    const asked = query({ order: "conversation", field: { name: "age", value: "30" } });
    expect((await new ProbeLists().page(run, asked, (conversation) => (conversation === "b" ? { age: "30" } : undefined))).total).toBe(2);
    expect((await pageOf(run, asked)).total).toBe(0);
  });

  it("that tell most stand on top: largest biases, spread over outcomes, positions and conversations", async () => {
    const conversations = ["a", "b", "c"] as const;
    const stages = [["resisting", "deciding"], ["resisting", "engaging"], ["exploring", "deciding"]] as const;
    const many = written(conversations.flatMap((conversation, at) => ([3, 5] as const).flatMap((turn) => [reply(conversation, turn), real(conversation, turn, stages[at]?.[0] ?? ""), simulated(conversation, turn, stages[at]?.[1] ?? "")])));
    const { rows, total } = await pageOf(many, query({ order: "telling" }));
    // One of each conversation before the second of any; then the rest by size.
    expect([rows.slice(0, 3).map(({ conversation }) => conversation).sort(), total]).toEqual([["a", "b", "c"], 6]);
    expect(rows.slice(0, 2).map(({ outcome }) => outcome).sort()).toEqual(["negative", "positive"]);
    expect(new Set(rows.slice(1, 3).map(({ position }) => position)).size).toBe(2);
  });

  it("go on in the list that was begun while the run goes on, and begin anew with its first page", async () => {
    const lists = new ProbeLists();
    const growing = Object.assign(written([reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "engaging"), reply("a", 5), real("a", 5, "exploring"), simulated("a", 5, "engaging")]), { revision: 1 });
    const first = await lists.page(growing, query({ count: 1 }));
    for (const entry of [reply("b", 3), real("b", 3, "exploring"), simulated("b", 3, "deciding")]) growing.state.apply(entry);
    Object.assign(growing, { revision: 2 });
    const second = await lists.page(growing, query({ from: 1, count: 1 }));
    expect([first.total, second.total, second.rows[0]?.turn]).toEqual([2, 2, 5]);
    expect((await lists.page(growing, query({ count: 1 }))).total).toBe(3);
  });

  it("have biases whose means are the panel's", async () => {
    const window = windowOn();
    const whole = await checked(window, await opened(window, nativeText(30)));
    const services = servicesOn(window);
    await reportThere(services, whole);
    const report = services.reports.of(whole);
    for (const outcome of ["positive", "negative"] as const) {
      const { rows } = await pageOf(whole, query({ outcome }));
      const own = [...Map.groupBy(rows, ({ conversation }) => conversation).values()].map((probes) => probes.reduce((sum, { bias = NaN }) => sum + bias / probes.length, 0));
      expect(report?.headline.strata[outcome]).toMatchObject({ probes: rows.length, bias: { ok: true, value: expect.closeTo(own.reduce((sum, bias) => sum + bias, 0) / own.length, 12) as number } });
    }
  });
});
