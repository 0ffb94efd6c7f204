// What one probe costs the extension host when it arrives in a run that is already large: entries applied, sums, what lenses, hints and panel
// are told. Each probe is charged one repaint of every surface, though the editor repaints at most four times a second. Journal bytes and calls are not counted.
import type { JournalFile, JournalStore } from "../../../src/core/ports.ts";
import type { Labeller } from "../../../src/study/labeller.ts";
import type { Conversation } from "../../../src/core/transcript/conversation.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { encodeEntry } from "../../../src/core/journal/codec.ts";
import { conditionNamed } from "../../../src/core/probe/conditions.ts";
import type { Simulator } from "../../../src/core/probe/simulator.ts";
import { RandomStream } from "../../../src/core/stats/random.ts";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { finished } from "../../../src/node/steps.ts";
import { Looks } from "../../../src/study/looks.ts";
import type { Plan } from "../../../src/study/plan.ts";
import { PanelServices } from "../../../src/study/panel/services.ts";
import type { Run } from "../../../src/study/run.ts";
import { snapshotOf } from "../../../src/study/snapshot.ts";
import { Study } from "../../../src/study/study.ts";
import { conversationOf } from "../../fakes/conversations.ts";
import { conversationId, entriesOf, identityOf, manifestOf, probesOf, PROBES, verdictBy } from "../data/journal.ts";
import { doorsOf, loud } from "../doors.ts";
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
      plainLine("once a start: sums from the state", number("rebuilt"), "ms"),
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
  const study = new Study({ ...doorsOf(), journals: () => new Journals(watch, conversations) });
  const open = await study.addDataset("bench", datasetOf(last), "/bench/.fidelity");
  const [run] = study.runs;
  if (!run) throw new Error("the run was not read");
  const looks = new Looks(study);
  const services = new PanelServices({ study, looks, stats: { report: () => Promise.reject(new Error("not measured here")) }, log: loud, finished });
  let rebuilt = 0;
  study.onDidChange((event) => {
    if (event.what !== "run") return;
    const { change } = event;
    if (change.what === "run") {
      // The journal has only its first line; what came before is put in here, once the run goes on.
      if (run.status === "running" && run.state.probes.size === 0) for (const entry of entriesOf(conversations)) run.state.apply(entry);
      // A start makes the sums anew; that is paid once, not by a probe.
      const began = threadTime();
      looks.report(run);
      rebuilt = Math.max(rebuilt, threadTime() - began);
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
  const sample = await measured(() => carryOut(run, open.dataset, conversations, WARM + ARRIVING), () => ({ ...watch.numbers(), rebuilt, finished: run.state.counts().finishedProbes }));
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

/** One run with its first line; what is appended starts the watch and is thrown away. */
class Journals implements JournalStore {
  readonly #watch: Stopwatch;
  readonly #conversations: number;

  constructor(watch: Stopwatch, conversations: number) {
    this.#watch = watch;
    this.#conversations = conversations;
  }

  list(): Promise<readonly string[]> {
    return Promise.resolve(["runs/bench.jsonl"]);
  }

  async *read(): ReturnType<JournalStore["read"]> {
    for (const entry of entriesOf(this.#conversations)) {
      yield { line: 1, text: encodeEntry(entry), complete: true };
      return;
    }
  }

  rewrite(): Promise<void> {
    return Promise.reject(new Error("the bench rewrites nothing"));
  }

  open(): Promise<JournalFile> {
    const append = (): Promise<void> => {
      this.#watch.start();
      return Promise.resolve();
    };
    return Promise.resolve({ path: "/bench", append, flush: () => Promise.resolve(), close: () => Promise.resolve() });
  }

  held(): Promise<boolean> {
    return Promise.resolve(false);
  }

  watch(): { dispose(): void } {
    return { dispose: () => undefined };
  }
}

function carryOut(run: Run, dataset: Dataset, from: number, count: number): Promise<void> {
  const random = new RandomStream(from);
  const condition = conditionNamed("persona");
  if (!condition) throw new Error("no condition is shipped");
  const simulator: Simulator = { identity: manifestOf(1).simulator, continue: () => Promise.resolve({ kind: "reply", text: "好的呀", provenance: "generated" }) };
  const label = (): Awaited<ReturnType<Labeller["real"]>> => ({ verdict: verdictBy(random), judgeHash: "0", cached: false });
  const labeller: Labeller = { real: () => Promise.resolve(label()), simulated: () => Promise.resolve(label()) };
  const plan: Plan = { manifest: run.manifest, conversations: Array.from({ length: count }, (_, at) => ({ id: conversationId(from + at), probes: probesOf(from + at) })) };
  // One after the other, so that the watch runs for one probe at a time.
  return run.start(plan, { dataset, simulator, condition, labeller, clock: nodeClock, ids: nodeIds, digest: nodeDigest, width: 1 }, loud, new AbortController().signal);
}

/** The dataset of the run; its conversations are made when they are asked for. */
function datasetOf(conversations: number): Dataset {
  const identity = identityOf(conversations);
  const texts = Array.from({ length: 20 }, (_, turn) => `第${turn}句`);
  const read = (id: string): Conversation => conversationOf(id, texts);
  return {
    ...identity,
    problems: [],
    entries: [],
    entry: () => undefined,
    read: (id) => Promise.resolve(read(id)),
    all: () => none(),
    records: () => none(),
    standing: () => Promise.resolve({ kind: "same", path: identity.path }),
    identity: () => Promise.resolve(identity),
  };
}

async function* none(): AsyncGenerator<never> {
  // The run needs no conversation before it is carried out.
}
