// Owns which user turns a rule chooses (E1). Refuses order (order.ts) and what a simulator sees (prefix.ts).
import type { Conversation } from "../transcript/conversation.ts";
import type { Probe, ProbeRule } from "./probe.ts";

/** Absorbs the rounding of f·m, e.g. 0.3 · 10. Source: estimators.md E1. */
const FLOOR_SLACK = 1e-9;

interface UserTurn {
  readonly turn: number;
  readonly ordinal: number;
}

/**
 * The probes a rule chooses in one conversation, in order of turns; empty when none is eligible (ledger `no-probe`).
 * The greeting (first user turn) is dropped, of m left a fraction f picks number min(m − 1, ⌊f·m + 1e-9⌋) from 0,
 * of duplicates the smallest f keeps the label. A probe directly follows an agent turn.
 */
export function probesOf(conversation: Conversation, rule: ProbeRule): readonly Probe[] {
  const users: UserTurn[] = [];
  for (const turn of conversation.turns) {
    if (turn.role === "user") users.push({ turn: turn.index, ordinal: users.length + 1 });
  }
  const candidates = users.slice(1);
  return chosen(candidates, rule)
    .filter(({ user }) => conversation.turns[user.turn - 1]?.role === "agent")
    .map(({ user, position }) => ({ conversation: conversation.id, turn: user.turn, ordinal: user.ordinal, position }));
}

function chosen(candidates: readonly UserTurn[], rule: ProbeRule): readonly { user: UserTurn; position: number }[] {
  switch (rule.kind) {
    case "every":
      return candidates.map((user) => ({ user, position: user.ordinal }));
    case "landmark":
      return candidates.filter((user) => rule.ordinals.includes(user.ordinal)).map((user) => ({ user, position: user.ordinal }));
    case "fractions": {
      const picks = new Map<number, { user: UserTurn; position: number }>();
      const m = candidates.length;
      for (const fraction of [...rule.fractions].sort((a, b) => a - b)) {
        const number = Math.min(m - 1, Math.floor(fraction * m + FLOOR_SLACK));
        const user = candidates[number];
        if (user && !picks.has(number)) picks.set(number, { user, position: positionLabel(fraction) });
      }
      return [...picks.values()].sort((a, b) => a.user.turn - b.user.turn);
    }
  }
}

/** 100·f as printed: 0.3 → 30, 0.125 → 12.5. */
function positionLabel(fraction: number): number {
  return Math.round(fraction * 1e8) / 1e6;
}

/** The probe a person picks by hand at a user turn, or undefined when the turn cannot be probed (no agent turn before it). */
export function handPickedProbe(conversation: Conversation, turn: number): Probe | undefined {
  if (!canBePicked(conversation, turn)) return undefined;
  const ordinal = conversation.turns.slice(0, turn + 1).filter((candidate) => candidate.role === "user").length;
  return { conversation: conversation.id, turn, ordinal, position: ordinal };
}

/** Whether a person may pick this turn: a user turn that answers an agent turn. Lenses ask it of every turn. */
export function canBePicked({ turns }: Conversation, turn: number): boolean {
  return turns[turn]?.role === "user" && turns[turn - 1]?.role === "agent";
}
