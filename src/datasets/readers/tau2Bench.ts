// Owns reading tau2-bench results: the simulations of one file, each with the task its user played. Refuses its times (they have no
// zone) and taking the reward as the user's outcome.
import * as z from "zod/mini";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import { isTooDeep, MOST_LEVELS } from "./depth.ts";
import { wrongShape, type Reading, type RecordFormat } from "./reading.ts";
import { shapeFinding } from "./shapeFinding.ts";
import { simulatedMessage, simulatedMessageSchema } from "./simulatedMessage.ts";

const identifier = z.union([z.string().check(z.minLength(1)), z.number()]);
const simulation = z.looseObject({
  id: identifier,
  task_id: identifier,
  trial: z.nullish(identifier),
  reward_info: z.nullish(z.looseObject({ reward: z.nullish(z.number()) })),
  termination_reason: z.nullish(z.string()),
  messages: z.array(simulatedMessageSchema),
});
const text = z.nullish(z.string());
const task = z.looseObject({
  id: identifier,
  user_scenario: z.nullish(z.looseObject({ persona: text, instructions: z.nullish(z.union([z.string(), z.looseObject({ reason_for_call: text, known_info: text, unknown_info: text, task_instructions: text })])) })),
});
const settings = z.looseObject({ user_info: z.nullish(z.looseObject({ llm: text })), agent_info: z.nullish(z.looseObject({ llm: text })) });

export const TAU2_BENCH = "tau2-bench";

/** The format for the simulations of a file, given its parsed `tasks` and `info`; what is wrong in those is passed over. */
export function tau2BenchFormat(tasks: unknown, info: unknown): RecordFormat {
  const profiles = new Map((Array.isArray(tasks) ? (tasks as readonly unknown[]) : []).flatMap(profileEntry));
  const { data: who } = settings.safeParse(info);
  const models = { ...(who?.user_info?.llm && { user: who.user_info.llm }), ...(who?.agent_info?.llm && { agent: who.agent_info.llm }) };
  return {
    name: TAU2_BENCH,
    outcomeDefinition: "none: the reward rates the agent's task and is kept as metadata",
    meaning: { user: "user", agent: "assistant" },
    places: { id: ["id"], turns: ["messages"], outcomeAt: ["reward_info", "reward"] },
    read: (value) => readSimulation(value, profiles, models),
  };
}

function readSimulation(value: unknown, profiles: ReadonlyMap<string, Readonly<Record<string, string>>>, models: Readonly<Record<string, string>>): Reading {
  const parsed = simulation.safeParse(value);
  if (!parsed.success) return wrongShape(shapeFinding(value, parsed.error.issues));
  const { id, task_id, trial, reward_info, termination_reason, messages } = parsed.data;
  if (isTooDeep(messages)) return wrongShape({ at: ["messages"], id: "field-too-deep", values: { field: "messages", levels: MOST_LEVELS } });
  const reward = reward_info?.reward;
  const read: ConversationRecord = {
    id: String(id),
    ...(models.agent && { agent: models.agent }),
    outcome: { value: "unknown", ...(termination_reason && { end: termination_reason }) },
    profile: profiles.get(String(task_id)) ?? {},
    messages: messages.map(simulatedMessage),
    meta: { task: { id: task_id, ...(trial !== undefined && trial !== null && { trial }) }, ...(typeof reward === "number" && { reward }), ...(models.user && { simulator: models.user }) },
  };
  return { record: read, findings: [] };
}

function profileEntry(value: unknown): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const { data } = task.safeParse(value);
  if (!data) return [];
  const { persona, instructions } = data.user_scenario ?? {};
  const told = typeof instructions === "string" ? { instruction: instructions } : { reason: instructions?.reason_for_call, knows: instructions?.known_info, "does not know": instructions?.unknown_info, instruction: instructions?.task_instructions };
  return [[String(data.id), Object.fromEntries(Object.entries({ persona, ...told }).flatMap(([name, said]) => (said ? [[name, said]] : [])))]];
}
