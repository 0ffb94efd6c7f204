// Owns the condition and codebook a stored run holds itself, for where their files are not in its folder. Refuses what does not fit its hash.
import { instrumentIdentity } from "../core/instrument/judgePrompt.ts";
import type { RunManifest } from "../core/journal/entry.ts";
import { isFailure } from "../core/messages/failure.ts";
import type { SentenceId } from "../core/messages/sentences.ts";
import type { Digest } from "../core/ports.ts";
import { storedCondition, templateText, type Condition } from "../core/probe/condition.ts";
import { conditionCalled, type ConditionDoors } from "./conditions.ts";
import { instrumentCalled, type InstrumentDoors } from "./instruments.ts";

/** What a run was made with, to the letter. */
export type Stored = Pick<RunManifest, "condition" | "codebook" | "instrument">;

/** The condition of that name, else the stored one. Rejects as `conditionCalled` does. */
export function conditionOrStored(doors: ConditionDoors & { readonly digest: Digest }, home: string, called: string, stored: Stored | undefined): Promise<Condition> {
  return orStored(() => conditionCalled(doors, home, called), "condition-not-found", () => {
    if (!stored) return undefined;
    const condition = storedCondition(stored.condition);
    return doors.digest.sha256(templateText(condition)) === stored.condition.hash ? condition : undefined;
  });
}

/** The codebook of that name with its anchors, else the stored one, whose anchors nobody knows. Rejects as `instrumentCalled` does. */
export function instrumentOrStored(doors: InstrumentDoors & { readonly digest: Digest }, home: string, called: string, stored: Stored | undefined): ReturnType<typeof instrumentCalled> {
  return orStored(() => instrumentCalled(doors, home, called), "codebook-not-found", () => {
    if (!stored) return undefined;
    const { codebook, instrument } = stored;
    return instrumentIdentity(codebook, doors.digest, instrument.window).hash === instrument.hash ? { name: called, codebook, anchors: [] } : undefined;
  });
}

async function orStored<T>(called: () => Promise<T>, missing: SentenceId, own: () => T | undefined): Promise<T> {
  try {
    return await called();
  } catch (error) {
    const stored = isFailure(error) && error.id === missing ? own() : undefined;
    if (stored === undefined) throw error;
    return stored;
  }
}
