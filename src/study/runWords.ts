// Owns how a run is said in one line on every surface. Refuses computing its statistics.
import { count, signed } from "../core/figures/numbers.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { EDITOR_ENDPOINT } from "../core/editorModel.ts";
import type { RunManifest } from "../core/journal/entry.ts";
import type { Run } from "./run.ts";
import type { Subscription } from "./emitter.ts";

/** Δ of a run as far as known. `look`: the run is unfinished. */
export interface RunDelta {
  readonly value: number;
  readonly look: boolean;
}

/** Where surfaces get Δ from. Nothing is computed by asking. */
export interface Deltas {
  of(run: Run): RunDelta | undefined;
  onDidChange(listener: () => void): Subscription;
}

/** `Δ +0.29 (a look)`. */
export function deltaText({ value, look }: RunDelta, language: Language): string {
  return sentence(look ? "run-delta-look" : "run-delta", { delta: signed(value) }, language);
}

/** `213/1,109 probes`. */
export function progressText({ progress }: Run, language: Language): string {
  return sentence("run-probes-of", { done: count(progress.done), total: count(progress.total) }, language);
}

/** `12 min left`. */
export function leftText(milliseconds: number, language: Language): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return sentence("run-left-seconds", { count: seconds }, language);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return sentence("run-left-minutes", { count: minutes }, language);
  return sentence("run-left-hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 }, language);
}

/** A model of the editor takes part: nobody can say later what answered, so that its numbers are for trying out. */
export function isTrial({ simulator, judge }: Pick<RunManifest, "simulator" | "judge">): boolean {
  return [simulator, judge].some((each) => each.kind === "model" && each.endpoint === EDITOR_ENDPOINT);
}

/** Δ, state, progress, failures, time left and watermark, in this order; parts that say nothing are left out. */
export function runLine(run: Run, delta: RunDelta | undefined, language: Language): string {
  const { progress, status, manifest } = run;
  const running = status === "running";
  return [
    ...(delta ? [deltaText(delta, language)] : []),
    sentence(`run-is-${status}`, {}, language),
    progressText(run, language),
    ...(progress.failed > 0 ? [sentence("run-failed", { count: count(progress.failed) }, language)] : []),
    ...(running && progress.left !== undefined ? [leftText(progress.left, language)] : []),
    ...(isTrial(manifest) ? [sentence("editor-model-mark", {}, language)] : []),
    ...(manifest.provenance === "invented" ? [sentence("is-invented", {}, language)] : []),
  ].join(" · ");
}
