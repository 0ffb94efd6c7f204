// Journal entries written by hand: three conversations with two planned probes each, one positive, two negative of one customer.
import type { JournalEntry } from "../../../src/core/journal/entry.ts";
import { manifestWith } from "../core/journal/entries.ts";

const CONTEXTS = { a: { outcome: "positive", of: 2 }, b: { outcome: "negative", customer: "u", of: 2 }, c: { outcome: "negative", customer: "u", of: 2 } } as const;
export type Conversation = keyof typeof CONTEXTS;
export type Donors = readonly { readonly conversation: string; readonly turn: number; readonly kind: "reply" }[];

const at = { v: 1, at: "2026-11-21T08:00:00Z" } as const;
const valid = (stage: string) => ({ status: "valid", state: { stage, emotion: "neutral", blocker: "none" } }) as const;
const probe = (conversation: Conversation, turn: number) => ({ probe: { conversation, turn, ordinal: (turn + 1) / 2, position: turn * 10 }, context: CONTEXTS[conversation] });
export const started = (samples: number): JournalEntry => ({ ...at, id: "started", kind: "run-started", manifest: manifestWith(samples) });
export const real = (conversation: string, turn: number, stage: string): JournalEntry => ({ ...at, id: `r${conversation}${turn}`, kind: "verdict", target: { branch: "real", conversation, turn }, verdict: valid(stage), judgeHash: "j", cached: false });
export const simulated = (conversation: Conversation, turn: number, stage: string, sample = 0): JournalEntry => ({ ...at, id: `s${conversation}${turn}${sample}`, kind: "verdict", target: { branch: "simulated", conversation, turn, sample }, verdict: valid(stage), judgeHash: "j", cached: false });
export const reply = (conversation: Conversation, turn: number, donors?: Donors, sample = 0): JournalEntry => ({ ...at, ...probe(conversation, turn), id: `c${conversation}${turn}${sample}`, kind: "continuation", sample, continuation: "reply", text: "", provenance: "generated", ...(donors ? { donors } : {}) });
/** `leave` or `silence` instead of a reply. */
export const left = (conversation: Conversation, turn: number, continuation: "leave" | "silence", sample = 0): JournalEntry => ({ ...at, ...probe(conversation, turn), id: `l${conversation}${turn}${sample}`, kind: "continuation", sample, continuation, text: "", provenance: "generated" });
export const failure = (conversation: Conversation, turn: number, stage: "simulate" | "judge-real" | "judge-simulated", sample = 0): JournalEntry => ({ ...at, ...probe(conversation, turn), id: `f${conversation}${turn}${stage}${sample}`, kind: "failure", stage, sample, cause: "endpoint-cut", message: "No." });
