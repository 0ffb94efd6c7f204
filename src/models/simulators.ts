// Owns the simulators: a chat model, a recording, the human-resample control. Refuses prompts (core/probe/condition.ts) and labels.
import { Failure } from "../core/messages/failure.ts";
import type { ChatAnswer, ChatModel } from "../core/ports.ts";
import { ACTION_SCHEMA, actionRepairMessages, actionTextSoFar, readAction, type ReadAction } from "../core/probe/action.ts";
import { LEAVE_TOKEN } from "../core/probe/condition.ts";
import { DONORS, shownDonor, type ControlPool } from "../core/probe/control.ts";
import type { ControlRung } from "../core/probe/controlRung.ts";
import { noticedIn } from "../core/probe/noticed.ts";
import type { ChatMessage, ContinuationKind, ModelReport, Provenance } from "../core/probe/probe.ts";
import type { SimulationRequest, Simulator, SimulatorAnswer } from "../core/probe/simulator.ts";
import type { SimulatorIdentity } from "../core/journal/entry.ts";
import type { Recording } from "./continuationsFile.ts";
import { mendedObject } from "./mended.ts";
import { sumReports } from "./sumReports.ts";

/** Sampling settings of a run. Temperature 0 to 2, tokens from 1. */
export interface SimulatorSettings {
  readonly temperature?: number;
  readonly maxTokens?: number;
}

/**
 * A chat model as simulator. The end token is `leave` (text beside it is kept), an empty answer is `silence`, both only
 * where the condition offers them. An answer of the form `action` is a decision; it gets one repair. Rejects with
 * `empty-answer`, `answer-refused`, `answer-not-action`, or a failure of the model.
 */
export function modelSimulator(model: ChatModel, settings: SimulatorSettings = {}): Simulator {
  return {
    identity: { kind: "model", ...model.identity },
    async continue(request, onText, signal) {
      if (request.answer === "action") return decided(model, settings, request, onText, signal);
      const { messages, offersExit, sample } = request;
      const answer = await model.complete({ messages, ...settings, sample }, onText, signal);
      const { kind, text } = continuationIn(answer, offersExit, model.identity.endpoint);
      return { kind, text, provenance: "generated", reported: withNoticed(answer.report, text, request) };
    },
  };
}

function withNoticed(report: ModelReport, text: string, { prefix }: SimulationRequest): ModelReport {
  const noticed = noticedIn(text, prefix);
  return noticed.length > 0 ? { ...report, noticed } : report;
}

function continuationIn(answer: ChatAnswer, offersExit: boolean, endpoint: string): { kind: ContinuationKind; text: string } {
  const text = answer.text.trim();
  if (answer.refusal !== undefined && text === "") throw new Failure("answer-refused", { endpoint }, { report: answer.report });
  if (offersExit && text.includes(LEAVE_TOKEN)) return { kind: "leave", text: text.replaceAll(LEAVE_TOKEN, "").trim() };
  if (text !== "") return { kind: "reply", text };
  if (offersExit && (answer.report.finishReason ?? "stop") === "stop") return { kind: "silence", text: "" };
  throw new Failure("empty-answer", { endpoint }, { report: answer.report });
}

async function decided(model: ChatModel, settings: SimulatorSettings, request: SimulationRequest, onText: ((soFar: string) => void) | undefined, signal: AbortSignal): Promise<SimulatorAnswer> {
  const { messages, prefix, sample } = request;
  const { endpoint } = model.identity;
  const ask = async (asked: readonly ChatMessage[]): Promise<{ readonly read: ReadAction; readonly raw: string; readonly report: ModelReport }> => {
    const { text, refusal, report } = await model.complete({ messages: asked, ...settings, sample, schema: ACTION_SCHEMA }, onText && ((soFar) => onText(actionTextSoFar(soFar))), signal);
    if (refusal !== undefined && text.trim() === "") throw new Failure("answer-refused", { endpoint }, { report });
    const read = readAction(text);
    const mended = !read.ok && read.fault === "not-json" ? mendedObject(text) : undefined;
    const again = mended === undefined ? read : readAction(mended);
    return { read: again.ok ? again : read, raw: text, report };
  };
  const first = await ask(messages);
  if (first.read.ok) return { ...first.read.decision, provenance: "generated", reported: withNoticed(first.report, first.read.decision.text, request) };
  const second = await ask(actionRepairMessages(messages, first.raw, first.read.fault, prefix.language));
  const reported = sumReports(first.report, second.report);
  if (!second.read.ok) throw new Failure("answer-not-action", { endpoint, fault: second.read.fault }, { report: reported });
  return { ...second.read.decision, provenance: "generated", reported: withNoticed(reported, second.read.decision.text, request) };
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
