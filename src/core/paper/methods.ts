// Owns the methods text of a paper: every count, setting, version and seed of its runs. Refuses claims: it says what was done, not what it means.
import { count, fixed, percentage } from "../figures/numbers.ts";
import type { RunManifest } from "../journal/entry.ts";
import type { ProbeRule } from "../probe/probe.ts";
import type { PaperRun } from "./paperTables.ts";

/** What the text needs beside reports: counts of answers, models as their servers named them. */
export interface MethodsRun extends PaperRun {
  readonly failed: number;
  readonly served: { readonly simulator: readonly string[]; readonly judge: readonly string[] };
}

/** Markdown with citation keys of references.ts in Pandoc's form. */
export function methodsText(runs: readonly [MethodsRun, ...MethodsRun[]]): string {
  const [first] = runs;
  const { dataset } = first.manifest;
  const { ledger } = dataset;
  const left = Object.entries(ledger.leftOut).filter(([, number]) => number > 0);
  return [
    "# Methods",
    "",
    "Written by the software from the runs' journals. Every number below is stored there or recomputes from `pairs.csv`.",
    "",
    "## Data",
    "",
    `Dataset ${code(dataset.name)} (${dataset.format}; SHA-256 ${code(dataset.hash)}). Users: ${dataset.users}. Outcome: ${dataset.outcomeDefinition}; strata ${code(dataset.strata.negative)} and ${code(dataset.strata.positive)}.`,
    `${count(ledger.conversationsRead)} conversations were read and ${count(ledger.conversationsKept)} kept${left.length === 0 ? "" : `; left out: ${left.map(([why, number]) => `${why} ${count(number)}`).join(", ")}`}. Outcomes: ${count(ledger.outcomes.negative)} negative, ${count(ledger.outcomes.positive)} positive, ${count(ledger.outcomes.unknown)} unknown. ${count(ledger.conversationsTruncated)} conversations were cut at the time of their positive outcome (${count(ledger.messagesCut)} messages).`,
    ...(dataset.followUpDays === undefined ? [] : [`Follow-up window ${dataset.followUpDays} days${dataset.asOf === undefined ? "" : `, outcome data as of ${dataset.asOf}`}.`]),
    `Messages of one speaker within ${dataset.mergeWithinMinutes} minutes were joined into one turn where times exist, else always.`,
    "",
    "## Probes",
    "",
    ...distinct(runs.map(({ manifest }) => `${ruleText(manifest.rule)}; order and resampling seed ${manifest.orderSeed}; ${manifest.samples} continuation${manifest.samples === 1 ? "" : "s"} a probe${manifest.limit === undefined ? "" : `; ${count(manifest.limit)} conversations drawn in outcome-balanced random order`}; ${count(manifest.plannedProbes)} probes of ${count(manifest.plannedConversations)} conversations.`)),
    "The real turn is replaced by the simulator's continuation of the same prefix [@chen2026]; simulator and judge see nothing that came later, and never the outcome.",
    "",
    "## Simulators",
    "",
    ...runs.map((run) => `- ${run.id}: ${run.simulator}, condition ${code(run.manifest.condition.name)} (template SHA-256 ${code(run.manifest.condition.hash)}${run.manifest.condition.offersExit ? ", offers an end" : ""})${settings(run.manifest)}. ${servedText(run.served.simulator)}Plan ${code(run.manifest.planHash)}.`),
    "",
    "## Instrument",
    "",
    ...distinct(runs.map(({ judge, manifest: { instrument }, served }) => `Judge ${judge}, instrument ${instrument.name} ${instrument.version} (SHA-256 ${code(instrument.hash)}, ${instrument.window} window). ${servedText(served.judge)}`.trim())),
    `Stages by depth: ${first.report.labels.stages.map((stage, depth) => `${stage} ${depth}`).join(", ")}. Leaving and silence count as depth 0.`,
    "",
    "## Answers",
    "",
    ...runs.map(({ id, report: { counts, invalidBounds }, failed }) => {
      const sum = (kind: "reply" | "leave" | "silence" | "invalid"): number => Object.values(counts.byStratum).reduce((total, each) => total + each[kind], 0);
      return `- ${id}: ${count(sum("reply"))} replies, ${count(sum("leave"))} left, ${count(sum("silence"))} silent, ${count(sum("invalid"))} without a valid label, ${count(failed)} failed; ${count(counts.usableProbes)} of ${count(counts.probes)} probes usable; ${percentage(invalidBounds.invalidShare, 1)} % of labels invalid${invalidBounds.robust ? "" : " (not robust to them)"}.`;
    }),
    "",
    "## Statistics",
    "",
    `Depth bias is simulated minus real depth, averaged over the samples of a probe, the probes of a conversation, then over ${first.report.headline.unit === "customer" ? "the conversations of a customer within an outcome, then customers" : "conversations"}. The contrast Δ is the bias of the negative stratum minus that of the positive one. Intervals are cluster-bootstrap percentile intervals over ${count(first.report.options.bootstrapDraws)} draws (BCa [@efron1987] beside them; Welch [@welch1947] below 30 units a stratum); p is a studentised permutation test [@chungRomano2013] over ${count(first.report.options.permutationDraws)} arrangements, two-sided; Hedges' g [@hedges1981]; gap kept with Fieller's interval [@fieller1954]; families of tests by Holm [@holm1979]; equivalence by two one-sided tests [@schuirmann1987] against a margin of ±${fixed(first.manifest.margin)} stored before the runs.`,
    ...runs.map(({ id, report }) => `Seed of ${id}: ${report.options.seed}.`),
    "",
    "## Software",
    "",
    ...distinct(runs.map(({ manifest: { software } }) => `${software.name} ${software.version} [@decisionFidelity].`)),
    "",
  ].join("\n");
}

function ruleText(rule: ProbeRule): string {
  switch (rule.kind) {
    case "fractions":
      return `Probes at ${rule.fractions.map((fraction) => `${fixed(100 * fraction, 0)} %`).join(", ")} of each conversation's user turns after the first`;
    case "landmark":
      return `Probes at user turns ${rule.ordinals.join(", ")}`;
    case "every":
      return "Probes at every user turn after the first";
  }
}

function settings({ simulatorSettings: { temperature, maxTokens, seed } }: RunManifest): string {
  const parts = [...(temperature === undefined ? [] : [`temperature ${temperature}`]), ...(maxTokens === undefined ? [] : [`at most ${maxTokens} tokens`]), ...(seed === undefined ? [] : [`seed ${seed}`])];
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

function servedText(names: readonly string[]): string {
  return names.length === 0 ? "" : `The server named the model ${names.map(code).join(", ")}. `;
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replace(/\s+/g, " ")}\``;
}

function distinct(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}
