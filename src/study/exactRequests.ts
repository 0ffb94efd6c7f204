// Owns what one probe would send, to the letter: the probe is carried out by the same code, with models that only listen. Sends and writes nothing.
import { RunState } from "../core/journal/fold.ts";
import { Failure } from "../core/messages/failure.ts";
import type { ChatModel, ChatRequest, JournalFile, ModelIdentity } from "../core/ports.ts";
import type { Probe } from "../core/probe/probe.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import { contextOf } from "./plan.ts";
import { runSample, type PendingCall, type RunnerParts } from "./runner.ts";

/** One request that would go out. */
export interface ExactRequest {
  readonly to: ModelIdentity;
  readonly request: ChatRequest;
}

/** A model that keeps what it is asked and never answers. */
export function listening(chat: ChatModel, heard: (asked: ExactRequest) => void): ChatModel {
  return {
    ...chat,
    complete(request) {
      heard({ to: chat.identity, request });
      return Promise.reject(new Failure("batch-pending", { endpoint: chat.identity.endpoint, call: "-" }));
    },
  };
}

/** Carries one sample of a probe out without keeping anything of it. A real turn whose label is known asks for nothing; `told` hears what each request is for, after it. */
export async function rehearse(parts: Omit<RunnerParts, "state" | "journal" | "changed" | "pending">, conversation: Conversation, probe: Probe, signal: AbortSignal, told: (call: PendingCall) => void = () => undefined): Promise<void> {
  await runSample({ ...parts, state: new RunState(), journal: NOWHERE, changed: () => undefined, pending: told }, conversation, probe, contextOf(conversation, probe, 1), 0, undefined, signal);
}

const NOWHERE: JournalFile = { path: "", append: () => Promise.resolve(), flush: () => Promise.resolve(), close: () => Promise.resolve() };
