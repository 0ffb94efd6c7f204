// Owns reading a journal in blocks of whole lines whose bytes stay in memory. Refuses the meaning of lines.
import { open } from "node:fs/promises";
import type { JournalBlock } from "../core/ports.ts";

const BLOCK = 1 << 19;
const LF = 10;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Blocks in order; only the last one may end without a line break. Rejects as the file system does. */
export async function* journalBlocks(path: string, signal?: AbortSignal): AsyncGenerator<JournalBlock> {
  const file = await open(path);
  try {
    let rest: Buffer = Buffer.alloc(0);
    let first = true;
    for (;;) {
      signal?.throwIfAborted();
      // A line longer than a block is not copied for every block of it.
      const more = Math.max(BLOCK, rest.length);
      const bytes = Buffer.allocUnsafeSlow(rest.length + more);
      bytes.set(rest);
      const { bytesRead } = await file.read(bytes, rest.length, more);
      const got = bytes.subarray(0, rest.length + bytesRead);
      const end = bytesRead === 0 ? got.length : got.lastIndexOf(LF) + 1;
      const marked = first && end > 0 && got.subarray(0, 3).equals(BYTE_ORDER_MARK);
      if (end > 0) yield blockOf(got.subarray(marked ? 3 : 0, end));
      if (bytesRead === 0) return;
      first &&= end === 0;
      rest = got.subarray(end);
    }
  } finally {
    await file.close();
  }
}

function blockOf(bytes: Buffer): JournalBlock {
  return { bytes, text: (from, to) => bytes.toString("utf8", from, to) };
}
