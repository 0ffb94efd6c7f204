// Owns the decision a simulator gives under a condition of the answer form `action`: its schema and its reading. Refuses guessing.
import * as z from "zod/mini";
import { parsedJson } from "../json.ts";
import type { ChatRequest } from "../ports.ts";
import type { ChatMessage, Continuation, Prefix } from "./probe.ts";

/** What an answer of the form `action` is asked to follow; within what strict servers accept, so ranges are checked on reading. */
export const ACTION_SCHEMA: NonNullable<ChatRequest["schema"]> = {
  name: "next_action",
  schema: {
    type: "object",
    properties: { action: { type: "string", enum: ["reply", "leave", "silence"] }, p_leave: { type: "number" }, text: { type: "string" } },
    required: ["action", "p_leave", "text"],
    additionalProperties: false,
  },
};

/** Why an answer is no decision. */
export type ActionFault = "empty-answer" | "not-json" | "wrong-shape" | "reply-without-text";
export type Decision = Required<Pick<Continuation, "kind" | "text" | "leaveProbability">>;
export type ReadAction = { readonly ok: true; readonly decision: Decision } | { readonly ok: false; readonly fault: ActionFault };

const answer = z.strictObject({ action: z.enum(["reply", "leave", "silence"]), p_leave: z.number().check(z.minimum(0), z.maximum(1)), text: z.string() });
const FENCED = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/iu;

/** The decision in an answer. A code fence around the object is taken off; a text beside `silence` is not sent by anyone and is dropped. */
export function readAction(raw: string): ReadAction {
  const text = raw.trim();
  if (text === "") return { ok: false, fault: "empty-answer" };
  const json = parsedJson(FENCED.exec(text)?.[1] ?? text);
  if (json === undefined) return { ok: false, fault: "not-json" };
  const parsed = z.safeParse(answer, json);
  if (!parsed.success) return { ok: false, fault: "wrong-shape" };
  const { action: kind, p_leave: leaveProbability, text: said } = parsed.data;
  const words = kind === "silence" ? "" : said.trim();
  if (kind === "reply" && words === "") return { ok: false, fault: "reply-without-text" };
  return { ok: true, decision: { kind, text: words, leaveProbability } };
}

/** The text of a decision that is still arriving, as far as it goes. */
export function actionTextSoFar(soFar: string): string {
  const begun = /"text"\s*:\s*"((?:[^"\\]|\\(?:u[\da-f]{4}|[^u]))*)/iu.exec(soFar)?.[1] ?? "";
  const text = parsedJson(`"${begun.replace(/[\u0000-\u001f]/gu, " ")}"`);
  return typeof text === "string" ? text : "";
}

const REPAIR = {
  en: "That was not a valid answer ({fault}). Answer again: one JSON object with exactly the fields action (\"reply\", \"leave\" or \"silence\"), p_leave (a number from 0 to 1) and text, and nothing else.",
  zh: "这不是有效的回答（{fault}）。请重新回答：一个 JSON 对象，只含 action（\"reply\"、\"leave\" 或 \"silence\"）、p_leave（0 到 1 之间的数）和 text 这三个字段，不要有别的内容。",
} as const;
const LONGEST_RAW = 2000;

/** The messages of the one repair attempt after an answer that was no decision. */
export function actionRepairMessages(asked: readonly ChatMessage[], raw: string, fault: ActionFault, language: Prefix["language"]): readonly ChatMessage[] {
  return [
    ...asked,
    { role: "assistant", content: raw.trim() === "" ? "(empty)" : raw.slice(0, LONGEST_RAW) },
    { role: "user", content: REPAIR[language].replace("{fault}", fault) },
  ];
}
