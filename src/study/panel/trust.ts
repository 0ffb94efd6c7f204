// Owns what page Trust shows beside the report: gates, what was left out, the control on the same data, what the prefix tells. Refuses formulas.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import { gatesIn } from "../../protocol/gates.ts";
import type { TrustPart } from "../../protocol/panelParts.ts";
import type { RunAgreement } from "../labels/agreementReport.ts";
import { coefficientOf, gatesBlock } from "../receipts/gating.ts";
import type { Run } from "../run.ts";
import type { PanelServices } from "./services.ts";

/** Positions at most in what the prefix tells. */
const MOST_POSITIONS = 40;
/** User turns at most in the hazard of ends. */
const MOST_TURNS = 60;
const MOST_REASONS = 40;
const MOST_GATES = 60;

export function trustOf(run: Run, services: PanelServices, language: Language): TrustPart {
  const { manifest } = run;
  const { ledger } = manifest.dataset;
  const agreement = services.agreement(run);
  return {
    ledger: { ...ledger, leftOut: first(ledger.leftOut, MOST_REASONS), ...(ledger.outcomeReasons ? { outcomeReasons: first(ledger.outcomeReasons, MOST_REASONS) } : {}), ...(ledger.suspicious ? { suspicious: first(ledger.suspicious, MOST_REASONS) } : {}) },
    outcomeDefinition: visibleLabel(manifest.dataset.outcomeDefinition, 2_000),
    conversationsWithoutProbe: manifest.conversationsWithoutProbe,
    ...(manifest.preflight ? { preflight: manifest.preflight } : {}),
    ...controlOf(run, services),
    ...knowledgeOf(run, services, language),
    ...(agreement ? { agreement } : {}),
    ...gatesOn(run, services, agreement),
  };
}

/** By the study file's gates where the dataset is open, else by those the run stored. */
function gatesOn(run: Run, { study, reports }: PanelServices, agreement: RunAgreement | undefined): Pick<TrustPart, "gates"> {
  const report = reports.of(run);
  const stored = study.datasetOf(run)?.gates;
  const gates = report && gatesBlock(run, report, { ...(stored ? { gates: gatesIn(stored) ?? [] } : {}), ...(agreement ? { agreement: coefficientOf(agreement) } : {}) });
  return gates ? { gates: { ...gates, results: gates.results.slice(0, MOST_GATES) } } : {};
}

/** The newest finished control run on the same dataset by the same rule, labelled with the same instrument and judge. */
function controlOf(run: Run, { study, reports }: PanelServices): Pick<TrustPart, "control"> {
  const key = ({ manifest: { dataset, rule, instrument, judge } }: Run): string => JSON.stringify([dataset.hash, rule, instrument.hash, judge]);
  const control = study.runs.find((each) => each !== run && each.status === "finished" && each.manifest.simulator.kind === "control" && key(each) === key(run));
  if (!control) return {};
  const headline = reports.of(control)?.headline;
  const { id, title } = control;
  return { control: { run: id, title: visibleLabel(title, 200), ...(headline ? { delta: headline.delta, bias: { negative: headline.strata.negative.bias, positive: headline.strata.positive.bias } } : {}) } };
}

function knowledgeOf(run: Run, services: PanelServices, language: Language): Pick<TrustPart, "knowledge" | "noKnowledge"> {
  const { name, path } = run.manifest.dataset;
  const why = (id: "knowledge-needs-end" | "knowledge-needs-dataset" | "knowledge-computing" | "knowledge-failed"): Pick<TrustPart, "noKnowledge"> => ({ noKnowledge: sentence(id, { dataset: name, path }, language) });
  if (run.status !== "finished") return why("knowledge-needs-end");
  if (!services.study.datasetOf(run)) return why("knowledge-needs-dataset");
  const known = services.knowledge(run);
  if (known === "failed") return why("knowledge-failed");
  if (!known) return why("knowledge-computing");
  const { information, ends, ...rest } = known;
  return {
    knowledge: {
      ...rest,
      information: { ...information, byPosition: information.byPosition.slice(0, MOST_POSITIONS) },
      ends: { ...ends, hazard: ends.hazard.slice(0, MOST_TURNS) },
    },
  };
}

function first(counts: Readonly<Record<string, number>>, most: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).slice(0, most));
}
