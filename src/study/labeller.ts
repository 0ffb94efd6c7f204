// Owns where the label of a turn comes from: a judge with its cache, or the states of a recording. Refuses journalling.
import type { DecisionState } from "../core/instrument/codebook.ts";
import type { Judge, JudgeItem } from "../core/instrument/judge.ts";
import type { Verdict } from "../core/journal/entry.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import { probeKey, type ModelReport, type Probe } from "../core/probe/probe.ts";
import type { RecordedStates } from "../core/probe/simulator.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { VerdictCache } from "./verdictCache.ts";

/** A verdict with what the journal stores about how it was had. */
export interface Labelled {
  readonly verdict: Verdict;
  readonly judgeHash: string;
  readonly cached: boolean;
  readonly reported?: ModelReport;
}

/** Labels real and simulated turns the same way. Rejects with a `Failure` when no answer could be had (not when it was invalid). */
export interface Labeller {
  real(conversation: Conversation, turn: number, signal: AbortSignal): Promise<Labelled>;
  simulated(conversation: Conversation, probe: Probe, sample: number, text: string, signal: AbortSignal): Promise<Labelled>;
}

/** Labels by a judge. Real turns are paid once per instrument: they go through the cache, and turns asked for at the same time share one call. */
export function judgeLabeller(judge: Judge, cache: VerdictCache | undefined): Labeller {
  const inFlight = new Map<string, Promise<Labelled>>();
  const itemOf = (conversation: Conversation, turn: number, text: string, answered = true): JudgeItem => {
    const { turns: prefix, language } = prefixAt(conversation, turn);
    // Both branches get what really came after, so that nothing but the turn itself differs between them.
    const after = judge.instrument.window === "full" ? { after: conversation.turns.slice(answered ? turn + 1 : turn).map(({ role, text: said }) => ({ role, text: said })) } : {};
    return { prefix, turn: text, language, ...after };
  };
  const ask = async (conversation: Conversation, turn: number, text: string, signal: AbortSignal, answered = true): Promise<Labelled> => {
    const { verdict, judgeHash, reported } = await judge.judge(itemOf(conversation, turn, text, answered), signal);
    return { verdict, judgeHash, cached: false, ...(reported ? { reported } : {}) };
  };
  const realUncached = async (conversation: Conversation, turn: number, signal: AbortSignal): Promise<Labelled> => {
    const text = conversation.turns[turn]?.text ?? "";
    const labelled = (): Promise<Labelled> => ask(conversation, turn, text, signal);
    if (!cache) return labelled();
    const judgeHash = judge.hashOf(itemOf(conversation, turn, text));
    const { verdict, mine } = await cache.once(judgeHash, labelled, signal);
    return mine ?? { verdict, judgeHash, cached: true };
  };
  return {
    real(conversation, turn, signal) {
      const key = probeKey({ conversation: conversation.id, turn });
      const running = inFlight.get(key);
      if (running) return running;
      const started = realUncached(conversation, turn, signal).finally(() => inFlight.delete(key));
      inFlight.set(key, started);
      return started;
    },
    simulated: (conversation, probe, _sample, text, signal) => ask(conversation, probe.turn, text, signal, probe.unanswered === undefined),
  };
}

/** The states of a recording at one turn of the merged conversation; undefined where it has none. */
export type StatesOf = (conversation: string, turn: number, sample: number) => RecordedStates | undefined;

/** Labels as a continuations file carries them. A turn without a state is invalid with cause `not-recorded`. `samples` is the most at one turn. */
export function recordedLabeller(statesOf: StatesOf, samples: number): Labeller {
  // A file may carry the state of a real turn beside any of its samples.
  const realAt = (conversation: string, turn: number): DecisionState | undefined => {
    for (let sample = 0; sample < samples; sample++) {
      const real = statesOf(conversation, turn, sample)?.real;
      if (real) return real;
    }
    return undefined;
  };
  const labelled = (state: DecisionState | undefined, key: string): Labelled => ({
    verdict: state ? { status: "valid", state } : { status: "invalid", cause: "not-recorded" },
    judgeHash: `recorded:${key}`,
    cached: true,
  });
  return {
    real: (conversation, turn) => Promise.resolve(labelled(realAt(conversation.id, turn), probeKey({ conversation: conversation.id, turn }))),
    simulated: (conversation, probe, sample) =>
      Promise.resolve(labelled(statesOf(conversation.id, probe.turn, sample)?.simulated, `${probeKey({ conversation: conversation.id, turn: probe.turn })}/${sample}`)),
  };
}
