// Owns the lexicon judge: signs in the turn, read against the agent's turn before it. A floor to compare with, offline, never an LLM's equal.
// Refuses the signs themselves (lexicon/) and custom codebooks: it knows the labels of v1 only.
import type { InstrumentIdentity } from "../journal/entry.ts";
import type { Digest } from "../ports.ts";
import type { DecisionState } from "./codebook.ts";
import { CODEBOOK_V1 } from "./codebookV1.ts";
import type { JudgeItem } from "./judge.ts";
import { canonical } from "./judgePrompt.ts";
import { english } from "./lexicon/en.ts";
import type { LexiconBlocker, LexiconEmotion, LexiconLanguage, LexiconStage, Sign } from "./lexicon/rules.ts";
import { chinese } from "./lexicon/zh.ts";

/** Changes with any change of signs or rules. */
export const LEXICON_VERSION = "1";

const LANGUAGES: Readonly<Record<JudgeItem["language"], LexiconLanguage>> = { en: english, zh: chinese };

/** Identity of codebook v1 as the lexicon applies it: SHA-256 of the label sets, the version and every sign. */
export function lexiconInstrument(digest: Digest): InstrumentIdentity {
  const text = canonical([LEXICON_VERSION, CODEBOOK_V1, LANGUAGES].map(patternsAsText));
  return { name: CODEBOOK_V1.en.name, version: CODEBOOK_V1.en.version, hash: digest.sha256(text), window: "causal" };
}

/** What a sentence says, where and how strongly. */
interface Found<Label extends string> {
  readonly label: Label;
  readonly weight: number;
  readonly evidence: string;
}

/** How near a stage is to the request; of equally strong signs the nearest counts. Source: the tie rule of the codebook. */
const NEARNESS: Readonly<Record<LexiconStage, number>> = { deciding: 3, considering: 2, resisting: 2, engaging: 1, exploring: 0 };

const NOT_WORDS = /[\s\p{P}\p{S}]+/gu;

/** Only so much of a turn is read, from its end, so that no text takes long; chat turns are far shorter. */
const LONGEST_TURN = 4000;

/** Weight of a refusal that stays one whatever was asked. */
const PLAIN_REFUSAL = 6;

/** The decision state of one turn. Reads the turn, the agent's turn before it and, for `committedBefore`, the user's earlier turns. */
export function lexiconState({ prefix, turn, language: name }: JudgeItem): DecisionState {
  const language = LANGUAGES[name];
  const read = turn.slice(-LONGEST_TURN);
  const committedBefore = commitsBefore(prefix, language);
  const stage = stageOf(read, agentBefore(prefix, prefix.length), committedBefore, language);
  const emotion = strongest(read, language.emotions)?.label ?? "neutral";
  const blocker = strongest(read, language.blockers)?.label ?? "none";
  return {
    stage: stage.label,
    emotion: settledEmotion(emotion, stage.label),
    blocker: settledBlocker(blocker, stage.label),
    committedBefore,
    ...(stage.evidence === "" ? {} : { evidence: stage.evidence }),
  };
}

function stageOf(turn: string, agent: string, committedBefore: boolean, language: LexiconLanguage): Found<LexiconStage> {
  const text = plain(turn);
  const closes = language.closes.test(text);
  const closing = closes && !committedBefore;
  if (merelyCourteous(text, language) && (closes || language.thanks.test(text))) return closing ? { label: "resisting", weight: 4, evidence: turn.trim() } : none("exploring");
  const before = plain(agent);
  // Asked only where a sign needs it: an agent's turn is long, and its patterns are the slowest.
  const topical = once(() => language.offer.test(text) || language.agent.offer.test(before));
  const factual = once(() => language.agent.asksFact.test(before) && !language.agent.asks.test(before));
  const found = [...answerTo(turn, before, committedBefore, language)];
  for (const sentence of sentences(turn, language)) {
    const conditional = language.condition.test(plain(sentence));
    for (const sign of allFound(sentence, language.stages)) {
      if (sign.label === "deciding" && conditional) found.push({ ...sign, label: "considering" });
      else if (sign.label === "engaging" && !topical()) found.push({ ...sign, label: "exploring" });
      else if (sign.label === "resisting" && sign.weight < PLAIN_REFUSAL && factual()) found.push({ ...sign, label: "exploring" });
      else found.push(sign);
    }
  }
  const best = found.reduce<Found<LexiconStage>>((held, next) => (outranks(next, held) ? next : held), none("exploring"));
  return closing && best.weight < 3 ? { label: "resisting", weight: 3, evidence: "" } : best;
}

/** What the turn says by standing after a request: a bare yes or no, an amount, a confirmation. */
function* answerTo(turn: string, before: string, committedBefore: boolean, language: LexiconLanguage): Generator<Found<LexiconStage>> {
  const { agent, amount, condition, no, yes } = language;
  const [first = ""] = sentences(turn, language);
  const evidence = first.trim();
  const opening = plain(evidence);
  const asked = once(() => agent.asks.test(before));
  const assents = (): LexiconStage => (condition.test(plain(turn)) ? "considering" : "deciding");
  const opensWithYes = yes.test(opening);
  if (no.test(opening) && asked()) yield { label: "resisting", weight: 4, evidence };
  if (opensWithYes && asked()) yield { label: assents(), weight: 4, evidence };
  if (amount.test(plain(turn)) && (agent.asksAmount.test(before) || asked())) yield { label: assents(), weight: 4, evidence };
  if (language.agrees.test(opening) && !/[?？]\s*$/u.test(before) && language.offer.test(before) && !asked()) yield { label: "engaging", weight: 2, evidence };
  if (committedBefore && opensWithYes && agent.confirms.test(before)) yield { label: "deciding", weight: 2, evidence };
}

/** What earlier turns were found to be, by turn: every later turn of a conversation asks again. Holds only while the turn before is the same. */
const commitments = new WeakMap<Said, { readonly before: string; readonly language: LexiconLanguage; readonly commits: boolean }>();

type Said = JudgeItem["prefix"][number];

function commitsBefore(prefix: JudgeItem["prefix"], language: LexiconLanguage): boolean {
  return prefix.some((said, place) => said.role === "user" && commits(said, agentBefore(prefix, place), language));
}

function commits(said: Said, before: string, language: LexiconLanguage): boolean {
  const known = commitments.get(said);
  if (known?.before === before && known.language === language) return known.commits;
  const text = said.text.slice(-LONGEST_TURN);
  const found = mayDecide(text, before, language) && stageOf(text, before, false, language).label === "deciding";
  commitments.set(said, { before, language, commits: found });
  return found;
}

/** False where nothing says `deciding`: of most turns that is known by few patterns. */
function mayDecide(turn: string, agent: string, language: LexiconLanguage): boolean {
  for (const { label } of answerTo(turn, plain(agent), false, language)) if (label === "deciding") return true;
  return sentences(plain(turn), language).some((sentence) => language.stages.some(({ label, pattern }) => label === "deciding" && pattern.test(sentence)));
}

function agentBefore(prefix: JudgeItem["prefix"], place: number): string {
  return (prefix[place - 1]?.text ?? "").slice(-LONGEST_TURN);
}

/** Whoever commits or asks with interest is not negative; a refusal without any tone of its own stays neutral. */
function settledEmotion(emotion: LexiconEmotion, stage: LexiconStage): LexiconEmotion {
  if (stage === "deciding" && (emotion === "hesitant" || emotion === "negative")) return "neutral";
  if (stage === "resisting" && emotion === "positive") return "neutral";
  return emotion;
}

/** A commitment leaves no obstacle; a neutral exchange names one only where it is plain. */
function settledBlocker(blocker: LexiconBlocker, stage: LexiconStage): LexiconBlocker {
  return stage === "deciding" ? "none" : blocker;
}

function strongest<Label extends string>(turn: string, all: readonly Sign<Label>[]): Found<Label> | undefined {
  let best: Found<Label> | undefined;
  for (const found of allFound(turn, all)) if (!best || found.weight > best.weight) best = found;
  return best;
}

function* allFound<Label extends string>(text: string, all: readonly Sign<Label>[]): Generator<Found<Label>> {
  const even = plain(text);
  for (const { label, weight, pattern } of all) {
    const match = pattern.exec(even);
    if (match) yield { label, weight, evidence: text.slice(match.index, match.index + match[0].length).trim() };
  }
}

function merelyCourteous(text: string, language: LexiconLanguage): boolean {
  return text.replace(language.courtesy, "").replace(NOT_WORDS, "") === "";
}

/** Later signs win ties, since callers go through a turn from beginning to end. */
function outranks(next: Found<LexiconStage>, held: Found<LexiconStage>): boolean {
  if (next.weight !== held.weight) return next.weight > held.weight;
  return NEARNESS[next.label] >= NEARNESS[held.label];
}

function sentences(turn: string, language: LexiconLanguage): readonly string[] {
  return turn.split(language.boundary).filter((sentence) => sentence.trim() !== "");
}

/** Typographic apostrophes as plain ones, character for character, so that places in the text stay the same. */
function plain(text: string): string {
  return text.replace(/[‘’`´]/gu, "'");
}

/** Asks at most once, and only when somebody wants to know. */
function once(ask: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => (known ??= ask());
}

function none(label: LexiconStage): Found<LexiconStage> {
  return { label, weight: 0, evidence: "" };
}

function patternsAsText(value: unknown): unknown {
  if (value instanceof RegExp) return value.source + value.flags;
  if (Array.isArray(value)) return value.map(patternsAsText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, patternsAsText(part)]));
}
