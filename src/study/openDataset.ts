// Owns what an open dataset is to the use cases. Refuses opening one.
import type { RunManifest } from "../core/journal/entry.ts";
import type { ProbeRule } from "../core/probe/probe.ts";
import type { Dataset } from "../datasets/dataset.ts";

/** What a study file asks for whatever the dataset: the probe rule, and gates. */
export interface AskedFor {
  readonly rule?: ProbeRule | undefined;
  readonly gates?: RunManifest["gates"] | undefined;
}

/** A dataset with the key that names it in addresses; the key never says an outcome. */
export interface OpenDataset {
  readonly key: string;
  readonly dataset: Dataset;
  readonly hash: string;
  /** Absolute path of the `.fidelity` folder its runs are kept in. */
  readonly home: string;
  /** The probe rule the study file asks for, if any. */
  readonly rule?: ProbeRule;
  /** The gates it asks for, if any, stored with every run before its first call. */
  readonly gates?: NonNullable<RunManifest["gates"]>;
}
