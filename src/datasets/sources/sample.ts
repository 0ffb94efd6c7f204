// Owns a sum over some of a file's bytes, for telling whether a longer file still begins as a shorter one did. Refuses being the file's hash.
import type { Bytes, Digest } from "../../core/ports.ts";

const ENDS = 64 * 1024;
const BETWEEN = 4 * 1024;
const SAMPLES = 16;

/** Over the beginning, the end, and some of what lies between of the first `upTo` bytes: a file that only grew has the same. */
export async function sampleOf(bytes: Bytes, upTo: number, digest: Digest, signal?: AbortSignal): Promise<string> {
  if (upTo <= 2 * ENDS) return digest.sha256(await bytes.read(0, upTo, signal));
  const running = digest.start();
  running.update(await bytes.read(0, Math.min(ENDS, upTo), signal));
  for (let sample = 1; sample < SAMPLES; sample++) {
    const at = Math.floor((upTo / SAMPLES) * sample);
    running.update(await bytes.read(at, Math.min(BETWEEN, upTo - at), signal));
  }
  const tail = Math.max(0, upTo - ENDS);
  running.update(await bytes.read(tail, upTo - tail, signal));
  return running.hex();
}
