// Owns the schemas of what our own language client and server tell each other beside the standard protocol. Refuses behaviour.
import * as z from "zod/mini";

/** Client to server: all attached datasets, replacing those told before. */
export const DATASETS_NOTIFICATION = "fidelity/datasets";
/** Client to server: what is known of the turns of one transcript, replacing what was told before of it. */
export const TURN_STATES_NOTIFICATION = "fidelity/turnStates";
/** Client to server: names that a study file may use and no file of it defines, replacing those told before. */
export const NAMES_NOTIFICATION = "fidelity/names";
/** Client to server, a request: turns of a dataset that hold a text. Answered when all is read; found turns come before, by {@link FOUND_NOTIFICATION}. */
export const FIND_TEXT_REQUEST = "fidelity/findText";
/** Server to client: turns found since the last one of the same search, and how far it has read. */
export const FOUND_NOTIFICATION = "fidelity/found";

const count = z.int().check(z.nonnegative());

const attachedDatasetSchema = z.object({
  /** Absolute path of the file or folder, in the host's form. */
  path: z.string().check(z.minLength(1)),
  /** Its key in the addresses of transcripts. */
  key: z.string().check(z.minLength(1)),
  /** Absolute path of the folder whose fidelity.json speaks of it. */
  studyFolder: z.exactOptional(z.string().check(z.minLength(1))),
  /** What the person said of it where no study file does; as an entry of one. */
  description: z.exactOptional(z.unknown()),
});

export const datasetsSchema = z.object({
  datasets: z.array(attachedDatasetSchema),
  /** Outcomes are shown nowhere. */
  hideOutcome: z.boolean(),
});

const turnStateSchema = z.object({
  /** Index of the turn, from 0. */
  turn: count,
  /** Present where the users are no people: their turns are called recorded, not real. */
  recorded: z.exactOptional(z.literal(true)),
  /** The real turn's decision state, names of the codebook; absent while it has no valid label. */
  state: z.exactOptional(
    z.object({
      stage: z.string(),
      emotion: z.string(),
      blocker: z.string(),
      depth: z.exactOptional(z.number()),
      committedBefore: z.exactOptional(z.boolean()),
      /** The part of the turn the judge names as its ground. */
      evidence: z.exactOptional(z.string()),
    }),
  ),
  /** Why the label is invalid, where it is. */
  invalid: z.exactOptional(z.string()),
  /** Who gave the label, as surfaces print it; `floor`: the rules of the lexicon. */
  judge: z.exactOptional(z.string()),
  floor: z.exactOptional(z.literal(true)),
  /** Continuations known at this turn. */
  continuations: count,
});

export const turnStatesSchema = z.object({
  /** Address of the transcript. */
  uri: z.string(),
  states: z.array(turnStateSchema),
});

export const namesSchema = z.object({
  /** Endpoints of the user's settings; names only. */
  endpoints: z.array(z.string()),
  /** Runs of the window. */
  runs: z.array(z.string()),
});

export const findTextSchema = z.object({
  /** Chosen by the client; notifications carry it back. */
  search: count,
  /** Key of the dataset. */
  dataset: z.string(),
  /** What to find; letter case and width do not matter. */
  text: z.string().check(z.minLength(1)),
  /** Turns after which the search stops. */
  most: z.int().check(z.positive()),
});

const foundTurnSchema = z.object({
  conversation: z.string(),
  /** Index of the turn, from 0. */
  turn: count,
  role: z.enum(["agent", "user"]),
  /** Text of the turn around the first place, on one line, as it is: to be made visible before it is shown. */
  excerpt: z.string(),
});

export const foundSchema = z.object({
  search: count,
  turns: z.array(foundTurnSchema),
  /** Conversations read, of all. */
  done: count,
  total: count,
});

/** How a search ended; `stopped`: at the most turns asked for. */
export const findTextAnswerSchema = z.object({ found: count, done: count, total: count, stopped: z.boolean() });

export type AttachedDataset = z.infer<typeof attachedDatasetSchema>;
export type Datasets = z.infer<typeof datasetsSchema>;
export type TurnState = z.infer<typeof turnStateSchema>;
export type TurnStates = z.infer<typeof turnStatesSchema>;
export type StudyNames = z.infer<typeof namesSchema>;
export type FindText = z.infer<typeof findTextSchema>;
export type FoundTurn = z.infer<typeof foundTurnSchema>;
export type Found = z.infer<typeof foundSchema>;
export type FindTextAnswer = z.infer<typeof findTextAnswerSchema>;
