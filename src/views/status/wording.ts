// Owns the words of the status bar. Refuses icons of data: names are shown as typed.
import { EDITOR_ENDPOINT } from "../../core/editorModel.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import type { Run } from "../../study/run.ts";
import { deltaText, progressText, type RunDelta } from "../../study/runWords.ts";
import type { JudgeChoice, Setup, SimulatorChoice } from "../../study/setup.ts";

const NAME = 30;

/** `213/1,109 probes · Δ +0.29 (a look)`, marked where invented. */
export function runText(run: Run, delta: RunDelta | undefined, language: Language): string {
  const invented = run.manifest.provenance === "invented" ? [sentence("is-invented", {}, language)] : [];
  return [progressText(run, language), ...(delta ? [deltaText(delta, language)] : []), ...invented].join(" · ");
}

/** `model · persona · lexicon · 3 samples`; the control and recordings have no condition of their own. */
export function setupText({ simulator, condition, judge, samples }: Setup, language: Language): string {
  return [
    simulatorText(simulator, language),
    ...(simulator.kind === "model" ? [visibleLabel(condition, NAME)] : []),
    judgeText(judge, language),
    ...([simulator, judge].some((each) => each.kind === "model" && each.endpoint === EDITOR_ENDPOINT) ? [sentence("editor-model-mark", {}, language)] : []),
    sentence(samples === 1 ? "status-sample" : "status-samples", { count: samples }, language),
  ].join(" · ");
}

function simulatorText(simulator: SimulatorChoice, language: Language): string {
  switch (simulator.kind) {
    case "model":
      return visibleLabel(simulator.model, NAME);
    case "control":
      return `${sentence("simulator-control", {}, language)} ${simulator.rung}`;
    case "recorded": {
      const file = simulator.path.split(/[\\/]/).at(-1) ?? "";
      return `${sentence("status-recorded", {}, language)} ${visibleLabel(file.replace(/\.jsonl$/i, ""), NAME)}`;
    }
  }
}

function judgeText(judge: JudgeChoice, language: Language): string {
  switch (judge.kind) {
    case "model":
      return visibleLabel(judge.model, NAME);
    case "lexicon":
      return sentence("judge-name-lexicon", {}, language);
    case "recorded":
      return sentence("status-recorded", {}, language);
  }
}
