// Owns a planned run that is large already and goes on: its entries from before in memory, what is appended thrown away. Refuses measuring.
import type { JournalFile, JournalStore } from "../../../src/core/ports.ts";
import type { Conversation } from "../../../src/core/transcript/conversation.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { encodeEntry } from "../../../src/core/journal/codec.ts";
import { conditionNamed } from "../../../src/core/probe/conditions.ts";
import type { Simulator } from "../../../src/core/probe/simulator.ts";
import { RandomStream } from "../../../src/core/stats/random.ts";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import type { Labeller } from "../../../src/study/labeller.ts";
import type { Plan } from "../../../src/study/plan.ts";
import type { Run } from "../../../src/study/run.ts";
import { Study, type OpenDataset } from "../../../src/study/study.ts";
import { conversationOf } from "../../fakes/conversations.ts";
import { conversationId, entriesOf, identityOf, manifestOf, probesOf, verdictBy } from "./journal.ts";
import { doorsOf, loud } from "../doors.ts";

export interface GrowingRun {
  readonly study: Study;
  readonly open: OpenDataset;
  readonly run: Run;
  /** Probes so many conversations more; with a pace each continuation waits for it, and so many probes are under way at once. */
  readonly goOn: (conversations: number, pace?: () => Promise<void>, width?: number) => Promise<void>;
}

/** A run of `last` conversations of which the first `conversations` are finished once it goes on. `appended` is called for each line. */
export async function growingRun(conversations: number, last: number, appended: () => void): Promise<GrowingRun> {
  const study = new Study({ ...doorsOf(), journals: () => new Journals(appended, conversations) });
  const open = await study.addDataset("bench", datasetOf(last), "/bench/.fidelity");
  const [run] = study.runs;
  if (!run) throw new Error("the run was not read");
  // The journal has only its first line; what came before is put in here, when the run is read to go on and before anybody else is told.
  study.onDidChange(({ what }) => {
    if (what === "run" && run.state.probes.size === 0) for (const entry of entriesOf(conversations)) run.state.apply(entry);
  });
  return { study, open, run, goOn: (count, pace, width = 1) => carryOut(run, open.dataset, conversations, count, pace, width) };
}

/** One run with its first line; what is appended is told and thrown away. */
class Journals implements JournalStore {
  readonly #appended: () => void;
  readonly #conversations: number;

  constructor(appended: () => void, conversations: number) {
    this.#appended = appended;
    this.#conversations = conversations;
  }

  folders(): Promise<readonly string[]> {
    return Promise.resolve([]);
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
      this.#appended();
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

function carryOut(run: Run, dataset: Dataset, from: number, count: number, pace: (() => Promise<void>) | undefined, width: number): Promise<void> {
  const random = new RandomStream(from);
  const condition = conditionNamed("persona");
  if (!condition) throw new Error("no condition is shipped");
  const simulator: Simulator = { identity: manifestOf(1).simulator, continue: async () => {
    await pace?.();
    return { kind: "reply", text: "好的呀", provenance: "generated" };
  } };
  const label = (): Awaited<ReturnType<Labeller["real"]>> => ({ verdict: verdictBy(random), judgeHash: "0", cached: false });
  const labeller: Labeller = { real: () => Promise.resolve(label()), simulated: () => Promise.resolve(label()) };
  const plan: Plan = { manifest: run.manifest, conversations: Array.from({ length: count }, (_, at) => ({ id: conversationId(from + at), probes: probesOf(from + at) })) };
  return run.start(plan, { dataset, simulator, condition, labeller, clock: nodeClock, ids: nodeIds, digest: nodeDigest, width }, loud, new AbortController().signal);
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
