// Owns what one click uses: simulator, condition, judge, samples. Refuses endpoints' addresses and keys.
import type { RunManifest } from "../core/journal/entry.ts";
import { instrumentNameOf, SHIPPED_INSTRUMENTS } from "../core/instrument/codebook.ts";
import type { ControlRung } from "../core/probe/controlRung.ts";
import type { Stored } from "./stored.ts";

export type SimulatorChoice =
  | { readonly kind: "model"; readonly endpoint: string; readonly model: string }
  /** `path`: absolute path of a continuations file. */
  | { readonly kind: "recorded"; readonly path: string }
  | { readonly kind: "control"; readonly rung: ControlRung };

export type JudgeChoice =
  | {
      readonly kind: "model";
      readonly endpoint: string;
      readonly model: string;
      /** Name of a shipped instrument or of a codebook of the `.fidelity` folder, or absolute path of a codebook; codebook v1 when absent. */
      readonly instrument?: string;
      /** `full`: the judge sees later turns too; for the check that labels do not depend on them, not for reported numbers. */
      readonly window?: "full";
    }
  | { readonly kind: "lexicon" }
  /** The states the continuations file carries; only with a recorded simulator. */
  | { readonly kind: "recorded"; readonly instrument?: string };

export interface Setup {
  readonly simulator: SimulatorChoice;
  /** Name of a shipped condition or of a template of the `.fidelity` folder, or absolute path of a template file. The control and recorded simulators keep the name only to group runs. */
  readonly condition: string;
  readonly judge: JudgeChoice;
  readonly samples: number;
  /** Simulator temperature, 0 to 2; defaults of method.md: 1. */
  readonly temperature: number;
  /** Longest answer in tokens; default 300. */
  readonly maxTokens: number;
  /** Simulator and judge see placeholders instead of telephones, addresses, names and the like. */
  readonly redact?: boolean;
  /** Of a stored run: its condition and codebook, used where none of their names is found. */
  readonly stored?: Stored;
}

export const DEFAULT_SETUP: Setup = {
  simulator: { kind: "control", rung: "C1" },
  condition: "persona",
  judge: { kind: "lexicon" },
  samples: 1,
  temperature: 1,
  maxTokens: 300,
};

/** What a model judges by where a setup names nothing else. */
export const DEFAULT_INSTRUMENT = SHIPPED_INSTRUMENTS.en;

/** The setup a stored run was made with, or undefined when a recording's file is not known. `recordings` is the folder of the built-in ones. */
export function setupOfManifest(manifest: RunManifest, recordings: string): Setup | undefined {
  const { simulator, condition, codebook, instrument, simulatorSettings, samples } = manifest;
  const settings = { condition: condition.name, samples, temperature: simulatorSettings.temperature ?? DEFAULT_SETUP.temperature, maxTokens: simulatorSettings.maxTokens ?? DEFAULT_SETUP.maxTokens, ...(manifest.privacy.redaction.length > 0 ? { redact: true } : {}), stored: { condition, codebook, instrument } };
  const judged = judgeOf(manifest);
  switch (simulator.kind) {
    case "model":
      return { ...settings, simulator: { kind: "model", endpoint: simulator.endpoint, model: simulator.model }, judge: judged };
    case "control":
      return { ...settings, simulator: { kind: "control", rung: simulator.rung }, judge: judged };
    case "recorded":
      return manifest.provenance === "invented" ? { ...settings, simulator: { kind: "recorded", path: `${recordings}/${simulator.source}` }, judge: judged } : undefined;
  }
}

function judgeOf({ judge, instrument, codebook }: RunManifest): JudgeChoice {
  const name = instrumentNameOf(codebook);
  const own = name === DEFAULT_INSTRUMENT ? {} : { instrument: name };
  switch (judge.kind) {
    case "model":
      return { kind: judge.kind, endpoint: judge.endpoint, model: judge.model, ...own, ...(instrument.window === "full" ? { window: "full" } : {}) };
    case "recorded":
      return { kind: judge.kind, ...own };
    case "lexicon":
      return { kind: judge.kind };
  }
}
