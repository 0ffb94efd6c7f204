// Owns what an open dataset is to the use cases. Refuses opening one.
import type { ProbeRule } from "../core/probe/probe.ts";
import type { Dataset } from "../datasets/dataset.ts";

/** A dataset with the key that names it in addresses; the key never says an outcome. */
export interface OpenDataset {
  readonly key: string;
  readonly dataset: Dataset;
  readonly hash: string;
  /** Absolute path of the `.fidelity` folder its runs are kept in. */
  readonly home: string;
  /** The probe rule the study file asks for, if any. */
  readonly rule?: ProbeRule;
}
