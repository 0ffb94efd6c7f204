// Owns talking to a provider's batch endpoint over the `openai` package: submit, look, fetch, cancel. Refuses files on disk and what answers mean.
import type OpenAI from "openai";
import type { Clock } from "../../core/ports.ts";
import { CallFailed, failureOf, mayTryAgain } from "../chatFailure.ts";
import { callFailing, openaiClient } from "../openaiClient.ts";

/** Where batches are sent. */
export interface BatchEndpoint {
  readonly name: string;
  readonly baseUrl: string;
  readonly key?: string;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
}

/** A batch as its engine tells of it; `status` is the engine's own word. */
export interface EngineBatch {
  readonly batch: string;
  readonly status: string;
  /** True when it changes no more. */
  readonly ended: boolean;
  readonly completed?: number;
  readonly failed?: number;
  readonly total?: number;
  /** Files of answers and of errors, where there are any. */
  readonly outputs: readonly string[];
  /** Codes of what is wrong with the request file. */
  readonly problems: readonly string[];
}

/** The OpenAI batch endpoint and those like it. Every call rejects with a `Failure` that names the endpoint; a busy server is asked again. */
export interface BatchEngine {
  /** Sends a request file, unless one of this `sha256` was sent before: an interrupted submission is not paid twice. */
  submit(file: { readonly name: string; readonly sha256: string; readonly bytes: () => Promise<Blob> }, signal: AbortSignal): Promise<{ readonly input: string; readonly batch: string }>;
  look(batch: string, signal: AbortSignal): Promise<EngineBatch>;
  fetch(file: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  cancel(batch: string, signal: AbortSignal): Promise<EngineBatch>;
}

const ENDED: ReadonlySet<string> = new Set(["completed", "failed", "expired", "cancelled"]);
const ATTEMPTS = 4;
const FIRST_WAIT = 1000;
/** Pages of a hundred batches looked through for one sent before. */
const PAGES = 5;

type Batch = Awaited<ReturnType<OpenAI["batches"]["retrieve"]>>;

export function openaiBatchEngine({ name, ...wire }: BatchEndpoint, clock: Clock): BatchEngine {
  let loading: Promise<OpenAI> | undefined;
  const now = (): number => clock.milliseconds();
  const asked = async <T>(signal: AbortSignal, work: (client: OpenAI) => Promise<T>): Promise<T> => {
    const client = await (loading ??= openaiClient({ ...wire, now }));
    for (let attempt = 1; ; attempt++) {
      try {
        return await callFailing(now, signal, () => work(client));
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        const { call } = error;
        if (attempt === ATTEMPTS || !mayTryAgain(call)) throw failureOf(call, name, "-", attempt);
        await clock.sleep(call.kind === "status" && call.retryAfter !== undefined ? call.retryAfter : FIRST_WAIT * 2 ** (attempt - 1), signal);
      }
    }
  };
  const sentBefore = async (sha256: string, signal: AbortSignal): Promise<{ input: string; batch: string } | undefined> => {
    let after: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const { data, has_more: more } = await asked(signal, (client) => client.batches.list({ limit: 100, ...(after === undefined ? {} : { after }) }, { signal }));
      const same = data.find(({ metadata, status }) => metadata?.sha256 === sha256 && status !== "failed" && status !== "cancelled");
      if (same) return { input: same.input_file_id, batch: same.id };
      after = data.at(-1)?.id;
      if (!more || after === undefined) return undefined;
    }
    return undefined;
  };
  return {
    async submit({ name: file, sha256, bytes }, signal) {
      const before = await sentBefore(sha256, signal);
      if (before) return before;
      const content = new File([await bytes()], file, { type: "application/jsonl" });
      const { id: input } = await asked(signal, (client) => client.files.create({ file: content, purpose: "batch" }, { signal }));
      const { id: batch } = await asked(signal, (client) => client.batches.create({ input_file_id: input, endpoint: "/v1/chat/completions", completion_window: "24h", metadata: { sha256, file } }, { signal }));
      return { input, batch };
    },
    look: async (batch, signal) => seen(await asked(signal, (client) => client.batches.retrieve(batch, { signal }))),
    cancel: async (batch, signal) => seen(await asked(signal, (client) => client.batches.cancel(batch, { signal }))),
    async fetch(file, signal) {
      const response = await asked(signal, (client) => client.files.content(file, { signal }));
      return response.body ? streamed(response.body) : streamed(new ReadableStream());
    },
  };
}

function seen({ id, status, request_counts: counts, output_file_id: output, error_file_id: errors, errors: problems }: Batch): EngineBatch {
  return {
    batch: id,
    status,
    ended: ENDED.has(status),
    ...(counts ? { completed: counts.completed, failed: counts.failed, total: counts.total } : {}),
    outputs: [output, errors].filter((file): file is string => typeof file === "string" && file !== ""),
    problems: (problems?.data ?? []).map(({ code, line }) => `${code ?? "-"}${typeof line === "number" ? `:${line}` : ""}`),
  };
}

async function* streamed(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.releaseLock();
  }
}
