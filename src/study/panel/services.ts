// Owns what the panel asks while it is open: reports, profiles, what the prefix tells, what changed since. Refuses messages and views.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { Log, StatsEngine } from "../../core/ports.ts";
import type { Steps } from "../../core/stats/steps.ts";
import { changedSince } from "../changes.ts";
import type { Looks } from "../looks.ts";
import { prefixKnowledge, prefixMoments, type PrefixKnowledge } from "../prefixKnowledge.ts";
import { schemeOf } from "../reportOf.ts";
import { Reports } from "../reports.ts";
import type { Run } from "../run.ts";
import type { Study } from "../study.ts";
import type { RunAgreement } from "../labels/agreementReport.ts";
import type { PanelLabelDoors } from "./agreement.ts";
import { Computed } from "./computed.ts";
import { gathered } from "./gather.ts";
import { ProbeLists } from "./probes.ts";
import { Profiles } from "./profiles.ts";

export interface ServicesParts {
  readonly study: Study;
  readonly looks: Looks;
  readonly stats: StatsEngine;
  readonly log: Log;
  /** Runs a computation step by step and lets others work between. */
  readonly finished: <T>(steps: Steps<T>, signal: AbortSignal) => Promise<T>;
  /** Where people's labels lie; without them page Trust shows none. */
  readonly labels?: PanelLabelDoors;
  /** What a run has spent and will about need, in words. */
  readonly spending?: (run: Run) => { readonly spent?: string; readonly left?: string };
}

export class PanelServices {
  readonly parts: ServicesParts;
  readonly study: Study;
  readonly looks: Looks;
  readonly reports: Reports;
  readonly profiles: Profiles;
  readonly lists = new ProbeLists();
  readonly #knowledge = new Computed<PrefixKnowledge>();
  readonly #agreement = new Computed<RunAgreement | undefined>();
  readonly #changes = new Computed<readonly string[]>();
  readonly #subscriptions: readonly { dispose(): void }[];
  readonly #listeners = new Set<() => void>();
  /** Counts up when datasets open, close or change on disk. */
  #datasets = 0;
  /** Counts up when labels are to be read anew. */
  #labels = 0;

  constructor(parts: ServicesParts) {
    this.parts = parts;
    this.study = parts.study;
    this.looks = parts.looks;
    this.reports = new Reports(parts.stats, parts.log);
    this.profiles = new Profiles(parts.log);
    const changed = (): void => this.#listeners.forEach((listener) => listener());
    this.#subscriptions = [
      this.reports.onDidChange(changed),
      this.profiles.onDidChange(changed),
      this.#knowledge.onDidChange(changed),
      this.#agreement.onDidChange(changed),
      this.#changes.onDidChange(changed),
      this.looks.onDidChange(changed),
      parts.study.onDidChange(({ what }) => {
        if (what === "datasets" || what === "files") this.#datasets++;
        if (what !== "arriving") changed();
      }),
    ];
  }

  /** Fires when a snapshot made now may be another one. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** E20, E24 and E29 of a finished run whose dataset is open; undefined while they are computed. */
  knowledge(run: Run): PrefixKnowledge | "failed" | undefined {
    const open = this.study.datasetOf(run);
    if (!open) return undefined;
    const { finished, log } = this.parts;
    const known = this.#knowledge.of(run.id, String(run.revision), async (signal) => {
      try {
        const moments = await prefixMoments(await gathered(run, {}, signal), schemeOf(run.manifest.codebook), open.dataset, signal);
        return await finished(prefixKnowledge(moments, { seed: run.manifest.statisticsSeed }), signal);
      } catch (error) {
        if (!signal.aborted) log.error(`${run.id}: what the prefix tells`, error);
        throw error;
      }
    });
    return known ?? (this.#knowledge.failure(run.id, String(run.revision)) === undefined ? undefined : "failed");
  }

  /** What people's labels say of a finished run; undefined while they are read, and where there are no doors to them. */
  agreement(run: Run): RunAgreement | undefined {
    const { labels, finished, log, study } = this.parts;
    if (!labels || run.status !== "finished") return undefined;
    return this.#agreement.latest(run.id, `${run.revision} ${this.#datasets} ${this.#labels}`, async (signal) => {
      try {
        const { agreementOf } = await import("./agreement.ts");
        return await agreementOf(run, study, labels, finished, signal);
      } catch (error) {
        if (!signal.aborted) log.error(`${run.id}: agreement`, error);
        throw error;
      }
    });
  }

  /** Labels are read anew when they are asked for next. */
  readLabels(): void {
    this.#labels++;
  }

  /** What is other now than when a finished run was made, a sentence each; nothing while it is looked up. */
  changed(run: Run, language: Language): readonly string[] {
    if (run.status !== "finished") return [];
    return this.#changes.of(`${run.id} ${language}`, `${run.revision} ${this.#datasets}`, async () => changedSince(run, await this.study.nowOf(run)).map(({ id, values }) => sentence(id, values, language))) ?? [];
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
    for (const each of [this.reports, this.profiles, this.#knowledge, this.#agreement, this.#changes]) each.dispose();
    this.#listeners.clear();
  }
}
