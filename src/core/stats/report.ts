// Owns the assembly of one run's statistics into one document. Refuses estimators: each has its own file.
export type * from "./reportShape.ts";
