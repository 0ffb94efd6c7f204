// What one probe costs the extension host when it arrives in a run that is already large: entries applied, sums, what lenses, hints and panel
// are told. Each probe is charged one repaint of every surface, though the editor repaints at most four times a second. Journal bytes and calls are not counted.
import { finished } from "../../../src/node/steps.ts";
import { setTimeout } from "node:timers/promises";
import { Looks } from "../../../src/study/looks.ts";
import { PanelServices } from "../../../src/study/panel/services.ts";
import { snapshotOf } from "../../../src/study/snapshot.ts";
import { growingRun } from "../data/growingRun.ts";
import { PROBES } from "../data/journal.ts";
import { loud } from "../doors.ts";
import { limitLine, plainLine, ratioLine, residentSet, valueOf } from "../lines.ts";
import { expecting, measured, threadTime } from "../measure.ts";
import type { Absent, Context, Row, Sample } from "../row.ts";

/** Conversations that arrive while the clock runs, and before it, for the compiler's sake. */
const ARRIVING = 300;
const WARM = 150;

export const arriving: Row = {
  name: "arriving",
  rounds: 2,
  heap: 6_000,
  parts: {
    large: (context) => arrivals(probesIn(context)),
    little: () => arrivals(900),
  },
  lines: (parts, context) => {
    const number = (name: string) => valueOf(parts, "large", (sample) => sample.numbers[name]);
    const mean = (part: string) => valueOf(parts, part, (sample) => sample.numbers.mean);
    return [
      limitLine(`a probe arriving in a run of ${probesIn(context)}, mean host time`, mean("large"), "ms", 1),
      plainLine("of it state and sums", number("told"), "ms"),
      plainLine("of it what lenses and hints derive from", number("views"), "ms"),
      plainLine("of it the panel's snapshot", number("snapshot"), "ms"),
      plainLine("half of the probes, by the wall clock, at most", number("median"), "ms"),
      plainLine("99 of 100 at most", number("p99"), "ms"),
      ratioLine("independent of n", mean("large"), "in a run of 900", mean("little"), "ms", 1.5),
      plainLine("resident set", residentSet(parts, "large"), "MB"),
    ];
  },
};

function probesIn({ small }: Context): number {
  return small ? 9_000 : 300_000;
}

async function arrivals(before: number): Promise<Sample | Absent> {
  const conversations = before / PROBES;
  const last = conversations + WARM + ARRIVING;
  const watch = new Stopwatch();
  const { study, open, run, goOn } = await growingRun(conversations, last, () => watch.start());
  const looks = new Looks(study);
  const services = new PanelServices({ study, looks, stats: { report: () => Promise.reject(new Error("not measured here")) }, log: loud, finished });
  let built = false;
  const sums = async (): Promise<void> => {
    while (!built) {
      await setTimeout(5);
      built = looks.report(run) !== undefined;
    }
  };
  study.onDidChange((event) => {
    if (event.what !== "run") return;
    const { change } = event;
    if (change.what === "run") {
      looks.report(run);
      return;
    }
    watch.lap("told");
    const last = change.what === "probe" && run.state.probes.get(change.key)?.samples.get(0)?.verdict !== undefined;
    if (!last) {
      watch.end(false);
      return;
    }
    study.turnViews(open, change.key.slice(0, change.key.indexOf("#")));
    watch.lap("views");
    JSON.stringify(snapshotOf(services, run, { page: "overview" }, "en"));
    watch.lap("snapshot");
    watch.end(true);
  });
  const sample = await measured(() => goOn(WARM + ARRIVING, sums), () => ({ ...watch.numbers(), finished: run.state.counts().finishedProbes }));
  return expecting(sample, { finished: last * PROBES, probes: ARRIVING * PROBES });
}

type Step = "told" | "views" | "snapshot";

/** Time from a line being written to everybody having been told, summed over the lines of a probe: the thread's own by step, the wall's by probe. */
class Stopwatch {
  #warm = WARM * PROBES;
  #steps: Record<Step, number> = { told: 0, views: 0, snapshot: 0 };
  #times: number[] = [];
  #last = 0;
  #began = 0;
  #wall = 0;

  start(): void {
    this.#last = threadTime();
    this.#began = performance.now();
  }

  lap(step: Step): void {
    const now = threadTime();
    this.#steps[step] += now - this.#last;
    this.#last = now;
  }

  /** Everybody has been told of a line; `last` when it was the last one of its probe. */
  end(last: boolean): void {
    this.#wall += performance.now() - this.#began;
    if (!last) return;
    this.#times.push(this.#wall);
    this.#wall = 0;
    if (--this.#warm === 0) {
      this.#steps = { told: 0, views: 0, snapshot: 0 };
      this.#times = [];
    }
  }

  /** Means of a probe by step and in all, and quantiles. */
  numbers(): Readonly<Record<string, number>> {
    const times = this.#times.toSorted((a, b) => a - b);
    const { told, views, snapshot } = this.#steps;
    const n = times.length;
    const mean = (sum: number): number => sum / n;
    return { probes: n, mean: mean(told + views + snapshot), told: mean(told), views: mean(views), snapshot: mean(snapshot), median: times[n >> 1] ?? 0, p99: times[Math.floor(n * 0.99)] ?? 0 };
  }
}
