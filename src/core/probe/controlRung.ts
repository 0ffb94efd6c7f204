// Owns the names of the control's rungs. Refuses what they do (control.ts), so that naming one loads no lexicon.

/**
 * What a donor must share with the probe. C0: nothing. C1: the ordinal, ±1. C2: C1, and the most similar preceding agent turn.
 * C3: C2, and the most similar history of its own. Each rung knows what the one before it knows. Source: method.md §4.
 */
export const CONTROL_RUNGS = ["C0", "C1", "C2", "C3"] as const;

export type ControlRung = (typeof CONTROL_RUNGS)[number];
