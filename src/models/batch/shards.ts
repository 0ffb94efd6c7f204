// Owns the splitting of calls into files: one model a file, none larger than an engine takes. Refuses writing them.
import type { BatchCall } from "./call.ts";
import { framing, requestLine, SHARD, type Dialect } from "./dialects.ts";

/** One request file in the making. */
export interface Shard {
  readonly endpoint: string;
  readonly model: string;
  readonly ids: readonly string[];
  /** The whole content. */
  readonly text: string;
}

/** Files of calls in the order given, one model each. A single call larger than a file is a file of its own, for its engine to refuse. */
export function* shardsOf(calls: Iterable<BatchCall>, dialect: Dialect, limits: { readonly calls: number; readonly bytes: number } = SHARD): Generator<Shard> {
  const { before, between, after } = framing(dialect);
  const byModel = new Map<string, BatchCall[]>();
  for (const call of calls) {
    const key = JSON.stringify([call.endpoint, call.model]);
    const own = byModel.get(key);
    if (own) own.push(call);
    else byModel.set(key, [call]);
  }
  for (const own of byModel.values()) {
    let lines: string[] = [];
    let ids: string[] = [];
    let bytes = 0;
    const [first] = own;
    if (!first) continue;
    const done = (): Shard => ({ endpoint: first.endpoint, model: first.model, ids, text: `${before}${lines.join(between)}${after}` });
    for (const call of own) {
      const line = requestLine(call, dialect);
      const size = new TextEncoder().encode(line).length + between.length;
      if (ids.length > 0 && (ids.length >= limits.calls || bytes + size + before.length + after.length > limits.bytes)) {
        yield done();
        [lines, ids, bytes] = [[], [], 0];
      }
      lines.push(line);
      ids.push(call.id);
      bytes += size;
    }
    yield done();
  }
}
