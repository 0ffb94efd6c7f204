// Owns the judges: a chat model, the lexicon. Refuses the prompt, the rules and the reading of verdicts (core/instrument).
import type { Codebook } from "../core/instrument/codebook.ts";
import type { Judge, Judgement } from "../core/instrument/judge.ts";
import { instrumentIdentity, judgeKeyText, judgeMessages, repairMessages, verdictJsonSchema, type JudgeSettings, type Window } from "../core/instrument/judgePrompt.ts";
import { LEXICON_VERSION, lexiconInstrument, lexiconState } from "../core/instrument/lexicon.ts";
import { invalid, parseVerdict, type InvalidCause } from "../core/instrument/verdict.ts";
import type { Verdict } from "../core/journal/entry.ts";
import { isFailure } from "../core/messages/failure.ts";
import type { ChatModel, Digest } from "../core/ports.ts";
import type { ChatMessage, ModelReport } from "../core/probe/probe.ts";
import { mendedObject } from "./mended.ts";
import { sumReports } from "./sumReports.ts";

/** The lexicon judge: offline, no call, never invalid. */
export function lexiconJudge(digest: Digest): Judge {
  const instrument = lexiconInstrument(digest);
  const hashOf: Judge["hashOf"] = ({ prefix, turn, language }) => digest.sha256(JSON.stringify([instrument.hash, language, prefix.map(({ role, text }) => [role, text]), turn]));
  return {
    identity: { kind: "lexicon", version: LEXICON_VERSION },
    instrument,
    hashOf,
    async judge(item, signal) {
      signal.throwIfAborted();
      return { verdict: { status: "valid", state: lexiconState(item) }, judgeHash: hashOf(item) };
    },
  };
}

/**
 * A chat model as judge: one item a call, strict schema, one repair attempt, then `invalid` with the cause of the second
 * answer. Temperature 0 unless set. Rejects with a failure of the model when there was no answer to read.
 */
export function modelJudge(model: ChatModel, codebook: Codebook, digest: Digest, settings: Pick<JudgeSettings, "temperature" | "maxTokens"> = {}, window: Window = "causal"): Judge {
  const sampling = { temperature: 0, ...settings };
  const keyed = { origin: model.identity.origin, model: model.identity.model, ...sampling };
  const keyOf = (messages: readonly ChatMessage[]): string => digest.sha256(judgeKeyText(messages, codebook, keyed));
  const ask = async (messages: readonly ChatMessage[], turn: string, signal: AbortSignal): Promise<Asked> => {
    try {
      const { text, refusal, report, rung } = await model.complete({ messages, ...sampling, schema: verdictJsonSchema(codebook) }, undefined, signal);
      if (refusal !== undefined && text.trim() === "") return { verdict: invalid("refused", refusal), raw: refusal, report };
      return { verdict: readVerdict(codebook, text, turn, rung), raw: text, report };
    } catch (error) {
      const cause = isFailure(error) ? UNREADABLE[error.id] : undefined;
      if (cause === undefined || !isFailure(error)) throw error;
      return { verdict: invalid(cause, ""), raw: "", report: error.report ?? {} };
    }
  };
  return {
    identity: { kind: "model", ...model.identity },
    instrument: instrumentIdentity(codebook, digest, window),
    hashOf: (item) => keyOf(judgeMessages(codebook, item, digest)),
    async judge(item, signal): Promise<Judgement> {
      const messages = judgeMessages(codebook, item, digest);
      const judgeHash = keyOf(messages);
      const first = await ask(messages, item.turn, signal);
      if (first.verdict.status === "valid") return { verdict: first.verdict, judgeHash, reported: first.report };
      const second = await ask(repairMessages(codebook, messages, first.raw, first.verdict.cause), item.turn, signal);
      const verdict: Verdict = second.verdict.status === "valid" ? { ...second.verdict, repaired: true } : second.verdict;
      return { verdict, judgeHash, reported: sumReports(first.report, second.report) };
    },
  };
}

interface Asked {
  readonly verdict: Verdict;
  readonly raw: string;
  readonly report: ModelReport;
}

/** Failures that are an answer of the judge, only not a readable one; they count as invalid, not as missing. */
const UNREADABLE: Readonly<Partial<Record<string, InvalidCause>>> = {
  "answer-cut-by-length": "cut-by-length",
  "answer-only-reasoning": "only-reasoning",
  "answer-filtered": "refused",
};

/** Broken JSON is mended before another call is spent on it; a mended verdict says so. */
function readVerdict(codebook: Codebook, text: string, turn: string, rung: "schema" | "json" | "text" | undefined): Verdict {
  const form = rung === undefined ? {} : { rung };
  const verdict = parseVerdict(codebook, text, turn, form);
  if (verdict.status === "valid" || verdict.cause !== "not-json") return verdict;
  const object = mendedObject(text);
  const mended = object === undefined ? verdict : parseVerdict(codebook, object, turn, { ...form, repaired: true });
  return mended.status === "valid" ? mended : verdict;
}
