// Owns how requests to models are shown to the person who is asked to allow them. Refuses making them (exactRequests.ts).
import { EDITOR_ENDPOINT } from "../core/editorModel.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { ChatRequest } from "../core/ports.ts";
import type { ChatMessage } from "../core/probe/probe.ts";
import { visible, visibleLines } from "../core/transcript/visible.ts";
import type { ExactRequest } from "./exactRequests.ts";
import type { Setup } from "./setup.ts";

/** Messages one under the other, each under its role; text lines are indented, so that none can pass for a heading. */
export function messageLines(messages: readonly ChatMessage[]): readonly string[] {
  return messages.flatMap(({ role, content }) => ["", `--- ${role} ---`, ...visibleLines(content).map((line) => `  ${line}`)]);
}

/** What a page of requests is about. `before`: what is to be said first, such as the estimate. */
export interface RequestsShown {
  readonly dataset: string;
  readonly conversation: string;
  /** Index of the turn. */
  readonly turn: number;
  readonly each: readonly SetupRequests[];
  readonly before: readonly string[];
}

/** What one probe sends with a setup, simulator first. */
export interface SetupRequests {
  readonly setup: Setup;
  readonly requests: readonly ExactRequest[];
}

/** The page: where what goes, then every request of one probe as it is. */
export function requestsText({ dataset, conversation, turn, each, before }: RequestsShown, language: Language): string {
  const head = [
    sentence("consent-page-title", { turn: turn + 1, conversation: visible(conversation), dataset: visible(dataset) }, language),
    ...before,
    ...(each.some(({ setup }) => setup.redact) ? [sentence("consent-redacted", {}, language)] : []),
    sentence("consent-never", {}, language),
  ];
  let number = 0;
  const shown = each.flatMap((own) => setupLines(own, () => (number += 1), language));
  return [...head, ...shown, ""].join("\n");
}

function setupLines({ setup, requests }: SetupRequests, next: () => number, language: Language): readonly string[] {
  const simulates = setup.simulator.kind === "model";
  const lines = requests.flatMap(({ to, request }, index) => {
    const role = sentence(simulates && index === 0 ? "consent-page-simulator" : "consent-page-judge", {}, language);
    return [
      "",
      "",
      sentence("consent-page-to", { number: next(), role, model: visible(to.model), origin: visible(to.origin) }, language),
      ...(to.endpoint === EDITOR_ENDPOINT ? [sentence("consent-page-editor", {}, language)] : []),
      ...(settingsOf(request) === "" ? [] : [sentence("consent-page-settings", { settings: settingsOf(request) }, language)]),
      ...messageLines(request.messages),
    ];
  });
  const known = setup.judge.kind === "model" && requests.length === (simulates ? 1 : 0) ? ["", sentence("consent-page-no-judge", {}, language)] : [];
  return [...lines, ...known];
}

/** Settings under the names they have on the wire. */
function settingsOf({ temperature, maxTokens, seed, schema }: ChatRequest): string {
  const named = { temperature, max_tokens: maxTokens, seed, schema: schema?.name };
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`])).join(", ");
}
