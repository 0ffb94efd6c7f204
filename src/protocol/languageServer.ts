// Owns the schemas of what our own language client and server tell each other beside the standard protocol. Refuses behaviour.
import * as z from "zod/mini";

/** Client to server: all attached datasets, replacing those told before. */
export const DATASETS_NOTIFICATION = "fidelity/datasets";
/** Client to server: what is known of the turns of one transcript, replacing what was told before of it. */
export const TURN_STATES_NOTIFICATION = "fidelity/turnStates";

const attachedDatasetSchema = z.object({
  /** Absolute path of the file or folder, in the host's form. */
  path: z.string().check(z.minLength(1)),
});

export const datasetsSchema = z.object({ datasets: z.array(attachedDatasetSchema) });

const turnStateSchema = z.object({
  /** Index of the turn, from 0. */
  turn: z.int().check(z.nonnegative()),
  /** The real turn's decision state, names of the codebook; absent while it has no valid label. */
  state: z.exactOptional(z.object({ stage: z.string(), emotion: z.string(), blocker: z.string() })),
  /** Who gave the state, as surfaces print it. */
  judge: z.exactOptional(z.string()),
  /** Continuations known at this turn. */
  continuations: z.int().check(z.nonnegative()),
});

export const turnStatesSchema = z.object({
  /** Address of the transcript. */
  uri: z.string(),
  states: z.array(turnStateSchema),
});

export type AttachedDataset = z.infer<typeof attachedDatasetSchema>;
export type Datasets = z.infer<typeof datasetsSchema>;
export type TurnState = z.infer<typeof turnStateSchema>;
export type TurnStates = z.infer<typeof turnStatesSchema>;
