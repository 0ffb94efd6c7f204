// Owns looking up how things stand now that a run was made with. Refuses saying what is other (changes.ts).
import type { RunManifest } from "../core/journal/entry.ts";
import type { RunState } from "../core/journal/fold.ts";
import type { Role } from "../core/journal/spent.ts";
import { isFailure } from "../core/messages/failure.ts";
import { templateText } from "../core/probe/condition.ts";
import { instrumentNameOf } from "../core/instrument/codebook.ts";
import { instrumentIdentity } from "../core/instrument/judgePrompt.ts";
import type { Now } from "./changes.ts";
import { conditionCalled } from "./conditions.ts";
import type { StudyDoors } from "./doors.ts";
import { instrumentCalled } from "./instruments.ts";

/** `others`: states of runs and hand-picked probes, newest first. `dataset`: as `Now` has it. */
export async function nowOf(manifest: RunManifest, home: string, dataset: string | undefined, others: readonly RunState[], doors: StudyDoors): Promise<Now> {
  const condition = manifest.simulator.kind === "model" ? await unlessGone(async () => doors.digest.sha256(templateText(await conditionCalled(doors, home, manifest.condition.name)))) : undefined;
  const instrument = manifest.judge.kind === "model" ? await unlessGone(async () => instrumentIdentity((await instrumentCalled(doors, home, instrumentNameOf(manifest.codebook))).codebook, doors.digest, manifest.instrument.window).hash) : undefined;
  return {
    ...(dataset === undefined ? {} : { dataset }),
    ...(condition === undefined ? {} : { condition }),
    ...(instrument === undefined ? {} : { instrument }),
    software: doors.software.version,
    served: { ...servedBy(manifest, others, "simulator"), ...servedBy(manifest, others, "judge") },
  };
}

async function unlessGone(look: () => Promise<string>): Promise<string> {
  try {
    return await look();
  } catch (error) {
    if (isFailure(error)) return "gone";
    throw error;
  }
}

/** What the newest answers of the same endpoint and model, in either role, said their model is. */
function servedBy(manifest: RunManifest, others: readonly RunState[], role: Role): Partial<Record<Role, string>> {
  const identity = manifest[role];
  if (identity.kind !== "model") return {};
  const key = (other: RunManifest[Role]): string => (other.kind === "model" ? JSON.stringify([other.origin, other.model]) : "");
  for (const state of others) {
    for (const each of ["simulator", "judge"] as const) {
      if (!state.manifest || key(state.manifest[each]) !== key(identity)) continue;
      const last = [...state.spending.models(each).keys()].at(-1);
      if (last !== undefined) return { [role]: last };
    }
  }
  return {};
}
