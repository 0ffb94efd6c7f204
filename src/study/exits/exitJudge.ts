// Owns who reads exit behaviours from texts: the lexicon, or a model by the same prompt and plumbing as any judge. Refuses which turns.
import { EXIT_CODEBOOK } from "../../core/instrument/exitBehaviours.ts";
import { exitBehaviour, exitLexiconInstrument, EXIT_LEXICON_VERSION } from "../../core/instrument/exitLexicon.ts";
import type { Codebook } from "../../core/instrument/codebook.ts";
import type { Judge } from "../../core/instrument/judge.ts";
import type { ChatModel, Digest } from "../../core/ports.ts";
import { modelJudge } from "../../models/judges.ts";

/** Offline, no call, never invalid; a floor. */
export function exitLexiconJudge(digest: Digest): Judge {
  const instrument = exitLexiconInstrument(digest);
  const hashOf: Judge["hashOf"] = ({ prefix, turn, language }) => digest.sha256(JSON.stringify([instrument.hash, language, prefix.at(-1)?.text ?? "", turn]));
  return {
    identity: { kind: "lexicon", version: EXIT_LEXICON_VERSION },
    instrument,
    hashOf,
    async judge(item, signal) {
      signal.throwIfAborted();
      return { verdict: { status: "valid", state: { stage: exitBehaviour(item), emotion: "none", blocker: "none" } }, judgeHash: hashOf(item) };
    },
  };
}

export function exitModelJudge(chat: ChatModel, digest: Digest, codebook: Codebook = EXIT_CODEBOOK.en): Judge {
  return modelJudge(chat, codebook, digest);
}
