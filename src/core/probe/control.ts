// Owns the human-resample control: which real turns of other customers stand for a continuation (method.md §4, rungs C0–C3).
// Refuses outcomes, and labels of any judge but the lexicon on earlier turns: no type in this file can hold one. Refuses the judging of donors.
import { languageOfText } from "../transcript/language.ts";
import type { Digest } from "../ports.ts";
import type { Conversation } from "../transcript/conversation.ts";
import type { ControlRung } from "./controlRung.ts";
import { duplicateKey } from "./duplicates.ts";
import { historyDistance, ownHistories, type OwnHistory } from "./ownHistory.ts";
import { probeKey, type Donor, type Prefix, type Probe } from "./probe.ts";
import { mixed, seededRank } from "./seededRank.ts";
import { topicWords, WordIndex } from "./similarity.ts";

/** Donors of one probe. Source: method.md §4. */
export const DONORS = 20;

/** What the control knows of a conversation. */
export interface ControlConversation {
  readonly id: string;
  readonly customer?: string;
  readonly agent?: string;
  readonly scenario?: string;
  /** See {@link duplicateKey}. */
  readonly duplicates: string;
  readonly language: Prefix["language"];
  readonly turns: readonly { readonly role: "agent" | "user"; readonly text: string }[];
  /** True when nothing was cut from its end, so that its last turn is where it ended. */
  readonly whole: boolean;
}

/** Drops what the control must not know. `meta.scenario`, a text or number, names the scenario where the dataset has one. */
export function controlConversation(conversation: Omit<Conversation, "outcome" | "profile">, digest: Digest): ControlConversation {
  const { id, customer, agent, meta } = conversation;
  const turns = conversation.turns.map(({ role, text }) => ({ role, text }));
  const scenario = typeof meta.scenario === "string" || typeof meta.scenario === "number" ? String(meta.scenario) : undefined;
  return {
    id,
    turns,
    duplicates: duplicateKey(conversation, digest),
    language: languageOfText(turns.map((turn) => turn.text).join("\n")),
    whole: conversation.cut.length === 0,
    ...(customer === undefined ? {} : { customer }),
    ...(agent === undefined ? {} : { agent }),
    ...(scenario === undefined ? {} : { scenario }),
  };
}

/** A real user turn, or the silence after a last agent turn, that may stand for another customer's answer. */
interface Candidate extends Donor {
  readonly from: ControlConversation;
  readonly ordinal: number;
  readonly hash: number;
}

interface Ranked {
  readonly candidate: Candidate;
  readonly distance: number;
}

/** All candidates of a dataset, ready to pick from. Building it reads each conversation once. */
export class ControlPool {
  readonly #conversations = new Map<string, ControlConversation>();
  readonly #candidates: Candidate[] = [];
  readonly #agentWords = new WordIndex();
  /** Read by the lexicon when a rung first asks for them. */
  readonly #histories = new Map<string, readonly (OwnHistory | undefined)[]>();

  constructor(conversations: Iterable<ControlConversation>) {
    for (const conversation of conversations) {
      this.#conversations.set(conversation.id, conversation);
      for (const candidate of candidatesOf(conversation)) {
        this.#candidates.push(candidate);
        this.#agentWords.add(topicWords(conversation.turns[candidate.turn - 1]?.text ?? ""));
      }
    }
  }

  /** Real user turns and endings in the pool. */
  get size(): number {
    return this.#candidates.length;
  }

  /**
   * At most {@link DONORS} donors, nearest first. C2: by similarity of the preceding agent turn, ties by id; C3: that distance plus
   * the distance of the histories, both in [0, 1], ties by id. C0 and C1 know no nearer or farther, so they take a random order of
   * their own for each probe, fixed by `seed`. Empty: nobody is eligible; the probe then has no answer and is counted. `prefix`
   * ends on the agent turn that the probe answers.
   */
  donors(rung: ControlRung, probe: Probe, prefix: Pick<Prefix, "turns" | "language">, seed: number): readonly Donor[] {
    const own = this.#conversations.get(probe.conversation);
    const alike = rung === "C2" || rung === "C3" ? this.#agentWords.similarities(topicWords(prefix.turns.at(-1)?.text ?? "")) : undefined;
    const history = rung === "C3" ? this.#historyOf(own, probe, prefix) : undefined;
    const place = seededRank(seed, probeKey(probe));
    const nearest: Ranked[] = [];
    for (const [number, candidate] of this.#candidates.entries()) {
      if (rung !== "C0" && Math.abs(candidate.ordinal - probe.ordinal) > 1) continue;
      if (candidate.from.id === probe.conversation || candidate.from.language !== prefix.language) continue;
      const agentTurn = alike ? 1 - (alike[number] ?? 0) : mixed(place ^ candidate.hash);
      if (agentTurn > (nearest[DONORS - 1]?.distance ?? Infinity)) continue;
      const distance = rung === "C3" ? agentTurn + historyDistance(history, this.#historyBefore(candidate)) : agentTurn;
      if (distance > (nearest[DONORS - 1]?.distance ?? Infinity)) continue;
      if (own && related(own, candidate.from)) continue;
      insert(nearest, { candidate, distance });
    }
    return nearest.map(({ candidate: { conversation, turn, kind } }) => ({ conversation, turn, kind }));
  }

  /** Of the turns of the prefix; those of a conversation of the pool are read once for all its probes. */
  #historyOf(own: ControlConversation | undefined, { turn }: Probe, { turns, language }: Pick<Prefix, "turns" | "language">): OwnHistory | undefined {
    return own?.language === language ? this.#historyBefore({ from: own, turn }) : ownHistories(turns, language).at(-1);
  }

  #historyBefore({ from, turn }: Pick<Candidate, "from" | "turn">): OwnHistory | undefined {
    const known = this.#histories.get(from.id);
    if (known) return known[turn];
    const histories = ownHistories(from.turns, from.language);
    this.#histories.set(from.id, histories);
    return histories[turn];
  }

  /** The words of a donor's turn; empty for silence and for a turn the pool does not hold. */
  textOf(donor: Donor): string {
    return donor.kind === "silence" ? "" : (this.#conversations.get(donor.conversation)?.turns[donor.turn]?.text ?? "");
  }
}

/** The one donor shown on screen, drawn with the seed; undefined when there is none. Statistics use the mean over all. */
export function shownDonor(donors: readonly Donor[], probe: Pick<Probe, "conversation" | "turn">, seed: number): Donor | undefined {
  return donors[seededRank(seed, `${probeKey(probe)} shown`) % donors.length];
}

/** User turns that answer an agent turn, and the ending after a last agent turn; `turn` of an ending is where the answer would stand. */
function* candidatesOf(conversation: ControlConversation): Generator<Candidate> {
  const { id, turns, whole } = conversation;
  const candidate = (turn: number, ordinal: number, kind: Donor["kind"]): Candidate => ({
    conversation: id, turn, kind, ordinal, from: conversation, hash: seededRank(0, probeKey({ conversation: id, turn })),
  });
  let ordinal = 0;
  for (const [turn, { role }] of turns.entries()) {
    if (role !== "user") continue;
    ordinal += 1;
    if (turns[turn - 1]?.role === "agent") yield candidate(turn, ordinal, "reply");
  }
  if (whole && ordinal > 0 && turns.at(-1)?.role === "agent") yield candidate(turns.length, ordinal + 1, "silence");
}

/** Copies, the same scenario, or the customer of the probe speaking in either role. Source: estimators.md "Leakage". */
function related(own: ControlConversation, other: ControlConversation): boolean {
  if (own.duplicates === other.duplicates) return true;
  if (own.scenario !== undefined && own.scenario === other.scenario) return true;
  return own.customer !== undefined && (own.customer === other.customer || own.customer === other.agent);
}

/** Keeps the list sorted by distance, then id, then turn, and no longer than {@link DONORS}. */
function insert(nearest: Ranked[], ranked: Ranked): void {
  let place = nearest.length;
  while (place > 0 && before(ranked, nearest[place - 1] as Ranked)) place -= 1;
  nearest.splice(place, 0, ranked);
  if (nearest.length > DONORS) nearest.pop();
}

function before(a: Ranked, b: Ranked): boolean {
  if (a.distance !== b.distance) return a.distance < b.distance;
  if (a.candidate.conversation !== b.candidate.conversation) return a.candidate.conversation < b.candidate.conversation;
  return a.candidate.turn < b.candidate.turn;
}
