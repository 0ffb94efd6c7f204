// Owns the names of how conversations end and of why some have no end probe. Refuses deciding either (ends.ts), so that naming one loads no more.

/** Who ended a conversation and how. `abandoned`: it just stops, and nobody knows whether by a person or by the platform. */
export const ENDINGS = ["user-refused", "user-left", "user-silent", "agent", "platform", "task", "outcome", "abandoned", "unknown"] as const;
export type Ending = (typeof ENDINGS)[number];

/** Why a conversation has no end probe. The first that holds is the one counted. */
export const END_REFUSALS = ["user-spoke-last", "no-user-turn", "truncated", "window-open", "ended-by-agent", "cut-by-platform", "set-by-task", "outcome", "unknown-end"] as const;
export type EndRefusal = (typeof END_REFUSALS)[number];
