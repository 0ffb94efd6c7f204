// Owns what --simulator, --judge and --condition mean. Refuses opening files and endpoints.
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import { TEMPLATE_ENDING } from "../core/probe/conditionTemplate.ts";
import { CONTROL_RUNGS } from "../core/probe/controlRung.ts";
import { DEFAULT_INSTRUMENT, DEFAULT_SETUP, type JudgeChoice, type Setup, type SimulatorChoice } from "../study/setup.ts";
import { modelNamed, simulatorNamed } from "../study/choices.ts";
import { UsageError, type Arguments } from "./arguments.ts";
import { COMMAND_LINE } from "./endpoints.ts";

/** The setup a command line asks for. `otherwise` is the simulator where none is named. */
export function setupOf(words: Arguments, otherwise?: SimulatorChoice): Setup {
  const simulator = otherwise ?? simulatorOf(words);
  return { ...DEFAULT_SETUP, simulator, judge: judgeOf(words, simulator), condition: conditionOf(words), samples: words.samples };
}

/** A template file is named by its path; names are the study's to find. */
function conditionOf({ condition }: Arguments): string {
  return condition.endsWith(TEMPLATE_ENDING) ? path.resolve(condition) : condition;
}

function simulatorOf({ simulator, endpoint }: Arguments): SimulatorChoice {
  if (simulator === undefined) return endpoint ? { kind: "model", endpoint: COMMAND_LINE, model: endpoint.model } : DEFAULT_SETUP.simulator;
  const named = simulatorNamed(simulator, undefined, (file) => path.resolve(file));
  if (named) return named;
  if (/^control\b/u.test(simulator)) throw new UsageError(`--simulator ${simulator}: ${CONTROL_RUNGS.map((each) => `control:${each}`).join(", ")}`);
  return modelOf("--simulator", simulator);
}

function judgeOf({ judge, codebook, window }: Arguments, simulator: SimulatorChoice): JudgeChoice {
  const instrument = codebook === undefined ? {} : { instrument: codebookOf(codebook) };
  const kind = judge ?? (simulator.kind === "recorded" ? "recorded" : "lexicon");
  if (kind === "recorded") return { kind, ...instrument };
  if (kind !== "lexicon") return { ...modelOf("--judge", kind), ...instrument, ...(window === "full" ? { window } : {}) };
  if (codebook !== undefined && codebook !== DEFAULT_INSTRUMENT) throw new Failure("codebook-needs-model", { codebook });
  if (window === "full") throw new UsageError("--window full: the lexicon reads no later turns, choose a model as judge");
  return { kind };
}

/** A codebook's file is named by its path; names are the study's to find. */
export function codebookOf(codebook: string): string {
  return codebook.endsWith(".json") ? path.resolve(codebook) : codebook;
}

function modelOf(option: string, text: string): { readonly kind: "model"; readonly endpoint: string; readonly model: string } {
  const named = modelNamed(text);
  if (!named) throw new UsageError(`${option} ${text}: ENDPOINT/MODEL, or one of the names in the help`);
  return named;
}
