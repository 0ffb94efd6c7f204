// Owns trying a condition on a few hand-picked probes before a run is planned: where, and what came of it in words. They enter no statistic.
// Refuses asking and spending.
import { sentence } from "../../core/messages/sentences.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { balancedOrder } from "../../core/probe/order.ts";
import { DEFAULT_RULE } from "../../core/probe/probe.ts";
import { probesOf } from "../../core/probe/rule.ts";
import { visible } from "../../core/transcript/visible.ts";
import { inParallel } from "../inParallel.ts";
import type { Setup } from "../setup.ts";
import type { OpenDataset, Study } from "../study.ts";
import type { ContinuationView } from "../turnViews.ts";

/** Few enough to be read one by one. */
export const TRIED_PROBES = 10;
const AT_ONCE = 5;
const LONGEST = 600;

export interface TriedPlace {
  readonly conversation: string;
  readonly turn: number;
}

/** One probe each of as many conversations, in outcome-balanced order, early, middle and late ones taking turns. The same every time. */
export async function placesToTry({ dataset }: Pick<OpenDataset, "dataset">, signal: AbortSignal): Promise<readonly TriedPlace[]> {
  const places: TriedPlace[] = [];
  for (const { id } of balancedOrder(dataset.entries, 1)) {
    if (places.length === TRIED_PROBES) break;
    const probes = probesOf(await dataset.read(id, signal), DEFAULT_RULE);
    const probe = probes[places.length % Math.max(1, probes.length)];
    if (probe) places.push({ conversation: id, turn: probe.turn });
  }
  return places;
}

/** What came of one place: a continuation, or the failure that kept it from coming. */
export interface Tried extends TriedPlace {
  readonly agent: string;
  readonly real: string;
  readonly continuation?: ContinuationView;
  readonly failed?: Error;
}

/** Probes each place by hand. One that fails leaves the others going; it is told. Rejects when all did, with the first failure. */
export async function tryOut(study: Pick<Study, "probeTurn" | "turnViews">, open: OpenDataset, setup: Setup, places: readonly TriedPlace[], signal: AbortSignal): Promise<readonly Tried[]> {
  const tried = new Map<TriedPlace, Tried>();
  await inParallel(places, AT_ONCE, async (place) => {
    const conversation = await open.dataset.read(place.conversation, signal);
    const texts = { agent: conversation.turns[place.turn - 1]?.text ?? "", real: conversation.turns[place.turn]?.text ?? "" };
    const known = (): readonly ContinuationView[] => (study.turnViews(open, place.conversation).get(place.turn)?.continuations ?? []).filter(({ planned }) => !planned);
    const before = new Set(known().map(({ id }) => id));
    try {
      await study.probeTurn(open, conversation, place.turn, setup, undefined, signal);
      const continuation = known().find(({ id }) => !before.has(id)) ?? known().findLast(({ condition }) => condition === setup.condition);
      tried.set(place, { ...place, ...texts, ...(continuation ? { continuation } : {}) });
    } catch (error) {
      signal.throwIfAborted();
      tried.set(place, { ...place, ...texts, failed: error instanceof Error ? error : new Error(String(error)) });
    }
  });
  const all = places.flatMap((place) => tried.get(place) ?? []);
  const [first] = all;
  if (first?.failed !== undefined && all.every(({ failed }) => failed !== undefined)) throw first.failed;
  return all;
}

/** A page to read: each place with the agent's turn, the real one and the simulated one. It says nothing of outcomes. */
export function triedText(tried: readonly Tried[], condition: string, language: Language): string {
  const say = (id: Parameters<typeof sentence>[0], values: Parameters<typeof sentence>[1] = {}): string => sentence(id, values, language);
  const cut = (text: string): string => visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  const simulated = ({ continuation, failed }: Tried): string => {
    if (!continuation || continuation.kind === "failed") return say("try-failed", { why: failed ? failed.message : (continuation?.failed?.cause ?? "–") });
    if (continuation.kind === "leave") return `${say("try-leaves")} ${cut(continuation.text)}`.trim();
    return continuation.kind === "silence" ? say("try-silent") : cut(continuation.text);
  };
  const state = ({ continuation }: Tried): string => (continuation?.state ? ` [${continuation.state.stage}]` : "");
  return [
    say("try-title", { condition, count: tried.length }),
    say("try-note"),
    ...tried.flatMap((each) => ["", `── ${visible(each.conversation)} · ${say("try-turn", { turn: each.turn + 1 })}`, `${say("try-agent")} ${cut(each.agent)}`, `${say("try-real")} ${cut(each.real)}`, `${say("try-simulated")} ${simulated(each)}${state(each)}`]),
    "",
  ].join("\n");
}
