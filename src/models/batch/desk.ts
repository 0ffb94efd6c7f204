// Owns the answering of calls from batch results, and the list of those without one. Refuses files and engines.
import { Failure } from "../../core/messages/failure.ts";
import type { Digest } from "../../core/ports.ts";
import { CallFailed } from "../chatFailure.ts";
import type { CallChat } from "../openaiClient.ts";
import { batchBody, callId, type BatchCall } from "./call.ts";
import type { BatchResult } from "./resultLine.ts";

/** Results by the id of their call. */
export interface BatchResults {
  get(id: string): Promise<BatchResult | undefined>;
}

/** Stands for the network: what has a result is answered at once and in full, everything else is noted and rejects with `batch-pending`. */
export class BatchDesk {
  readonly #results: BatchResults;
  readonly #digest: Digest;
  readonly #open = new Map<string, BatchCall>();

  constructor(results: BatchResults, digest: Digest) {
    this.#results = results;
    this.#digest = digest;
  }

  /** Calls asked for that have no answer, first asked first. */
  get open(): ReadonlyMap<string, BatchCall> {
    return this.#open;
  }

  /** What makes the calls of one endpoint (see `ChatDoors.call`). */
  caller(endpoint: string): CallChat {
    return async (given, onText, onChunk, signal, sample) => {
      signal.throwIfAborted();
      const body = batchBody(given);
      const id = callId(endpoint, body, sample, this.#digest);
      const result = await this.#results.get(id);
      if (result?.kind === "answer") {
        onChunk();
        onText(result.raw.text);
        return result.raw;
      }
      if (result?.kind === "error") throw new CallFailed(result.error);
      this.#open.set(id, { id, endpoint, model: String(body.model), body });
      throw new Failure("batch-pending", { endpoint, call: id });
    };
  }
}
