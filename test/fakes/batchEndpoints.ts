// Owns the files and batches of the test server: what was uploaded, what becomes of each line, and the results. Refuses the network
// (modelServer.ts) and answers (modelAnswers.ts).
import type { Body } from "./modelCompletions.ts";
import { error, head, usage } from "./modelCompletions.ts";

/** What becomes of one request line. `twice` answers it and says so twice; `missing` is in neither file. */
export type LineFate = "answered" | "refused" | "expired" | "missing" | "twice" | "half";

/** How the next batches are treated. */
export interface BatchTreatment {
  /** Times a batch is looked at before it ends; default 1. */
  readonly polls?: number;
  /** Default `completed`. `failed` is a batch the server would not begin. */
  readonly ends?: "completed" | "expired" | "failed";
  /** Fates of the lines, taken in turn and from the start again; default all `answered`. */
  readonly fates?: readonly LineFate[];
  /** Results come in the opposite order. */
  readonly reversed?: boolean;
  /** `bare`: the response is the completion itself, and failures lie in the same file, as some engines write it. */
  readonly shape?: "wrapped" | "bare";
}

/** What a route answers: JSON, or the bytes of a file. */
export type RouteAnswer = { readonly status: number; readonly json: object } | { readonly status: number; readonly bytes: string };

interface Stored {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  readonly text: string;
}

interface Batch {
  readonly id: string;
  readonly input: Stored;
  readonly treatment: BatchTreatment;
  readonly metadata: unknown;
  looks: number;
  cancelled: boolean;
  output?: Stored;
  errors?: Stored;
}

interface RequestLine {
  readonly custom_id: string;
  readonly body: Body;
}

const FINAL = new Set(["completed", "failed", "expired", "cancelled"]);

/** `answer` gives the text to a chat body. */
export class BatchEndpoints {
  /** Treatment of batches that are created from now on. */
  treatment: BatchTreatment = {};
  readonly files = new Map<string, Stored>();
  readonly #batches = new Map<string, Batch>();
  readonly #answer: (body: Body) => string;
  #count = 0;

  constructor(answer: (body: Body) => string) {
    this.#answer = answer;
  }

  /** The answer to a request below /v1/files or /v1/batches; undefined for any other path. */
  async route(method: string, path: string, bytes: Buffer, type: string | undefined): Promise<RouteAnswer | undefined> {
    const [, version, kind, id, rest] = path.replace(/\?.*$/u, "").split("/");
    if (version !== "v1") return undefined;
    if (kind === "files") return method === "POST" ? this.#upload(bytes, type) : this.#file(method, id, rest);
    if (kind !== "batches") return undefined;
    if (method === "POST" && id === undefined) return this.#create(JSON.parse(bytes.toString("utf8")) as Record<string, unknown>);
    if (id === undefined) return ok({ object: "list", data: [...this.#batches.values()].map((batch) => this.#seen(batch)), has_more: false });
    const batch = this.#batches.get(id);
    if (!batch) return missing("batch", id);
    if (method === "POST" && rest === "cancel") batch.cancelled ||= !FINAL.has(statusOf(batch));
    else batch.looks += 1;
    return ok(this.#seen(batch));
  }

  forget(): void {
    this.treatment = {};
    this.files.clear();
    this.#batches.clear();
  }

  async #upload(bytes: Buffer, type: string | undefined): Promise<RouteAnswer> {
    const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type ?? "" } }).formData();
    const file = form.get("file");
    if (!(file instanceof File)) return { status: 400, json: error("missing_file", "No file") };
    const purpose = form.get("purpose");
    const stored = this.#store(file.name, typeof purpose === "string" ? purpose : "", await file.text());
    return ok(shown(stored));
  }

  #file(method: string, id: string | undefined, rest: string | undefined): RouteAnswer {
    if (id === undefined) return ok({ object: "list", data: [...this.files.values()].map(shown), has_more: false });
    const file = this.files.get(id);
    if (!file) return missing("file", id);
    if (rest === "content") return { status: 200, bytes: file.text };
    if (method !== "DELETE") return ok(shown(file));
    this.files.delete(id);
    return ok({ id, object: "file", deleted: true });
  }

  #create({ input_file_id: inputId, metadata }: Record<string, unknown>): RouteAnswer {
    const input = this.files.get(String(inputId));
    if (!input) return missing("file", String(inputId));
    const batch: Batch = { id: `batch_${++this.#count}`, input, treatment: this.treatment, metadata: metadata ?? null, looks: 0, cancelled: false };
    this.#batches.set(batch.id, batch);
    return ok(this.#seen(batch));
  }

  /** The batch as the server tells of it; its results are written when it first has ended. */
  #seen(batch: Batch): object {
    const status = statusOf(batch);
    const ended = status === "completed" || status === "expired" || status === "cancelled";
    if (ended && !batch.output && !batch.errors) this.#write(batch, status);
    const lines = status === "failed" ? [] : linesOf(batch);
    return {
      id: batch.id,
      object: "batch",
      endpoint: "/v1/chat/completions",
      input_file_id: batch.input.id,
      completion_window: "24h",
      status,
      metadata: batch.metadata,
      created_at: 0,
      output_file_id: batch.output?.id ?? null,
      error_file_id: batch.errors?.id ?? null,
      errors: status === "failed" ? { object: "list", data: [{ code: "invalid_json_line", line: 1, message: "This line is not parseable as valid JSON.", param: null }] } : null,
      request_counts: { total: lines.length, completed: countOf(batch.output), failed: countOf(batch.errors) },
    };
  }

  /** A batch that expired or was cancelled has done the first half of what it would have done. */
  #write(batch: Batch, status: "completed" | "expired" | "cancelled"): void {
    const { fates = ["answered"], reversed, shape } = batch.treatment;
    const lines = linesOf(batch);
    const reached = status === "completed" ? lines.length : Math.ceil(lines.length / 2);
    const output: string[] = [];
    const errors: string[] = [];
    for (const [at, line] of lines.entries()) {
      const fate = at < reached ? (fates[at % fates.length] ?? "answered") : status === "expired" ? "expired" : "missing";
      const result = `${JSON.stringify(this.#result(line, fate, at, shape))}\n`;
      if (fate === "missing") continue;
      if (fate === "refused" || fate === "expired") (shape === "bare" ? output : errors).push(result);
      else output.push(...(fate === "twice" ? [result, result] : [fate === "half" ? `${result.slice(0, result.length / 2)}\n` : result]));
    }
    if (reversed) output.reverse();
    if (output.length > 0) batch.output = this.#store(`${batch.id}_output.jsonl`, "batch_output", output.join(""));
    if (errors.length > 0) batch.errors = this.#store(`${batch.id}_error.jsonl`, "batch_output", errors.join(""));
  }

  #result({ custom_id, body }: RequestLine, fate: LineFate, at: number, shape: BatchTreatment["shape"]): object {
    const id = `batch_req_${at}`;
    if (fate === "expired") return { id, custom_id, response: null, error: { code: "batch_expired", message: "This request could not be executed before the completion window expired." } };
    if (fate === "refused") {
      const why = error("context_length_exceeded", "This model's maximum context length is 4096 tokens.");
      return shape === "bare" ? { id, custom_id, response: { status_code: 400, request_id: id, body: null }, error: why } : { id, custom_id, response: { status_code: 400, request_id: id, body: why }, error: null };
    }
    const text = this.#answer(body);
    const completion = { ...head(body, "chat.completion"), choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }], usage: usage(body, { text }) };
    return { id, custom_id, response: shape === "bare" ? completion : { status_code: 200, request_id: id, body: completion }, error: null };
  }

  #store(filename: string, purpose: string, text: string): Stored {
    const stored = { id: `file-${++this.#count}`, filename, purpose, text };
    this.files.set(stored.id, stored);
    return stored;
  }
}

function statusOf({ cancelled, looks, treatment: { polls = 1, ends = "completed" } }: Batch): string {
  if (cancelled) return "cancelled";
  if (looks >= polls) return ends;
  return looks === 0 ? "validating" : "in_progress";
}

function linesOf({ input }: Batch): readonly RequestLine[] {
  return input.text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as RequestLine);
}

function countOf(file: Stored | undefined): number {
  return file?.text.split("\n").filter(Boolean).length ?? 0;
}

function shown({ id, filename, purpose, text }: Stored): object {
  return { id, object: "file", bytes: Buffer.byteLength(text), created_at: 0, filename, purpose, status: "processed" };
}

function ok(json: object): RouteAnswer {
  return { status: 200, json };
}

function missing(what: string, id: string): RouteAnswer {
  return { status: 404, json: error("not_found", `No such ${what}: ${id}`) };
}
