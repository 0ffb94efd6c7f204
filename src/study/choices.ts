// Owns what the names of simulators and judges mean, in a study file and on the command line. Refuses whether they exist.
import { CONTROL_RUNGS } from "../core/probe/controlRung.ts";
import type { JudgeChoice, SimulatorChoice } from "./setup.ts";

/** `control`, `control:C2`, a continuations file, `ENDPOINT/MODEL`, or an endpoint whose model is named beside it. Undefined when it is none of them. */
export function simulatorNamed(text: string, model: string | undefined, pathOf: (path: string) => string): SimulatorChoice | undefined {
  const [name, rung, ...more] = text.split(":");
  if (name === "control" && more.length === 0) {
    const known = rung === undefined ? "C1" : CONTROL_RUNGS.find((each) => each === rung);
    return known && { kind: "control", rung: known };
  }
  if (text.endsWith(".jsonl")) return { kind: "recorded", path: pathOf(text) };
  return modelNamed(text, model);
}

/** `lexicon`, `recorded`, `ENDPOINT/MODEL`, or an endpoint whose model is named beside it. */
export function judgeNamed(text: string, model: string | undefined): JudgeChoice | undefined {
  return text === "lexicon" || text === "recorded" ? { kind: text } : modelNamed(text, model);
}

export function modelNamed(text: string, model?: string): { readonly kind: "model"; readonly endpoint: string; readonly model: string } | undefined {
  if (model !== undefined) return { kind: "model", endpoint: text, model };
  const slash = text.indexOf("/");
  return slash <= 0 || slash === text.length - 1 ? undefined : { kind: "model", endpoint: text.slice(0, slash), model: text.slice(slash + 1) };
}
