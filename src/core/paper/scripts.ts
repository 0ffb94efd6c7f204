// Owns the R and Python scripts that refit a paper's contrast from its pairs alone. Refuses numbers: the scripts read pairs.csv.

/** Names of depths 0, 1, 2, … are the only thing the scripts are told. */
export interface ScriptInputs {
  readonly stages: readonly string[];
  /** The headline averages customers where an id repeats, else conversations. */
  readonly unit: "conversation" | "customer";
}

/** Base R; the mixed model needs lme4 or the recommended package nlme. Prints Δ of each run. */
export function rScript({ stages, unit }: ScriptInputs): string {
  return `# Refits the contrast from pairs.csv: Rscript contrast.R
# Depth bias of a probe: mean depth of its usable continuations minus the depth of the real turn. Conversations weigh alike.
stages <- c(${stages.map((stage) => JSON.stringify(stage)).join(", ")})
unit <- ${JSON.stringify(unit)}
here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- if (length(here) == 1) dirname(here) else "."
pairs <- read.csv(file.path(folder, "pairs.csv"), colClasses = "character", check.names = FALSE, encoding = "UTF-8")
depth <- function(stage) match(stage, stages) - 1
usable <- function(status, stage) !startsWith(status, "invalid") & stage %in% stages
kind <- ifelse(pairs$sim_kind == "", "reply", pairs$sim_kind)
pairs$real <- ifelse(pairs$real_kind %in% c("", "reply") & usable(pairs$real_status, pairs$real_stage), depth(pairs$real_stage), NA)
pairs$sim <- ifelse(kind %in% c("leave", "silence"), 0, ifelse(kind == "reply" & usable(pairs$sim_status, pairs$sim_stage), depth(pairs$sim_stage), NA))
pairs <- pairs[!is.na(pairs$real) & !is.na(pairs$sim), ]
pairs$run[pairs$run == ""] <- "run"
mixed <- if (requireNamespace("lme4", quietly = TRUE)) "lme4" else if (requireNamespace("nlme", quietly = TRUE)) "nlme" else ""
for (run in unique(pairs$run)) {
  own <- pairs[pairs$run == run & pairs$outcome %in% c("negative", "positive"), ]
  own$bias <- own$sim - own$real
  probes <- aggregate(bias ~ conversation + customer + outcome + turn + position, own, mean)
  conversations <- aggregate(bias ~ conversation + customer + outcome, probes, mean)
  if (unit == "customer") {
    conversations$who <- ifelse(conversations$customer == "", paste0("c:", conversations$conversation), paste0("u:", conversations$customer))
    units <- aggregate(bias ~ who + outcome, conversations, mean)
  } else units <- conversations
  negative <- units$bias[units$outcome == "negative"]
  positive <- units$bias[units$outcome == "positive"]
  cat(sprintf("%s\\n  negative %.4f (n = %d), positive %.4f (n = %d)\\n  delta %.4f\\n", run, mean(negative), length(negative), mean(positive), length(positive), mean(negative) - mean(positive)))
  if (length(negative) > 1 && length(positive) > 1 && var(negative) + var(positive) > 0) {
    test <- t.test(negative, positive)
    cat(sprintf("  Welch t %.4f, df %.2f, p %.4g, 95 %% interval [%.4f, %.4f]\\n", test$statistic, test$parameter, test$p.value, test$conf.int[1], test$conf.int[2]))
  }
  # A mixed model weighs conversations by their probes, so its contrast is near delta, not equal to it.
  probes$late <- ifelse(probes$outcome == "negative", 1, 0)
  if (mixed == "lme4") {
    fit <- try(lme4::lmer(bias ~ late + (1 | conversation), probes), silent = TRUE)
    if (!inherits(fit, "try-error")) cat(sprintf("  mixed model (lme4) %.4f, SE %.4f\\n", lme4::fixef(fit)["late"], sqrt(diag(as.matrix(vcov(fit))))["late"]))
  } else if (mixed == "nlme") {
    fit <- try(nlme::lme(bias ~ late, random = ~ 1 | conversation, data = probes), silent = TRUE)
    if (!inherits(fit, "try-error")) cat(sprintf("  mixed model (nlme) %.4f, SE %.4f\\n", nlme::fixef(fit)["late"], sqrt(diag(fit$varFix))["late"]))
  }
}
`;
}

/** Python's standard library; the mixed model needs statsmodels and pandas. Prints Δ of each run. */
export function pythonScript({ stages, unit }: ScriptInputs): string {
  return `"""Refits the contrast from pairs.csv: python3 contrast.py

Depth bias of a probe: mean depth of its usable continuations minus the depth of the real turn. Conversations weigh alike.
"""
import csv
import pathlib
from collections import defaultdict
from math import sqrt
from statistics import fmean, variance

STAGES = [${stages.map((stage) => JSON.stringify(stage)).join(", ")}]
UNIT = ${JSON.stringify(unit)}


def label(row, branch):
    stage = row[branch + "_stage"]
    valid = not row[branch + "_status"].startswith("invalid") and stage in STAGES
    return STAGES.index(stage) if valid else None


def biases(rows):
    """Bias of each probe: (conversation, customer, outcome, turn, position) -> simulated minus real depth."""
    probes = defaultdict(list)
    for row in rows:
        real = label(row, "real") if row["real_kind"] in ("", "reply") else None
        kind = row["sim_kind"] or "reply"
        sim = 0 if kind in ("leave", "silence") else label(row, "sim") if kind == "reply" else None
        if real is not None and sim is not None and row["outcome"] in ("negative", "positive"):
            probes[row["conversation"], row["customer"], row["outcome"], row["turn"], row["position"]].append(sim - real)
    return {key: fmean(values) for key, values in probes.items()}


def grouped(values, key):
    groups = defaultdict(list)
    for item, value in values.items():
        groups[key(item)].append(value)
    return {group: fmean(each) for group, each in groups.items()}


def units(probes):
    conversations = grouped(probes, lambda probe: probe[:3])
    if UNIT == "conversation":
        return conversations
    return grouped(conversations, lambda c: ("u:" + c[1] if c[1] else "c:" + c[0], c[2]))


folder = pathlib.Path(__file__).parent
with open(folder / "pairs.csv", encoding="utf-8", newline="") as file:
    table = list(csv.DictReader(file))
runs = defaultdict(list)
for row in table:
    runs[row["run"] or "run"].append(row)
for run, rows in runs.items():
    probes = biases(rows)
    own = units(probes)
    negative = [value for key, value in own.items() if key[-1] == "negative"]
    positive = [value for key, value in own.items() if key[-1] == "positive"]
    print(run)
    if not negative or not positive:
        print("  one outcome only: no contrast")
        continue
    delta = fmean(negative) - fmean(positive)
    print(f"  negative {fmean(negative):.4f} (n = {len(negative)}), positive {fmean(positive):.4f} (n = {len(positive)})")
    print(f"  delta {delta:.4f}")
    if len(negative) > 1 and len(positive) > 1:
        error = sqrt(variance(negative) / len(negative) + variance(positive) / len(positive))
        if error > 0:
            print(f"  Welch t {delta / error:.4f}, SE {error:.4f}")
    try:
        import pandas
        import statsmodels.formula.api as models
    except ImportError:
        continue
    # A mixed model weighs conversations by their probes, so its contrast is near delta, not equal to it.
    frame = pandas.DataFrame([{"conversation": key[0], "late": int(key[2] == "negative"), "bias": value} for key, value in probes.items()])
    fit = models.mixedlm("bias ~ late", frame, groups=frame["conversation"]).fit()
    print(f"  mixed model (statsmodels) {fit.params['late']:.4f}, SE {fit.bse['late']:.4f}")
`;
}
