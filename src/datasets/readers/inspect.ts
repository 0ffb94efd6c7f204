// Owns reading the samples of an Inspect log. Refuses scores as outcomes: they rate the model that was tested, not what a user decided.
import * as z from "zod/mini";
import type { ConversationRecord } from "../../core/transcript/conversation.ts";
import { isTooDeep, MOST_LEVELS } from "./depth.ts";
import { wrongShape, type Reading, type RecordFormat } from "./reading.ts";
import { shapeFinding } from "./shapeFinding.ts";
import { simulatedMessage, simulatedMessageSchema } from "./simulatedMessage.ts";

const identifier = z.union([z.string().check(z.minLength(1)), z.number()]);
const sample = z.looseObject({
  id: identifier,
  epoch: z.nullish(z.number()),
  messages: z.array(simulatedMessageSchema),
  scores: z.nullish(z.record(z.string(), z.looseObject({ value: z.unknown() }))),
  metadata: z.nullish(z.record(z.string(), z.unknown())),
  attachments: z.nullish(z.record(z.string(), z.unknown())),
});
const header = z.looseObject({ task: z.nullish(z.string()), model: z.nullish(z.string()), run_id: z.nullish(z.string()), created: z.nullish(z.string()) });

type Sample = z.infer<typeof sample>;

export const INSPECT = "inspect";

/** The format for the samples of a log, given its parsed `eval` part; what is wrong in that is passed over. */
export function inspectFormat(evaluation: unknown): RecordFormat {
  const { task, model, run_id, created } = header.safeParse(evaluation).data ?? {};
  const log = Object.fromEntries(Object.entries({ task, model, run: run_id, created }).filter(([, said]) => said));
  return {
    name: INSPECT,
    outcomeDefinition: "none: scores rate the model that was tested and are kept as metadata",
    meaning: { user: "user", agent: "assistant" },
    places: { id: ["id"], turns: ["messages"], outcomeAt: ["scores"] },
    read: (value) => readSample(value, log),
  };
}

/** A sample `{id, epoch, messages, scores, metadata, attachments}`; its id is the log's own name for it. */
function readSample(value: unknown, log: Readonly<Record<string, unknown>>): Reading {
  const parsed = sample.safeParse(value);
  if (!parsed.success) return wrongShape(shapeFinding(value, parsed.error.issues));
  const { id, epoch, messages, scores, metadata, attachments } = parsed.data;
  const deep = (["messages", "metadata", "scores"] as const).find((field) => isTooDeep(parsed.data[field]));
  if (deep !== undefined) return wrongShape({ at: [deep], id: "field-too-deep", values: { field: deep, levels: MOST_LEVELS } });
  const values = Object.fromEntries(Object.entries(scores ?? {}).map(([scorer, score]) => [scorer, score.value]));
  const numbers = Object.values(values).filter((each) => typeof each === "number");
  const [reward] = numbers;
  const read: ConversationRecord = {
    id: typeof epoch === "number" ? `${id}_epoch_${epoch}` : String(id),
    outcome: { value: "unknown" },
    profile: {},
    messages: messages.map((message, fileIndex) => simulatedMessage({ ...message, content: attached(message.content, attachments) }, fileIndex)),
    meta: { ...metadata, ...(Object.keys(values).length > 0 && { scores: values }), ...(numbers.length === 1 && reward !== undefined && { reward }), ...(Object.keys(log).length > 0 && { log }) },
  };
  return { record: read, findings: [] };
}

const REFERENCE = /^attachment:\/\/(.+)$/u;

/** Long texts stand once in the sample's attachments, and a reference where they were said. */
function attached(content: Sample["messages"][number]["content"], attachments: Sample["attachments"]): typeof content {
  const resolved = (text: string): string => {
    const key = REFERENCE.exec(text)?.[1];
    const found = key !== undefined && attachments && Object.hasOwn(attachments, key) ? attachments[key] : undefined;
    return typeof found === "string" ? found : text;
  };
  if (typeof content === "string") return resolved(content);
  return content?.map((part) => (part.text === undefined ? part : { ...part, text: resolved(part.text) }));
}
