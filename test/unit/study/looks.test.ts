import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../src/core/journal/entry.ts";
import { RunState } from "../../../src/core/journal/fold.ts";
import { Failure } from "../../../src/core/messages/failure.ts";
import { liveReport } from "../../../src/core/stats/liveReport.ts";
import { Tally } from "../../../src/core/stats/tally.ts";
import { Emitter } from "../../../src/study/emitter.ts";
import { Looks } from "../../../src/study/looks.ts";
import { schemeOf } from "../../../src/study/reportOf.ts";
import type { Run, RunStatus } from "../../../src/study/run.ts";
import type { StudyEvent } from "../../../src/study/study.ts";
import { SEED } from "../core/journal/entries.ts";
import { failure, left, real, reply, simulated, started, type Donors } from "./handWritten.ts";
import { checked, MODEL_SETUP, opened, sayingChat, windowOn } from "./onMemory.ts";

/** A run that is told its entries one by one, and its looks. */
function following(): { readonly run: Run; readonly looks: Looks; readonly tell: (entry: JournalEntry) => void; status: RunStatus } {
  const state = new RunState();
  const events = new Emitter<StudyEvent>();
  const told = {
    status: "running" as RunStatus,
    run: {
      state,
      get manifest() {
        return state.manifest;
      },
      get status() {
        return told.status;
      },
    } as unknown as Run,
    looks: new Looks({ onDidChange: events.on }),
    tell: (entry: JournalEntry) => {
      const change = state.apply(entry);
      if (change.what !== "nothing") events.fire({ what: "run", run: told.run, change });
    },
  };
  return told;
}

/** The numbers of finished conversations, with nothing kept from before. */
function anew({ state, manifest }: Run): unknown {
  const tally = new Tally(schemeOf(manifest.codebook));
  for (const probe of state.labelledProbes(true)) tally.put(probe);
  for (const { probe } of state.probes.values()) if (state.conversationFinished(probe.conversation)) tally.finish(probe.conversation);
  return liveReport(tally, schemeOf(manifest.codebook));
}

/** Everything that may be written of a run: own and foreign donors, labels, failures of every stage, more samples than planned. */
const pool: fc.Arbitrary<readonly JournalEntry[]> = fc.record({ control: fc.boolean(), stages: fc.infiniteStream(fc.constantFrom("resisting", "exploring", "deciding")) }).map(({ control, stages }) => {
  const stage = (): string => stages.next().value as string;
  const donors = (turn: number): Donors => ["a", "b", "x"].map((conversation) => ({ conversation, turn, kind: "reply" }));
  return (["a", "b", "c"] as const).flatMap((conversation) =>
    [3, 5].flatMap((turn) => [
      real(conversation, turn, stage()),
      real("x", turn, stage()),
      ...[0, 1].flatMap((sample) => [reply(conversation, turn, control ? donors(turn) : undefined, sample), simulated(conversation, turn, stage(), sample), ...(["simulate", "judge-real", "judge-simulated"] as const).map((name) => failure(conversation, turn, name, sample))]),
    ]),
  );
});

/** The pool in some order, then again in another, since a label before its continuation is of nothing. */
const entries = pool.chain((all) => fc.tuple(fc.shuffledSubarray([...all], { minLength: all.length / 2 }), fc.shuffledSubarray([...all], { minLength: all.length / 2 }))).map((both) => both.flat());

describe("the look at a run", () => {
  it("is the same as one made from scratch, after whatever entries in whatever order, however seldom it is asked for", () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.boolean()), fc.integer({ min: 1, max: 2 }), (written, asks, samples) => {
        const { run, looks, tell } = following();
        tell(started(samples));
        for (const entry of written) {
          tell(entry);
          if (asks.next().value) expect(looks.report(run)).toEqual(anew(run));
        }
        expect(looks.report(run)).toEqual(anew(run));
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  it.each<[string, readonly JournalEntry[]]>([
    ["a donor's label that comes after its conversation was given up", [reply("a", 3, [{ conversation: "x", turn: 7, kind: "reply" }]), failure("a", 3, "judge-simulated"), reply("a", 5, [{ conversation: "b", turn: 3, kind: "reply" }]), real("a", 3, "exploring"), real("a", 5, "exploring"), real("b", 3, "deciding"), real("x", 7, "considering")]],
    ["a real label that comes after its conversation was given up", [reply("a", 3), simulated("a", 3, "engaging"), failure("a", 3, "judge-real"), reply("a", 5), simulated("a", 5, "engaging"), real("a", 5, "exploring"), real("a", 3, "resisting")]],
    ["a failed sample that is tried again", [failure("a", 3, "simulate"), reply("a", 5), real("a", 5, "exploring"), simulated("a", 5, "engaging"), reply("a", 3), real("a", 3, "resisting"), simulated("a", 3, "deciding")]],
    ["one more sample of a finished conversation", [reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "deciding"), reply("a", 5), real("a", 5, "exploring"), simulated("a", 5, "engaging"), left("a", 3, "leave", 1)]],
  ])("follows %s", (_what, entries) => {
    const { run, looks, tell } = following();
    tell(started(1));
    for (const entry of entries) {
      tell(entry);
      expect(looks.report(run)).toEqual(anew(run));
    }
    expect(looks.report(run)?.strata.positive).toMatchObject({ conversations: 1, probes: 2 });
  });

  it("counts no conversation that is not finished", () => {
    const { run, looks, tell } = following();
    for (const entry of [started(1), reply("a", 3), real("a", 3, "exploring"), simulated("a", 3, "deciding"), reply("a", 5), real("a", 5, "exploring")]) tell(entry);
    expect(looks.report(run)).toMatchObject({ conversations: 0, probes: 0, samples: { reply: 0 } });
    tell(simulated("a", 5, "deciding"));
    expect(looks.report(run)).toMatchObject({ conversations: 1, probes: 2, samples: { reply: 2 } });
  });

  it("is none before the manifest, and Δ is one of a look until the run is finished", () => {
    const told = following();
    expect(told.looks.report(told.run)).toBeUndefined();
    told.tell(started(1));
    expect(told.looks.of(told.run)).toBeUndefined();
    for (const conversation of ["a", "b"] as const) for (const turn of [3, 5] as const) for (const entry of [reply(conversation, turn), real(conversation, turn, "exploring"), simulated(conversation, turn, conversation === "b" ? "deciding" : "exploring")]) told.tell(entry);
    expect(told.looks.of(told.run)).toEqual({ value: 3, look: true });
    told.status = "finished";
    expect(told.looks.of(told.run)).toEqual({ value: 3, look: false });
  });

  it("of a study follows its runs, also where a model fails at first and is asked again", async () => {
    const chat = sayingChat();
    chat.before = (_request, count) => (count % 3 === 0 ? new Failure("endpoint-cut", { endpoint: "local" }) : undefined);
    const window = windowOn({ chat });
    const looks = new Looks(window.study);
    let told = 0;
    window.study.onDidChange((event) => {
      if (event.what !== "run" || !event.run.state.manifest) return;
      told++;
      expect(looks.report(event.run)).toEqual(anew(event.run));
    });
    const open = await opened(window);
    const failed = await checked(window, open, MODEL_SETUP);
    expect(failed.progress.failed).toBeGreaterThan(0);
    chat.before = undefined;
    const run = await checked(window, open, MODEL_SETUP);
    expect(told).toBeGreaterThan(18);
    expect(looks.report(run)).toMatchObject({ conversations: 6, probes: 18 });
    looks.dispose();
  });
});
