// Owns the exact messages a model judge gets for one turn, and their hashes. Refuses branch, outcome and later turns: no parameter can carry them.
import type { InstrumentIdentity } from "../journal/entry.ts";
import type { ChatRequest, Digest } from "../ports.ts";
import type { ChatMessage } from "../probe/probe.ts";
import type { Codebook, LabelDefinition } from "./codebook.ts";
import type { JudgeItem } from "./judge.ts";
import { FULL_WINDOW_TASKS, JUDGE_TEXTS } from "./judgeTexts.ts";

/** Changes whenever the form of the messages does, wording aside (which is hashed itself). */
const PROMPT_FORM = "one-turn-json-lines-1";
const LONGEST_RAW_IN_REPAIR = 2000;

/**
 * The messages that ask for the label of one turn, the same for real and simulated turns. The conversation is fenced as
 * data: a turn is one line of JSON, so that no text can begin a line, and the fence is a hash over all of the data, so
 * that no text can contain it.
 */
export function judgeMessages(codebook: Codebook, item: Pick<JudgeItem, "prefix" | "turn" | "after">, digest: Digest): readonly ChatMessage[] {
  const texts = JUDGE_TEXTS[codebook.language];
  const lines = [
    ...item.prefix.map(({ role, text }) => quoted({ role, text })),
    quoted({ label: true, role: "user", text: item.turn }),
    ...(item.after ?? []).map(({ role, text }) => quoted({ role, text })),
  ].join("\n");
  const mark = `=== ${digest.sha256(lines).slice(0, 24)} ===`;
  return [
    { role: "system", content: systemText(codebook, item.after ? "full" : "causal") },
    { role: "user", content: `${mark}\n${lines}\n${mark}\n${texts.reminder.replace("{mark}", mark)}` },
  ];
}

/** The messages of the one repair attempt after an answer that was no verdict. `cause` is that of `parseVerdict`. */
export function repairMessages(codebook: Codebook, asked: readonly ChatMessage[], raw: string, cause: string): readonly ChatMessage[] {
  const shown = raw.trim() === "" ? "(empty)" : raw.slice(0, LONGEST_RAW_IN_REPAIR);
  return [
    ...asked,
    { role: "assistant", content: shown },
    { role: "user", content: JUDGE_TEXTS[codebook.language].repair.replace("{cause}", () => cause) },
  ];
}

/** JSON schema of an answer, within what strict servers accept: every property required, no others, no unions. */
export function verdictJsonSchema(codebook: Codebook): NonNullable<ChatRequest["schema"]> {
  const oneOf = (labels: readonly LabelDefinition[]): object => ({ type: "string", enum: labels.map((label) => label.name) });
  return {
    name: "decision_state",
    schema: {
      type: "object",
      properties: {
        evidence: { type: "string" },
        stage: oneOf(codebook.stages),
        emotion: oneOf(codebook.emotions),
        blocker: oneOf(codebook.blockers),
        committed_before: { type: "boolean" },
      },
      required: ["evidence", "stage", "emotion", "blocker", "committed_before"],
      additionalProperties: false,
    },
  };
}

/** Who judges and how, as far as it can change an answer; part of the cache key. */
export interface JudgeSettings {
  readonly origin: string;
  readonly model: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
}

/** Canonical text whose SHA-256 is the cache key of one judgement: the exact messages, the schema and the settings. */
export function judgeKeyText(messages: readonly ChatMessage[], codebook: Codebook, settings: JudgeSettings): string {
  return JSON.stringify([
    messages.map(({ role, content }) => [role, content]),
    verdictJsonSchema(codebook),
    [settings.origin, settings.model, settings.temperature ?? null, settings.maxTokens ?? null],
  ]);
}

/** What a judge sees beside the turn: what came before it, or also what came after, for the check that labels do not depend on the future. */
export type Window = InstrumentIdentity["window"];

/** Identity of the model-judged instrument: SHA-256 of the codebook and of all the wording of the prompt. */
export function instrumentIdentity({ formerly: _, ...codebook }: Codebook, digest: Digest, window: Window = "causal"): InstrumentIdentity {
  const text = canonical([PROMPT_FORM, codebook, JUDGE_TEXTS[codebook.language], verdictJsonSchema(codebook), ...(window === "full" ? [FULL_WINDOW_TASKS[codebook.language]] : [])]);
  return { name: codebook.name, version: codebook.version, hash: digest.sha256(text), window };
}

/** JSON with the keys of every object sorted, so that equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function systemText(codebook: Codebook, window: Window): string {
  const texts = JUDGE_TEXTS[codebook.language];
  const list = (title: string, labels: readonly LabelDefinition[]): string =>
    [title, ...labels.map(({ name, definition }) => `- ${name}: ${definition}`)].join("\n");
  return [
    window === "full" ? FULL_WINDOW_TASKS[codebook.language] : texts.task,
    list(texts.stages, codebook.stages),
    list(texts.emotions, codebook.emotions),
    list(texts.blockers, codebook.blockers),
    texts.committedBefore,
    [texts.rules, ...codebook.rules.map((rule) => `- ${rule}`)].join("\n"),
    texts.data,
    texts.answer,
  ].join("\n\n");
}

/** One line of JSON; the line separators that JSON leaves alone are escaped too. */
function quoted(value: object): string {
  return JSON.stringify(value).replace(/[\u0085\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
