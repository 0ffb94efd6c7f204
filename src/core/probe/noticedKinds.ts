// Owns the names of what can be noticed about a continuation. Refuses noticing (noticed.ts).

export const NOTICED = ["refusal", "role-confusion", "over-long", "stop-marker"] as const;
export type Noticed = (typeof NOTICED)[number];
