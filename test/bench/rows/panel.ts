// What the open bias panel costs the extension host while a run that is large already goes on at 500 probes a second: how often it is repainted,
// how large its messages are, how long a snapshot takes and how long the host is held up, lists of probes and all pages asked for meanwhile.
import { setTimeout } from "node:timers/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { coalesced } from "../../../src/host/coalesce.ts";
import { finished } from "../../../src/node/steps.ts";
import { PAGES, type ProbeQuery } from "../../../src/protocol/panelParts.ts";
import { Looks } from "../../../src/study/looks.ts";
import { PanelServices } from "../../../src/study/panel/services.ts";
import { snapshotOf } from "../../../src/study/snapshot.ts";
import { growingRun } from "../data/growingRun.ts";
import { PROBES } from "../data/journal.ts";
import { loud } from "../doors.ts";
import { limitLine, plainLine, residentSet, valueOf } from "../lines.ts";
import { expecting, measured, threadTime } from "../measure.ts";
import type { Absent, Context, Row, Sample } from "../row.ts";

const A_SECOND = 500;
const SECONDS = 8;

export const panel: Row = {
  name: "panel",
  rounds: 2,
  heap: 6_000,
  parts: { open: opened },
  lines: (parts, context) => {
    const number = (name: string) => valueOf(parts, "open", (sample) => sample.numbers[name]);
    return [
      limitLine(`longest work between two turns of the host's loop, panel open on a run of ${probesIn(context)} that goes on, by processor`, number("busy"), "ms", 50),
      plainLine("the same by the wall clock", number("longest"), "ms"),
      limitLine("repaints in a second, at most", number("repaints"), "/s", 4),
      limitLine("largest message", number("message"), "KB", 100),
      limitLine("longest snapshot", number("snapshot"), "ms", 50),
      plainLine("mean snapshot", number("mean"), "ms"),
      plainLine("sums of the run built beside it, in slices", number("built"), "ms"),
      plainLine("first page of the probes by size of bias", number("byBias"), "ms"),
      plainLine("first page of those that tell most", number("telling"), "ms"),
      plainLine("a later page", number("later"), "ms"),
      plainLine("resident set", residentSet(parts, "open"), "MB"),
    ];
  },
};

function probesIn({ small }: Context): number {
  return small ? 9_000 : 300_000;
}

async function opened(context: Context): Promise<Sample | Absent> {
  const conversations = probesIn(context) / PROBES;
  const more = Math.ceil((A_SECOND * SECONDS) / PROBES);
  const { study, run, goOn } = await growingRun(conversations, conversations + more, () => undefined);
  const looks = new Looks(study);
  const services = new PanelServices({ study, looks, stats: { report: () => Promise.reject(new Error("not measured here")) }, log: loud, finished });
  const seen = { repaints: [] as number[], snapshots: [] as number[], message: 0 };
  let page = 0;
  let started = false;
  const repaint = coalesced(() => {
    const began = threadTime();
    const message = JSON.stringify(snapshotOf(services, run, { page: PAGES[page++ % PAGES.length] ?? "overview" }, "en"));
    seen.snapshots.push(threadTime() - began);
    seen.repaints.push(performance.now());
    seen.message = Math.max(seen.message, message.length);
  });
  services.onDidChange(() => {
    if (started) repaint.request();
  });
  const loop = new Loop();
  const times: Record<string, number> = {};
  const ask = async (name: string, query: Omit<ProbeQuery, "run">): Promise<void> => {
    const began = performance.now();
    await services.lists.page(run, { run: run.id, ...query });
    times[name] = performance.now() - began;
  };
  const gate = Promise.withResolvers<undefined>();
  const pace = paced(A_SECOND, gate.promise);
  const asking = async (): Promise<void> => {
    // What was before is put into the state at the start; that is the bench's own work.
    await setTimeout(200);
    globalThis.gc?.();
    loop.start();
    gate.resolve(undefined);
    const began = performance.now();
    started = true;
    looks.report(run);
    while (!looks.report(run)) await setTimeout(10);
    times.built = performance.now() - began;
    await ask("byBias", { order: "bias", from: 0, count: 200 });
    await ask("later", { order: "bias", from: 5_000, count: 200 });
    await ask("telling", { order: "telling", from: 0, count: 50, filter: { label: { branch: "simulated", what: "stage", value: "exploring" } } });
    await ask("byPlace", { order: "conversation", from: 0, count: 200 });
  };
  const sample = await measured(async () => {
    const asked = asking();
    await Promise.all([goOn(more, pace, 32), asked]);
    loop.stop();
  }, () => ({ ...loop.numbers(), ...times, message: seen.message / 1_000, snapshot: Math.max(...seen.snapshots), mean: seen.snapshots.reduce((sum, each) => sum + each, 0) / seen.snapshots.length, repaints: mostInASecond(seen.repaints), finished: run.state.counts().finishedProbes }));
  repaint.dispose();
  services.dispose();
  return expecting(sample, { finished: (conversations + more) * PROBES });
}

/** The most that lie within one second; five at its two ends are four steps. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 990).length));
}

/** Lets so many through in a second, once the gate is open. */
function paced(aSecond: number, gate: Promise<undefined>): () => Promise<void> {
  let began: number | undefined;
  let given = 0;
  return async () => {
    await gate;
    began ??= performance.now();
    await setTimeout(Math.max(0, began + (1_000 * given++) / aSecond - performance.now()));
  };
}

/** How long the loop is held up, by the wall and by this thread's own work. */
class Loop {
  readonly #delay = monitorEventLoopDelay({ resolution: 1 });
  #busy = 0;
  #turns: ReturnType<typeof setInterval> | undefined;

  start(): void {
    let before = threadTime();
    this.#turns = setInterval(() => {
      const now = threadTime();
      this.#busy = Math.max(this.#busy, now - before);
      before = now;
    }, 1);
    this.#delay.enable();
  }

  stop(): void {
    clearInterval(this.#turns);
    this.#delay.disable();
  }

  numbers(): { readonly busy: number; readonly longest: number } {
    return { busy: this.#busy, longest: this.#delay.max / 1e6 };
  }
}
