// Owns that the same model is the same object wherever it is asked for, so that its places are not counted twice. Refuses making models.
import type { StudyDoors } from "./doors.ts";

/** The door, asked once for each endpoint and model. */
export function onePerModel(door: StudyDoors["chatModel"]): StudyDoors["chatModel"] {
  const made = new Map<string, ReturnType<StudyDoors["chatModel"]>>();
  return (endpoint, model) => {
    const key = JSON.stringify([endpoint, model]);
    const chat = made.get(key) ?? door(endpoint, model);
    made.set(key, chat);
    return chat;
  };
}
