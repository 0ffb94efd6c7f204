// Owns reading tau-bench results: one simulated conversation with a tool-using agent a record. Refuses taking the task's reward as the
// user's outcome: it says what the agent's tools did, not what the user decided.
import * as z from "zod/mini";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import { isTooDeep, MOST_LEVELS } from "./depth.ts";
import { wrongShape, type Reading, type RecordFormat } from "./reading.ts";
import { shapeFinding } from "./shapeFinding.ts";
import { simulatedMessage, simulatedMessageSchema } from "./simulatedMessage.ts";

const identifier = z.union([z.string().check(z.minLength(1)), z.number()]);
const record = z.looseObject({
  task_id: identifier,
  trial: z.nullish(identifier),
  reward: z.nullish(z.number()),
  info: z.nullish(z.looseObject({ task: z.nullish(z.looseObject({ user_id: z.nullish(z.string()), instruction: z.nullish(z.string()) })) })),
  traj: z.array(simulatedMessageSchema),
});

export const TAU_BENCH = "tau-bench";

export const tauBenchFormat: RecordFormat = {
  name: TAU_BENCH,
  outcomeDefinition: "none: the reward rates the agent's task and is kept as metadata",
  meaning: { user: "user", agent: "assistant" },
  places: { id: ["task_id"], turns: ["traj"], outcomeAt: ["reward"] },
  read: readTauBench,
};

/** A record `{task_id, reward, info, traj: [{role, content}], trial}`; its id is task and trial. */
function readTauBench(value: unknown): Reading {
  const parsed = record.safeParse(value);
  if (!parsed.success) return wrongShape(shapeFinding(value, parsed.error.issues));
  const { task_id, trial, reward, info, traj } = parsed.data;
  const deep = (["traj", "info"] as const).find((field) => isTooDeep(parsed.data[field]));
  if (deep !== undefined) return wrongShape({ at: [deep], id: "field-too-deep", values: { field: deep, levels: MOST_LEVELS } });
  const { user_id, instruction, ...task } = info?.task ?? {};
  const read: ConversationRecord = {
    id: trial === undefined || trial === null ? String(task_id) : `${task_id}-${trial}`,
    ...(user_id && { customer: user_id }),
    outcome: { value: "unknown" },
    profile: instruction ? { instruction } : {},
    messages: traj.map(simulatedMessage),
    meta: { task: { id: task_id, ...(trial !== undefined && trial !== null && { trial }), ...task }, ...(typeof reward === "number" && { reward }) },
  };
  return { record: read, findings: [] };
}
