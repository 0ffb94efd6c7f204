// Owns reading a small text file whole. Refuses larger ones: nobody writes them by hand.
import { Failure } from "../core/messages/failure.ts";
import type { Files } from "../core/ports.ts";

/** The UTF-8 text of a file of at most `most` bytes. Rejects with `file-not-found` or `file-unreadable`. */
export async function smallText(files: Pick<Files, "open">, path: string, most: number): Promise<string> {
  const bytes = await files.open(path);
  try {
    if (bytes.size > most) throw new Failure("file-unreadable", { path, reason: `more than ${most} bytes` });
    return new TextDecoder().decode(await bytes.read(0, bytes.size));
  } finally {
    await bytes.close();
  }
}
