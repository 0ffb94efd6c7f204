// Owns turning a setup into who takes part: simulator, labels, condition and their identities. Refuses running them.
import type { Anchor } from "../core/instrument/anchors.ts";
import type { Codebook } from "../core/instrument/codebook.ts";
import { instrumentIdentity } from "../core/instrument/judgePrompt.ts";
import type { Judge } from "../core/instrument/judge.ts";
import { Failure } from "../core/messages/failure.ts";
import type { ChatModel } from "../core/ports.ts";
import type { Condition } from "../core/probe/condition.ts";
import { conditionNamed } from "../core/probe/conditions.ts";
import { ControlPool, controlConversation } from "../core/probe/control.ts";
import type { Simulator } from "../core/probe/simulator.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { lexiconJudge, modelJudge } from "../models/judges.ts";
import { controlSimulator, modelSimulator, recordedSimulator } from "../models/simulators.ts";
import type { StudyDoors } from "./doors.ts";
import { judgeLabeller, recordedLabeller, type Labeller } from "./labeller.ts";
import { mannerOf, type MannerAt } from "./manner.ts";
import { CONTROL_SEED, type PlanParts } from "./plan.ts";
import { PROMPT_REDACTION, redactedLabeller, redactedSource } from "./promptRedaction.ts";
import type { ConversationSource } from "./recentConversations.ts";
import { readRecording, type OpenRecording } from "./recording.ts";
import { DEFAULT_INSTRUMENT, type Setup } from "./setup.ts";
import { conditionOrStored, instrumentOrStored } from "./stored.ts";
import { VerdictCache } from "./verdictCache.ts";

/** Probes carried out at once for a model that does not say how many calls it has room for. */
export const MODEL_WIDTH = 16;

/** Everything a run of a setup on a dataset needs. */
export interface Resolved extends PlanParts {
  readonly simulatorDoor: Simulator;
  readonly labeller: Labeller;
  /** How a person writes, where the condition asks for it. */
  readonly manner?: MannerAt;
  /** A judge that can err, and the turns it is tried with before it is paid. */
  readonly tried?: { readonly judge: Judge; readonly anchors: readonly Anchor[] };
  /** What the simulator has recorded; absent for other simulators. */
  readonly recording?: OpenRecording;
  readonly width: number;
  /** Conversations as simulator and judge see them. */
  readonly source: ConversationSource;
  close(): Promise<void>;
}

/** Resolves a setup; rejects with the `Failure` that says what is missing. Control pools are kept by `pools`. */
export async function resolve(dataset: Dataset, home: string, setup: Setup, doors: StudyDoors, pools: ControlPools, signal: AbortSignal): Promise<Resolved> {
  const { simulator: choice } = setup;
  const recording = choice.kind === "recorded" ? await readRecording(choice.path, dataset, doors, signal) : undefined;
  const condition = recording ? recordedCondition(recording.condition) : await conditionOrStored(doors, home, setup.condition, setup.stored);
  const models = new Set<ChatModel>();
  const asked: StudyDoors = {
    ...doors,
    async chatModel(endpoint, model) {
      const chat = await doors.chatModel(endpoint, model);
      models.add(chat);
      return chat;
    },
  };
  const simulator = await simulatorOf(dataset, setup, recording, asked, pools, signal);
  const labels = await labelsOf(setup, recording, home, asked);
  const source = setup.redact ? redactedSource(dataset) : dataset;
  const manner = mannerOf(condition, dataset, source);
  const sentTo = [simulator.identity, labels.judge].flatMap((identity) => (identity.kind === "model" ? [identity.origin] : []));
  return {
    simulator: simulator.identity,
    simulatorDoor: simulator,
    condition,
    ...labels,
    ...(setup.redact ? { labeller: redactedLabeller(labels.labeller), redaction: PROMPT_REDACTION } : {}),
    source,
    ...(manner ? { manner } : {}),
    provenance: recording?.provenance ?? "generated",
    software: doors.software,
    sentTo: [...new Set(sentTo)],
    ...(recording ? { recording } : {}),
    // A probe waits for one model at a time: enough of them keep every model busy.
    width: Math.max(1, [...models].reduce((sum, { atOnce = MODEL_WIDTH }) => sum + atOnce, 0)),
  };
}

/** Control pools by dataset; building one reads every conversation once. */
export type ControlPools = WeakMap<Dataset, Promise<ControlPool>>;

async function simulatorOf(dataset: Dataset, setup: Setup, recording: OpenRecording | undefined, doors: StudyDoors, pools: ControlPools, signal: AbortSignal): Promise<Simulator> {
  const { simulator: choice } = setup;
  switch (choice.kind) {
    case "model":
      return modelSimulator(await doors.chatModel(choice.endpoint, choice.model), { temperature: setup.temperature, maxTokens: setup.maxTokens });
    case "recorded": {
      if (!recording) throw new Failure("file-not-found", { path: choice.path });
      const source = doors.files.basename(choice.path);
      return recordedSimulator(recording.recording, { kind: "recorded", name: recording.simulator, source, sourceHash: recording.hash });
    }
    case "control": {
      const pool = pools.get(dataset) ?? controlPool(dataset, doors, signal);
      pools.set(dataset, pool);
      pool.catch(() => pools.delete(dataset));
      return controlSimulator(await pool, choice.rung, CONTROL_SEED);
    }
  }
}

async function controlPool(dataset: Dataset, doors: StudyDoors, signal: AbortSignal): Promise<ControlPool> {
  const conversations = [];
  for await (const conversation of dataset.all(signal)) conversations.push(controlConversation(conversation, doors.digest));
  return new ControlPool(conversations);
}

type Labels = Pick<Resolved, "judge" | "instrument" | "codebook" | "labeller" | "tried" | "close">;

async function labelsOf(setup: Setup, recording: OpenRecording | undefined, home: string, doors: StudyDoors): Promise<Labels> {
  const { judge: choice } = setup;
  const { codebook, anchors } = await instrumentOrStored(doors, home, (choice.kind === "lexicon" ? undefined : choice.instrument) ?? DEFAULT_INSTRUMENT, setup.stored);
  switch (choice.kind) {
    case "recorded": {
      if (!recording) throw new Failure("judge-needs-recording");
      const statesOf = (conversation: string, turn: number, sample: number) => recording.recording.at(conversation, turn, sample)?.states;
      return {
        judge: { kind: "recorded", name: recording.judge, source: recording.hash },
        instrument: { ...instrumentIdentity(codebook, doors.digest), version: recording.instrument },
        codebook,
        labeller: recordedLabeller(statesOf, recording.recording.samples),
        close: () => Promise.resolve(),
      };
    }
    case "lexicon":
      return fromJudge(lexiconJudge(doors.digest), codebook, undefined);
    case "model": {
      const judge = modelJudge(await doors.chatModel(choice.endpoint, choice.model), codebook, doors.digest, {}, choice.window);
      const name = `cache/verdicts-${slug(choice.model)}-${judge.instrument.hash.slice(0, 8)}.jsonl`;
      return { ...fromJudge(judge, codebook, await VerdictCache.open(doors.journals(home), name, doors.log)), tried: { judge, anchors } };
    }
  }
}

function fromJudge(judge: Judge, codebook: Codebook, cache: VerdictCache | undefined): Labels {
  return {
    judge: judge.identity,
    instrument: judge.instrument,
    codebook,
    labeller: judgeLabeller(judge, cache),
    close: async () => cache?.close(),
  };
}

/** A recording may carry a condition we do not ship: its name is kept, its template is unknown. */
function recordedCondition(name: string): Condition {
  return conditionNamed(name) ?? { name, texts: { en: "", zh: "" }, offersExit: true, answer: "text" };
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
}
