// Owns a call that a batch engine makes later: its body, and the id that ties an answer to it. Refuses dialects (dialects.ts) and results (resultLine.ts).
import type { Digest } from "../../core/ports.ts";
import type { ChatBody } from "../requestShape.ts";

export interface BatchCall {
  /** At most 64 of [A-Za-z0-9_-], as every engine takes it. */
  readonly id: string;
  /** Name of the endpoint the call is for. */
  readonly endpoint: string;
  readonly model: string;
  /** As an interactive call would send it, without streaming. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The body of a call without what only a streamed answer needs. */
export function batchBody({ stream: _stream, stream_options: _options, ...body }: ChatBody & { readonly stream_options?: unknown }): BatchCall["body"] {
  return body;
}

/**
 * The id of a call: SHA-256 of endpoint, body and sample, so that equal calls of any run and round are one, whatever
 * order they are asked in. `sample` tells repeated draws of one prompt apart.
 */
export function callId(endpoint: string, body: BatchCall["body"], sample: number, digest: Digest): string {
  return `df-${digest.sha256(JSON.stringify([endpoint, body, sample])).slice(0, 40)}`;
}
