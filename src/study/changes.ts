// Owns what is other now than when a run was made: why it is not gone on with, and what changed since. Refuses looking anything up (nowOf.ts).
import type { RunManifest } from "../core/journal/entry.ts";
import type { RunState } from "../core/journal/fold.ts";
import type { Role } from "../core/journal/spent.ts";
import { Failure } from "../core/messages/failure.ts";
import type { SentenceValues } from "../core/messages/sentence.ts";
import type { SentenceId } from "../core/messages/sentences.ts";
import { simulatorName } from "./naming.ts";
import { datasetKey } from "./plan.ts";

/** Why a run with this manifest is not gone on with by this plan, by the first thing that is other; undefined when the plans are the same. */
export function otherPlan(stored: RunManifest, now: RunManifest): Failure | undefined {
  if (stored.planHash === now.planHash) return undefined;
  const { run } = stored;
  const other = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  if (other(datasetKey(stored.dataset), datasetKey(now.dataset))) return new Failure("plan-other-dataset", { run, before: stored.dataset.name, now: now.dataset.name });
  if (other(stored.simulator, now.simulator)) return new Failure("plan-other-simulator", { run, before: simulatorName(stored.simulator), now: simulatorName(now.simulator) });
  if (other(stored.condition, now.condition)) return new Failure("plan-other-prompt", { run, before: stored.condition.name, now: now.condition.name });
  if (other(stored.judge, now.judge)) return new Failure("plan-other-judge", { run, before: judgeText(stored), now: judgeText(now) });
  if (other(stored.instrument, now.instrument)) return new Failure("plan-other-instrument", { run, before: instrumentText(stored), now: instrumentText(now) });
  return new Failure("plan-differs", { run, what: stored.title });
}

function judgeText({ judge }: RunManifest): string {
  return judge.kind === "model" ? judge.model : judge.kind;
}

function instrumentText({ instrument: { name, version, window } }: RunManifest): string {
  return `${name} ${version} ${window}`;
}

/** What can be looked at now; what is absent is not known, and `gone` what is not there any more. */
export interface Now {
  /** Hash of the dataset that is open under the name of the run's. */
  readonly dataset?: string;
  /** Hash of the template of the condition's name. */
  readonly condition?: string;
  readonly instrument?: string;
  readonly software: string;
  /** What the servers of the same endpoint and model said they are, last. */
  readonly served: Readonly<Partial<Record<Role, string>>>;
}

/** One thing that is other than when the run was made. */
export interface ChangedThing {
  readonly id: SentenceId;
  readonly values: SentenceValues;
}

/** In the order of how much it matters; nothing where all that is known is the same. */
export function changedSince({ manifest, state }: { readonly manifest: RunManifest; readonly state: RunState }, now: Now): readonly ChangedThing[] {
  const thing = (id: SentenceId, values: SentenceValues): ChangedThing => ({ id, values });
  const { dataset, condition, instrument, software } = manifest;
  const changed: ChangedThing[] = [];
  if (now.dataset === "gone") changed.push(thing("changed-dataset-gone", { dataset: dataset.name, path: dataset.path }));
  else if (now.dataset !== undefined && now.dataset !== dataset.hash) changed.push(thing("changed-dataset", { dataset: dataset.name, before: dataset.hash.slice(0, 12), now: now.dataset.slice(0, 12) }));
  for (const role of ["simulator", "judge"] as const) {
    const served = [...state.spending.models(role)];
    if (served.length > 1) changed.push(thing("changed-model-within", { model: modelOf(manifest, role), served: served.map(([name, answers]) => `${name} (${answers})`).join(", ") }));
    const [before] = served.at(-1) ?? [];
    const after = now.served[role];
    if (before !== undefined && after !== undefined && after !== before) changed.push(thing("changed-model", { model: modelOf(manifest, role), before, now: after }));
  }
  if (now.condition === "gone") changed.push(thing("changed-prompt-gone", { condition: condition.name }));
  else if (now.condition !== undefined && now.condition !== condition.hash) changed.push(thing("changed-prompt", { condition: condition.name }));
  if (now.instrument === "gone") changed.push(thing("changed-instrument-gone", { instrument: instrument.name }));
  else if (now.instrument !== undefined && now.instrument !== instrument.hash) changed.push(thing("changed-instrument", { instrument: instrument.name, version: instrument.version }));
  if (now.software !== software.version) changed.push(thing("changed-software", { before: software.version, now: now.software }));
  return changed;
}

function modelOf(manifest: RunManifest, role: Role): string {
  const identity = manifest[role];
  return identity.kind === "model" ? identity.model : identity.kind;
}
