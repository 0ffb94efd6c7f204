// Owns the names of the formats a dataset can be said to have. Refuses recognising and reading them (datasets/).

/** Formats a dataset may be read as without a mapping. */
export const DATASET_FORMATS = [
  "native",
  "openai-messages",
  "persuasion-for-good",
  "csv",
  "parquet",
  "turn-lines",
  "convokit",
  "tau-bench",
  "tau2-bench",
  "inspect",
  "sharegpt",
  "casino",
  "craigslist-bargain",
  "craigslist-bargain-lists",
  "agreemate",
  "tau-bench-few-shot",
  "resper",
  "resper-craigslist",
  "persuasion-for-good-acts",
  "persuasion-for-good-models",
  "naist",
] as const;

export type DatasetFormat = (typeof DATASET_FORMATS)[number];
