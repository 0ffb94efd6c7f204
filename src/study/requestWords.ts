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
  readonly setup: Setup;
  readonly requests: readonly ExactRequest[];
  readonly before: readonly string[];
}

/** The page: where what goes, then every request of one probe as it is. */
export function requestsText({ dataset, conversation, turn, setup, requests, before }: RequestsShown, language: Language): string {
  const simulates = setup.simulator.kind === "model";
  const head = [
    sentence("consent-page-title", { turn: turn + 1, conversation: visible(conversation), dataset: visible(dataset) }, language),
    ...before,
    ...(setup.redact ? [sentence("consent-redacted", {}, language)] : []),
    sentence("consent-never", {}, language),
  ];
  const each = requests.flatMap(({ to, request }, index) => {
    const role = sentence(simulates && index === 0 ? "consent-page-simulator" : "consent-page-judge", {}, language);
    return [
      "",
      "",
      sentence("consent-page-to", { number: index + 1, role, model: visible(to.model), origin: visible(to.origin) }, language),
      ...(to.endpoint === EDITOR_ENDPOINT ? [sentence("consent-page-editor", {}, language)] : []),
      ...(settingsOf(request) === "" ? [] : [sentence("consent-page-settings", { settings: settingsOf(request) }, language)]),
      ...messageLines(request.messages),
    ];
  });
  const known = setup.judge.kind === "model" && requests.length === (simulates ? 1 : 0) ? ["", sentence("consent-page-no-judge", {}, language)] : [];
  return [...head, ...each, ...known, ""].join("\n");
}

/** Settings under the names they have on the wire. */
function settingsOf({ temperature, maxTokens, seed, schema }: ChatRequest): string {
  const named = { temperature, max_tokens: maxTokens, seed, schema: schema?.name };
  return Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`])).join(", ");
}
