// Owns the door through which a user's next turn is written. Refuses implementations (models/) and labels.
import type { DecisionState } from "../instrument/codebook.ts";
import type { SimulatorIdentity } from "../journal/entry.ts";
import type { AnswerForm } from "./condition.ts";
import type { ChatMessage, Continuation, Prefix, Probe } from "./probe.ts";

/** One sample at one probe. There is no place in it for an outcome, a later turn, a label or another branch. */
export interface SimulationRequest {
  readonly probe: Probe;
  readonly prefix: Prefix;
  /** The rendered condition, exactly as a model receives it (see condition.ts). */
  readonly messages: readonly ChatMessage[];
  /** True when the condition offers the end token and licenses not answering. */
  readonly offersExit: boolean;
  /** How the condition has it answer; a message when absent. */
  readonly answer?: AnswerForm;
  /** Repeated draws at one probe, from 0. */
  readonly sample: number;
}

/** States that came with a continuation from a file; a recorded judge reads them instead of judging. */
export interface RecordedStates {
  readonly real?: DecisionState;
  readonly simulated?: DecisionState;
  readonly judge?: string;
  readonly instrument?: string;
}

/** A continuation, with the recorded states where a file carried them. */
export interface SimulatorAnswer extends Continuation {
  readonly states?: RecordedStates;
}

/**
 * What writes the user's next turn. `onText` gets the whole text so far while it arrives. Rejects with a `Failure`
 * when this sample cannot be had; a cancelled call rejects with the signal's reason.
 */
export interface Simulator {
  readonly identity: SimulatorIdentity;
  continue(request: SimulationRequest, onText: ((soFar: string) => void) | undefined, signal: AbortSignal): Promise<SimulatorAnswer>;
}
