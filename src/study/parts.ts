// Owns turning a setup into who takes part: simulator, labels, condition and their identities. Refuses running them.
import { CODEBOOK_V1 } from "../core/instrument/codebookV1.ts";
import { instrumentIdentity } from "../core/instrument/judgePrompt.ts";
import type { Judge } from "../core/instrument/judge.ts";
import { Failure } from "../core/messages/failure.ts";
import { conditionNamed, CONDITIONS, type Condition } from "../core/probe/condition.ts";
import type { Provenance } from "../core/probe/probe.ts";
import type { Simulator } from "../core/probe/simulator.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { lexiconJudge, modelJudge } from "../models/judges.ts";
import { controlSimulator, modelSimulator } from "../models/simulators.ts";
import type { StudyDoors } from "./doors.ts";
import { judgeLabeller, recordedLabeller, type Labeller } from "./labeller.ts";
import type { PlanParts } from "./plan.ts";
import { readRecording } from "./recording.ts";
import type { JudgeChoice, Setup } from "./setup.ts";
import { VerdictCache } from "./verdictCache.ts";

/** Probes carried out at once where a simulator or judge waits for a server. */
const MODEL_WIDTH = 16;

/** Everything a run of a setup on a dataset needs. */
export interface Resolved extends PlanParts {
  readonly simulatorDoor: Simulator;
  readonly labeller: Labeller;
  /** Conversations the simulator has something for; all when absent. */
  readonly only?: ReadonlySet<string>;
  /** Samples a recording holds per probe. */
  readonly recordedSamples?: number;
  readonly width: number;
  close(): Promise<void>;
}
