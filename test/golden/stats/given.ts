// What the golden files give instead of asking for: inputs of the estimators, and notes on how the file was made. Everything else is a
// value that some assertion must hold. `*` stands for one key, `**` for any number of keys.

/** Leaves that are no results, by golden file. The list of files is that of the folder. */
export const GIVEN = {
  agreement: ["two_raters/a/*", "two_raters/b/*", "fleiss/ratings/**", "krippendorff/*/units/**"],
  contingency: ["fisher/*/table/**", "mcnemar/*/table/**", "multiplicity/p/*", "proportion_ci95/*/k", "proportion_ci95/*/n"],
  "correction-poisson-design": ["what", "turns/**"],
  "corrections-extra": ["ppi_formula", "ppi_cases/*/human/*", "ppi_cases/*/judge_on_human/*", "ppi_cases/*/judge_elsewhere/*", "design/turns/**"],
  corrections: ["ppi_mean/human/*", "ppi_mean/judge_on_human/*", "ppi_mean/judge_elsewhere/*", "adjusted_rate/*/p", "adjusted_rate/*/specificity", "adjusted_rate/*/sensitivity", "adjusted_rate/*/n", "adjusted_rate/*/m_negative", "adjusted_rate/*/m_positive"],
  degenerate: ["what", "cases/*/name", "cases/*/negative/*", "cases/*/positive/*", "cases/*/table/**", "cases/*/sensitivity", "cases/*/specificity", "cases/*/p"],
  exit: ["what", "expected/turn_count_baseline/fold_rule", "expected/turn_count_baseline/score"],
  "labelled-pairs": ["pairs/**", "depth_bias_bootstrap_ci95/note", "depth_bias_permutation/draws", "depth_bias_permutation/tolerance"],
  "labelled-pairs-exact": ["what", "**/note", "**/draws"],
  "outcome-prediction": ["what", "cluster/*", "fold/*", "y/*", "x/**", "lam", "no_information/x"],
  "paired-runs": ["what", "run_b/**", "**/note", "**/draws"],
  power: ["note", "detectable/*/n_negative", "detectable/*/n_positive", "detectable/*/sides", "needed/*/d", "needed/*/sides", "wrong_in_golden/*/n_negative", "wrong_in_golden/*/n_positive", "wrong_in_golden/*/sides"],
  "prediction-and-power": [
    "auc_with_ties/score/*", "auc_with_ties/label/*", "logistic/x1/*", "logistic/x2/*", "logistic/y/*", "power/*/d", "power/*/alpha", "power/*/power", "power/*/sides",
    "min_detectable_d/*/n_negative", "min_detectable_d/*/n_positive", "min_detectable_d/*/sides", "dice/*/a", "dice/*/b", "t_cdf/*/t", "t_cdf/*/df",
  ],
  "recordings-expected": ["**/note", "**/draws"],
  "rich-run": ["what", "conversations/**", "**/note", "**/draws"],
  skewed: ["what", "negative/*", "positive/*", "**/note", "**/draws"],
  "small-exact": ["negative/*", "positive/*"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type GoldenName = keyof typeof GIVEN;
