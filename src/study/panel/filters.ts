// Owns what the panel's numbers can be filtered by, and saying a filter in words. Refuses which probes it keeps (core/stats/probeFilter.ts).
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { ProbeFilter } from "../../core/stats/probeFilter.ts";
import type { LiveReport, StatsReport } from "../../core/stats/reportShape.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import type { FilterChoices, PanelFilter } from "../../protocol/panelParts.ts";
import type { Run } from "../run.ts";
import type { DatasetProfiles } from "./profiles.ts";

/** Values offered of one kind. */
const MOST = 60;
/** Characters of a value as it is said. */
const LONGEST = 60;

/** The part of a filter that is about probes; undefined where it keeps them all. */
export function probeFilterOf({ dataset: _dataset, ...filter }: PanelFilter): ProbeFilter | undefined {
  return Object.keys(filter).length > 0 ? filter : undefined;
}

/** "position 60, real stage resisting"; in the words of the dataset and the codebook. */
export function filterWords({ position, act, field, label }: PanelFilter, language: Language): string {
  const say = (id: Parameters<typeof sentence>[0], values: Readonly<Record<string, string | number>>): string => sentence(id, values, language);
  return [
    ...(position === undefined ? [] : [say("filtered-position", { position })]),
    ...(act === undefined ? [] : [say("filtered-act", { act: shown(act) })]),
    ...(field ? [say("filtered-field", { field: shown(field.name), value: shown(field.value) })] : []),
    ...(label ? [say(`filtered-${label.branch}-${label.what}`, { value: shown(label.value) })] : []),
  ].join(sentence("list-comma", {}, language));
}

/** What can be chosen for a run. Positions and acts are those of the whole run, as far as its numbers name them. */
export function filterChoices(run: Run, runs: readonly Run[], document: StatsReport | LiveReport | undefined, acts: readonly string[], profiles: DatasetProfiles | string): FilterChoices {
  const { codebook } = run.manifest;
  const names = (all: readonly { readonly name: string }[]): string[] => all.slice(0, MOST).map(({ name }) => name);
  const positions = document === undefined ? [] : document.what === "decision-fidelity-look" ? document.byPosition : document.headline.byPosition;
  return {
    positions: positions.slice(0, MOST).map(({ position }) => position),
    acts: acts.slice(0, MOST),
    stages: names(codebook.stages),
    emotions: names(codebook.emotions),
    blockers: names(codebook.blockers),
    ...(typeof profiles === "string" ? { fields: [], noFields: profiles } : { fields: profiles.fields.map(({ name, values }) => ({ name, values: [...values] })) }),
    datasets: datasetsOf(runs),
  };
}

function datasetsOf(runs: readonly Run[]): FilterChoices["datasets"] {
  const found = new Map<string, { hash: string; name: string; runs: number }>();
  for (const { manifest: { dataset } } of runs) {
    const known = found.get(dataset.hash) ?? { hash: dataset.hash, name: dataset.name, runs: 0 };
    known.runs++;
    found.set(dataset.hash, known);
  }
  return [...found.values()].slice(0, MOST);
}

function shown(text: string): string {
  return visibleLabel(text, LONGEST);
}
