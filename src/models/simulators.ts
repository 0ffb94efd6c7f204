// Owns the simulators: a chat model, a recording, the human-resample control. Refuses prompts (core/probe/condition.ts) and labels.
import { Failure } from "../core/messages/failure.ts";
import type { ChatAnswer, ChatModel } from "../core/ports.ts";
import { LEAVE_TOKEN } from "../core/probe/condition.ts";
import { DONORS, shownDonor, type ControlPool } from "../core/probe/control.ts";
import type { ControlRung } from "../core/probe/controlRung.ts";
import type { ContinuationKind, Provenance } from "../core/probe/probe.ts";
import type { SimulationRequest, Simulator } from "../core/probe/simulator.ts";
import type { SimulatorIdentity } from "../core/journal/entry.ts";
import type { Recording } from "./continuationsFile.ts";

/** Sampling settings of a run. Temperature 0 to 2, tokens from 1. */
export interface SimulatorSettings {
  readonly temperature?: number;
  readonly maxTokens?: number;
}

/**
 * A chat model as simulator. The end token is `leave` (text beside it is kept), an empty answer is `silence`, both only
 * where the condition offers them. Rejects with `empty-answer`, `answer-refused`, or a failure of the model.
 */
export function modelSimulator(model: ChatModel, settings: SimulatorSettings = {}): Simulator {
  return {
    identity: { kind: "model", ...model.identity },
    async continue({ messages, offersExit, sample }, onText, signal) {
      const answer = await model.complete({ messages, ...settings, sample }, onText, signal);
      const { kind, text } = continuationIn(answer, offersExit, model.identity.endpoint);
      return { kind, text, provenance: "generated", reported: answer.report };
    },
  };
}

function continuationIn(answer: ChatAnswer, offersExit: boolean, endpoint: string): { kind: ContinuationKind; text: string } {
  const text = answer.text.trim();
  if (answer.refusal !== undefined && text === "") throw new Failure("answer-refused", { endpoint });
  if (offersExit && text.includes(LEAVE_TOKEN)) return { kind: "leave", text: text.replaceAll(LEAVE_TOKEN, "").trim() };
  if (text !== "") return { kind: "reply", text };
  if (offersExit && (answer.report.finishReason ?? "stop") === "stop") return { kind: "silence", text: "" };
  throw new Failure("empty-answer", { endpoint });
}

/** Plays a recording back. Rejects with `not-recorded` where it has nothing. */
export function recordedSimulator(recording: Recording, identity: Extract<SimulatorIdentity, { kind: "recorded" }>): Simulator {
  return {
    identity,
    async continue({ probe, sample }, onText, signal) {
      signal.throwIfAborted();
      const answer = recording.at(probe.conversation, probe.turn, sample);
      if (!answer) throw new Failure("not-recorded", { conversation: probe.conversation, turn: probe.turn + 1, sample });
      onText?.(answer.text);
      return answer;
    },
  };
}

/**
 * The human-resample control. One seeded donor gives the text on screen; `donors` has all of them, whose mean counts.
 * `provenance` is `invented` for an invented dataset. Rejects with `no-donor` where nobody is eligible.
 */
export function controlSimulator(pool: ControlPool, rung: ControlRung, seed: number, provenance: Provenance = "generated"): Simulator {
  return {
    identity: { kind: "control", rung, donors: DONORS },
    async continue({ probe, prefix }: SimulationRequest, onText, signal) {
      signal.throwIfAborted();
      const donors = pool.donors(rung, probe, prefix, seed);
      const shown = shownDonor(donors, probe, seed);
      if (!shown) throw new Failure("no-donor", { conversation: probe.conversation, turn: probe.turn + 1 });
      const text = pool.textOf(shown);
      onText?.(text);
      return { kind: shown.kind, text, provenance, donors };
    },
  };
}
