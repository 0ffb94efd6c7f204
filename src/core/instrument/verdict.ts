// Owns the reading of a model judge's answer. Refuses guessing: what is not exactly a verdict is invalid, with its cause and the raw answer.
import * as z from "zod/mini";
import type { Verdict } from "../journal/entry.ts";
import { parsedJson } from "../json.ts";
import type { ChatAnswer } from "../ports.ts";
import type { Codebook, DecisionState, LabelDefinition } from "./codebook.ts";

/** Why an answer is no verdict; counted under these names. */
export type InvalidCause =
  | "empty-answer"
  | "not-json"
  | "wrong-shape"
  | "unknown-stage"
  | "unknown-emotion"
  | "unknown-blocker"
  | "refused"
  | "cut-by-length"
  | "only-reasoning";

/** How the parsed text was had; kept in the verdict. */
export interface AnswerForm {
  readonly rung?: NonNullable<ChatAnswer["rung"]>;
  /** True when the text was mended or asked for a second time. */
  readonly repaired?: boolean;
}

const LONGEST_RAW = 4000;
const FENCED = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/iu;
const QUOTES = /^["'“”‘’「『]+|["'“”‘’」』]+$/gu;

/**
 * The verdict in a judge's raw answer about `turn`. A code fence around the object is taken off; nothing else is
 * forgiven. Evidence that is no verbatim part of the turn is left out of the state, since it would point at nothing.
 */
export function parseVerdict(codebook: Codebook, raw: string, turn: string, form: AnswerForm = {}): Verdict {
  const text = raw.trim();
  if (text === "") return invalid("empty-answer", raw);
  const json = parsedJson(FENCED.exec(text)?.[1] ?? text);
  if (json === undefined) return invalid("not-json", raw);
  const answer = z.safeParse(answerSchema(codebook), json);
  if (!answer.success) return invalid(causeOf(answer.error.issues, json), raw);
  const { stage, emotion, blocker, committed_before: committedBefore, evidence } = answer.data;
  const quote = verbatim(evidence, turn);
  const state: DecisionState = { stage, emotion, blocker, committedBefore, ...(quote === undefined ? {} : { evidence: quote }) };
  return { status: "valid", state, ...form };
}

/** An invalid verdict; the raw answer is kept up to {@link LONGEST_RAW} characters. */
export function invalid(cause: InvalidCause, raw: string): Verdict {
  return { status: "invalid", cause, ...(raw === "" ? {} : { raw: raw.slice(0, LONGEST_RAW) }) };
}

function answerSchema(codebook: Codebook) {
  return z.strictObject({
    evidence: z.string(),
    stage: oneOf(codebook.stages),
    emotion: oneOf(codebook.emotions),
    blocker: oneOf(codebook.blockers),
    committed_before: z.boolean(),
  });
}

function oneOf(labels: readonly LabelDefinition[]) {
  return z.enum(labels.map((label) => label.name));
}

/** A foreign label is told apart from a broken object when it is the only thing wrong. */
function causeOf(issues: readonly z.core.$ZodIssue[], json: unknown): InvalidCause {
  const field = issues.length === 1 ? issues[0]?.path[0] : undefined;
  if (field !== "stage" && field !== "emotion" && field !== "blocker") return "wrong-shape";
  const given = (json as Readonly<Record<string, unknown>>)[field];
  return typeof given === "string" ? `unknown-${field}` : "wrong-shape";
}

function verbatim(evidence: string, turn: string): string | undefined {
  const bare = evidence.trim();
  const candidates = [bare, bare.replace(QUOTES, "").trim()];
  return candidates.find((candidate) => candidate !== "" && turn.includes(candidate));
}
