// Owns what the text before the probes of a run could tell (E20, E29) and how its conversations ended (E24): joins labelled probes with
// their dataset. Refuses formulas (core/stats) and anything after a probe.
import { CODEBOOK_V1 } from "../core/instrument/codebookV1.ts";
import { lexiconState } from "../core/instrument/lexicon.ts";
import { prefixAt } from "../core/probe/prefix.ts";
import { endsBlock, type EndsBlock } from "../core/stats/endsBlock.ts";
import type { ConversationEnd } from "../core/stats/exit.ts";
import { attainable, information, type Attainable, type InformationResult, type InformedProbe } from "../core/stats/information.ts";
import { countFeatures, momentFeatures } from "../core/stats/informationFeatures.ts";
import type { LabelledProbe, LabelScheme } from "../core/stats/labelledProbe.ts";
import type { Person } from "../core/stats/profileScan.ts";
import type { Steps } from "../core/stats/steps.ts";
import { customersRepeat, depthProbes, type DepthProbe } from "../core/stats/units.ts";
import type { Conversation } from "../core/transcript/conversation.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { conversationEnd } from "./exits/conversationEnd.ts";

/** Probes as they look from before their turn, and the ends of the conversations they are in. Numbers only, no text. */
export interface PrefixMoments {
  readonly rows: readonly InformedProbe[];
  readonly ends: readonly ConversationEnd[];
  /** Used probes of known outcome whose turn the dataset does not have. */
  readonly unmatched: number;
  /** Profiles of the probed conversations of known outcome. */
  readonly people: readonly Person[];
}

export interface PrefixKnowledge {
  readonly probes: number;
  readonly unmatched: number;
  /** E29: how well the outcome can be told from what the simulator saw. */
  readonly information: InformationResult;
  /** E20: what Δ an outcome-blind model of the real turns leaves. */
  readonly attainable: Attainable;
  readonly ends: EndsBlock;
}

const DEPTHS = new Map(CODEBOOK_V1.en.stages.map(({ name }, depth) => [name, depth]));

/** Reads the dataset once. A probe is found by conversation and ordinal of its user turn. */
export async function prefixMoments(probes: readonly LabelledProbe[], scheme: Pick<LabelScheme, "stages">, dataset: Dataset, signal: AbortSignal): Promise<PrefixMoments> {
  const byCustomer = customersRepeat(probes);
  const wanted = new Map<string, DepthProbe[]>();
  for (const probe of depthProbes(probes, scheme, "all")) {
    if (probe.source.outcome === "unknown") continue;
    wanted.set(probe.source.conversation, [...(wanted.get(probe.source.conversation) ?? []), probe]);
  }
  const probed = new Set(probes.map(({ conversation }) => conversation));
  const rows: InformedProbe[] = [];
  const ends: ConversationEnd[] = [];
  const people: Person[] = [];
  const followUp = await dataset.identity(signal);
  for await (const conversation of dataset.all(signal)) {
    const { id, customer, outcome, profile } = conversation;
    if (probed.has(id)) {
      ends.push(conversationEnd(conversation, followUp));
      if (outcome.value !== "unknown") people.push({ cluster: customer ?? id, outcome: outcome.value, profile });
    }
    rows.push(...rowsOf(conversation, wanted.get(conversation.id) ?? [], byCustomer));
  }
  const all = [...wanted.values()].reduce((sum, own) => sum + own.length, 0);
  return { rows, ends, unmatched: all - rows.length, people };
}

/** E20, E24 and E29 of the moments, seeded. */
export function* prefixKnowledge({ rows, ends, unmatched }: Omit<PrefixMoments, "people">, options: { readonly seed: number; readonly bootstrapDraws?: number }): Steps<PrefixKnowledge> {
  const { seed, bootstrapDraws = 10_000 } = options;
  return {
    probes: rows.length,
    unmatched,
    information: yield* information(rows, bootstrapDraws, seed),
    attainable: yield* attainable(rows, bootstrapDraws, seed),
    ends: endsBlock(ends, seed),
  };
}

function rowsOf(conversation: Conversation, probes: readonly DepthProbe[], byCustomer: boolean): readonly InformedProbe[] {
  if (probes.length === 0) return [];
  const users = conversation.turns.filter(({ role }) => role === "user");
  const last = Math.max(...probes.map(({ source }) => source.ordinal));
  const depths = users.slice(0, last).map(({ index, text }) => {
    const { turns, language } = prefixAt(conversation, index);
    return DEPTHS.get(lexiconState({ prefix: turns, turn: text, language }).stage) ?? 0;
  });
  return probes.flatMap(({ source, real }) => {
    const { outcome, customer, ordinal, position } = source;
    const turn = users[ordinal - 1];
    if (!turn || outcome === "unknown") return [];
    const { turns, profile } = prefixAt(conversation, turn.index);
    return {
      conversation: conversation.id,
      unit: `${outcome} ${byCustomer && customer !== undefined ? customer : conversation.id}`,
      cluster: customer ?? conversation.id,
      outcome,
      position,
      real,
      features: momentFeatures({ turns, depths: depths.slice(0, ordinal - 1), profile }),
      counts: countFeatures({ turns }),
    };
  });
}
