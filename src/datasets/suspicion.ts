// Owns noticing what looks wrong in a record that is kept: turns after the outcome, a clock that goes back, empty turns, the same content twice,
// exchanged roles, the outcome in the profile. Refuses leaving anything out: a suspicion is counted and said, a person decides.
import type { ConversationRecord } from "../core/transcript/conversation.ts";
import { instantOf } from "../core/transcript/instant.ts";
import { outcomeField } from "./outcomeWords.ts";

/** What looks wrong; `fileIndex` is that of the first message concerned. */
export type Suspicion =
  | { readonly kind: "post-outcome" | "clock-backwards" | "empty-turn" | "roles-swapped"; readonly fileIndex: number }
  /** `first`: id of the conversation that had this content before. */
  | { readonly kind: "same-content"; readonly first: string }
  | { readonly kind: "outcome-in-profile"; readonly field: string };

export type SuspicionKind = Suspicion["kind"];

/** All kinds, in the order of the ledger. */
export const SUSPICIONS: readonly SuspicionKind[] = ["post-outcome", "clock-backwards", "empty-turn", "same-content", "roles-swapped", "outcome-in-profile"];

/** What looks wrong in one record by itself, each kind at most once. */
export function suspicionsOf(record: ConversationRecord): readonly Suspicion[] {
  return [...orderOf(record), ...emptyOf(record), ...swappedOf(record), ...profileOf(record)];
}

/** The suspicions of one dataset while it is opened: one number a conversation is held, no text. */
export class Suspicions {
  readonly #seen = new Map<number, string>();
  readonly #counts = new Map<SuspicionKind, number>();

  /** Whether a conversation of this content was counted before. */
  knows(content: number | undefined): boolean {
    return content !== undefined && this.#seen.has(content);
  }

  /** Counts those of a kept conversation; with them comes that its content (`contentHash`) was there before. */
  count(id: string, content: number | undefined, own: readonly Suspicion[]): readonly Suspicion[] {
    const first = content === undefined ? undefined : this.#seen.get(content);
    if (first === undefined && content !== undefined) this.#seen.set(content, id);
    const found = first === undefined ? own : [...own, { kind: "same-content", first } as const];
    for (const { kind } of found) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    return found;
  }

  /** Conversations by what looks wrong; kinds not found are absent. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(SUSPICIONS.flatMap((kind) => (this.#counts.has(kind) ? [[kind, this.#counts.get(kind) ?? 0]] : [])));
  }
}

const NOTHING: readonly Suspicion[] = [];

/** A message earlier than the latest before it, and one that stays although it stands after a positive outcome (or may: no message has a time). */
function orderOf({ messages, outcome }: ConversationRecord): readonly Suspicion[] {
  const end = outcome.value === "positive" && outcome.at !== undefined ? instantOf(outcome.at) : undefined;
  let latest = -Infinity;
  let backwards: number | undefined;
  let post: number | undefined;
  for (const { at: time, fileIndex, role } of messages) {
    const at = time === undefined ? undefined : instantOf(time);
    if (at === undefined) continue;
    if (at < latest) backwards ??= fileIndex;
    if (end !== undefined && latest > end && at <= end && role !== "system") post ??= fileIndex;
    if (at > latest) latest = at;
  }
  if (end !== undefined && latest === -Infinity) post = messages.at(-1)?.fileIndex;
  if (backwards === undefined && post === undefined) return NOTHING;
  return [...(post === undefined ? [] : [{ kind: "post-outcome", fileIndex: post } as const]), ...(backwards === undefined ? [] : [{ kind: "clock-backwards", fileIndex: backwards } as const])];
}

function emptyOf({ messages }: ConversationRecord): readonly Suspicion[] {
  for (const { role, text, fileIndex } of messages) {
    if (role !== "system" && !/\S/u.test(text)) return [{ kind: "empty-turn", fileIndex }];
  }
  return NOTHING;
}

/** Phrases only the side that serves opens with. */
const SERVES = /\bhow (?:can|may|could) i (?:help|assist) you\b|\bwhat can i (?:help you with|do for you)\b|\bthank(?:s| you) for (?:calling|contacting)\b|(?:请问)?有什么(?:可以|能)(?:帮|为)(?:助)?(?:您|你|到)|(?:很高兴|竭诚)为您服务|欢迎(?:致电|光临)|感谢您的?(?:来电|致电)/iu;
const OPENING = 400;

/** Whether a text opens as only the side that serves does. */
export function serves(text: string): boolean {
  return SERVES.test(text.slice(0, OPENING));
}

/** The user opens as only an agent does, and the agent does not. */
function swappedOf({ messages }: ConversationRecord): readonly Suspicion[] {
  const user = messages.find(({ role }) => role === "user");
  if (!user || !serves(user.text)) return NOTHING;
  const agent = messages.find(({ role }) => role === "agent");
  return agent && serves(agent.text) ? NOTHING : [{ kind: "roles-swapped", fileIndex: user.fileIndex }];
}

function profileOf({ profile, outcome }: ConversationRecord): readonly Suspicion[] {
  const field = outcomeField(profile, outcome.label);
  return field === undefined ? NOTHING : [{ kind: "outcome-in-profile", field }];
}
