// Owns asking a server which models it has. Refuses judging which of them can chat.
import * as z from "zod/mini";
import { Failure } from "../core/messages/failure.ts";
import { CallFailed, failureOf } from "./chatFailure.ts";
import { callFailing, openaiClient, type Wire } from "./openaiClient.ts";

/** A model as its server lists it. `context` in tokens, where the server says. */
export interface ListedModel {
  readonly id: string;
  readonly context?: number;
}

const number = z.optional(z.nullable(z.number()));
const listed = z.object({ data: z.array(z.object({ id: z.string(), context_length: number, max_model_len: number, max_context_length: number, meta: z.optional(z.nullable(z.object({ n_ctx: number }))) })) });

/**
 * The models at an endpoint, by name. Rejects with `models-not-listed` where a server lists none in this form, and with the
 * failures of any call for the rest: key refused, unreachable, a web page.
 */
export async function listModels(name: string, wire: Wire, signal: AbortSignal): Promise<readonly ListedModel[]> {
  const answer: unknown = await callFailing(wire.now, signal, async () => (await openaiClient(wire)).get("/models", { signal })).catch((error: unknown) => {
    if (!(error instanceof CallFailed)) throw error;
    const { call } = error;
    throw call.kind === "status" && (call.status === 404 || call.status === 405) ? new Failure("models-not-listed", { endpoint: name, code: String(call.status) }) : failureOf(call, name, "-", 1);
  });
  const parsed = z.safeParse(listed, answer);
  if (!parsed.success) throw new Failure("models-not-listed", { endpoint: name, code: "wrong-shape" });
  return parsed.data.data
    .map(({ id, context_length, max_model_len, max_context_length, meta }): ListedModel => {
      const context = max_model_len ?? context_length ?? meta?.n_ctx ?? max_context_length ?? undefined;
      return { id, ...(context === undefined ? {} : { context }) };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
