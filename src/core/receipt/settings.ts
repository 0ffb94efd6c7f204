// Owns the settings of a receipt as rows of text, for its page and for comparing two. Refuses numbers of statistics.
import { count } from "../figures/numbers.ts";
import { say, type Wording } from "../figures/words.ts";
import type { JudgeIdentity, SimulatorIdentity } from "../journal/entry.ts";
import type { SentenceId } from "../messages/sentences.ts";
import type { Receipt } from "./shape.ts";

export interface SettingRow {
  readonly label: string;
  readonly value: string;
}

export type SettingPart = "data" | "probes" | "simulator" | "judge" | "counts" | "privacy" | "hashes";

/** Every setting in words. What does not apply is left out. */
export function settingRows(receipt: Receipt, wording: Wording): Readonly<Record<SettingPart, readonly SettingRow[]>> {
  const row = (id: SentenceId, value: string | number | undefined): readonly SettingRow[] => (value === undefined || value === "" ? [] : [{ label: say(id, {}, wording), value: String(value) }]);
  const { dataset, probes, simulator, condition, judge, instrument, counts, privacy, hashes, spent, software } = receipt;
  const list = (values: readonly string[]): string => (values.length === 0 ? say("receipt-none", {}, wording) : values.join(", "));
  return {
    data: [
      ...row("fact-dataset", dataset.name),
      ...row("receipt-format", dataset.format),
      ...row("receipt-users", dataset.users),
      ...row("receipt-outcome", dataset.outcomeDefinition),
      ...row("receipt-strata", `${dataset.strata.negative} / ${dataset.strata.positive}`),
      ...row("receipt-follow-up", dataset.followUpDays),
      ...row("receipt-as-of", dataset.asOf),
      ...row("receipt-merge", dataset.mergeWithinMinutes),
    ],
    probes: [
      ...row("fact-rule", ruleOf(probes.rule, wording)),
      ...row("receipt-order-seed", probes.orderSeed),
      ...row("receipt-statistics-seed", probes.statisticsSeed),
      ...row("receipt-samples", probes.samples),
      ...row("receipt-limit", probes.limit),
      ...row("receipt-margin", `±${probes.margin}`),
      ...row("receipt-planned", say("receipt-planned-of", { probes: count(probes.plannedProbes), conversations: count(probes.plannedConversations), without: count(probes.conversationsWithoutProbe) }, wording)),
    ],
    simulator: [
      ...row("fact-simulator", simulatorText(simulator.identity)),
      ...row("receipt-origin", simulator.identity.kind === "model" ? simulator.identity.origin : undefined),
      ...row("receipt-served", served(simulator.served)),
      ...row("receipt-set-to", settings(simulator.settings)),
      ...row("fact-condition", condition.name),
      ...row("receipt-exit-offered", say(condition.offersExit ? "status-yes" : "status-no", {}, wording)),
      ...row("receipt-profile", list(receipt.profileFields)),
    ],
    judge: [
      ...row("fact-judge", judgeText(judge.identity)),
      ...row("receipt-origin", judge.identity.kind === "model" ? judge.identity.origin : undefined),
      ...row("receipt-served", served(judge.served)),
      ...row("receipt-set-to", settings(judge.settings)),
      ...row("fact-instrument", `${instrument.name} ${instrument.version}`),
      ...row("receipt-window", say(`receipt-window-${instrument.window}`, {}, wording)),
      ...row("receipt-preflight", receipt.preflight ? `${receipt.preflight.agreement.stage.agreed} / ${receipt.preflight.agreement.stage.of}` : undefined),
    ],
    counts: [
      ...row("fact-samples", say("receipt-kinds", { reply: count(counts.reply), leave: count(counts.leave), silence: count(counts.silence) }, wording)),
      ...row("receipt-labels-real", say("receipt-valid", { valid: count(counts.real.valid), invalid: count(counts.real.invalid) }, wording)),
      ...row("receipt-labels-simulated", say("receipt-valid", { valid: count(counts.simulated.valid), invalid: count(counts.simulated.invalid) }, wording)),
      ...row("receipt-lost", say("receipt-lost-of", { failed: count(counts.failed), refused: count(counts.refused), truncated: count(counts.truncated), empty: count(counts.empty), retried: count(counts.retried) }, wording)),
      ...row("receipt-causes", pairs(counts.causes)),
      ...row("receipt-noticed", pairs(counts.noticed)),
      ...row("receipt-calls", count(spent.simulator.calls + spent.judge.calls)),
      ...row("receipt-tokens", count(spent.simulator.promptTokens + spent.simulator.completionTokens + spent.judge.promptTokens + spent.judge.completionTokens)),
      ...row("receipt-unread", counts.unreadLines === 0 ? undefined : counts.unreadLines),
      ...row("receipt-forgotten", counts.forgotten.conversations === 0 ? undefined : counts.forgotten.conversations),
    ],
    privacy: [
      ...row("receipt-redacted", list(privacy.redaction)),
      ...row("receipt-sent-to", privacy.sentTo.length === 0 ? say("receipt-nowhere", {}, wording) : privacy.sentTo.join(", ")),
      ...row("receipt-holds-texts", say(privacy.holdsTexts ? "status-yes" : "status-no", {}, wording)),
    ],
    hashes: [
      ...row("fact-dataset", hashes.dataset),
      ...row("fact-plan", hashes.plan),
      ...row("fact-condition", hashes.template),
      ...row("fact-instrument", hashes.instrument),
      ...row("receipt-journal", say("receipt-journal-of", { hash: hashes.journal, lines: count(hashes.journalLines) }, wording)),
      ...row("receipt-software", software.run.version === software.receipt.version ? `${software.run.name} ${software.run.version}` : `${software.run.name} ${software.run.version}, ${software.receipt.version}`),
    ],
  };
}

function ruleOf(rule: Receipt["probes"]["rule"], wording: Wording): string {
  switch (rule.kind) {
    case "fractions":
      return say("receipt-rule-fractions", { positions: rule.fractions.map((fraction) => `${Math.round(fraction * 1000) / 10} %`).join(", ") }, wording);
    case "landmark":
      return say("receipt-rule-landmark", { ordinals: rule.ordinals.join(", ") }, wording);
    case "every":
      return say("receipt-rule-every", {}, wording);
  }
}

function simulatorText(identity: SimulatorIdentity): string {
  switch (identity.kind) {
    case "model":
      return identity.model;
    case "recorded":
      return `${identity.name} (${identity.source}, SHA-256 ${identity.sourceHash})`;
    case "control":
      return `control ${identity.rung}, ${identity.donors} donors`;
  }
}

function judgeText(identity: JudgeIdentity): string {
  switch (identity.kind) {
    case "model":
      return identity.model;
    case "recorded":
      return `recorded ${identity.name}`;
    case "lexicon":
      return `lexicon ${identity.version}`;
  }
}

function served(models: Readonly<Record<string, number>>): string {
  return Object.entries(models).map(([name, answers]) => `${name} (${count(answers)})`).join(", ");
}

function settings(values: Readonly<Record<string, number>>): string {
  return Object.entries(values).map(([name, value]) => `${name} ${value}`).join(", ");
}

function pairs(values: Readonly<Record<string, number>>): string {
  return Object.entries(values).map(([name, times]) => `${name} ${count(times)}`).join(", ");
}
