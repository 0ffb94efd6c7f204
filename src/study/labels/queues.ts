// Owns queues on disk: listing, reading, writing. Refuses drawing (drawQueue.ts) and what their labels say.
import { decodeQueueLine, encodeLine } from "../../core/labels/codec.ts";
import type { Queue, QueueItem, QueueManifest } from "../../core/labels/queue.ts";
import { Failure, isFailure } from "../../core/messages/failure.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { JournalStore, Log } from "../../core/ports.ts";

const FOLDER = "queues";
const PACKET = ".packet.jsonl";

export function queueName(id: string): string {
  return `${FOLDER}/${id}.jsonl`;
}

/** Ids of the queues of a `.fidelity` folder, sorted. */
export async function queueIds(journals: JournalStore): Promise<readonly string[]> {
  return (await journals.list(FOLDER)).filter((name) => !name.endsWith(PACKET)).map((name) => name.slice(FOLDER.length + 1, -".jsonl".length));
}

/** Rejects with `queue-not-found`. Lines that cannot be read are logged; the items around them stay. */
export async function readQueue(journals: JournalStore, id: string, log: Pick<Log, "warn">, signal?: AbortSignal): Promise<Queue> {
  const items = new Map<string, QueueItem>();
  let manifest: QueueManifest | undefined;
  for await (const { line, text } of journals.read(queueName(id), signal)) {
    if (text.trim() === "") continue;
    const decoded = decodeQueueLine(text);
    if (!decoded.ok) log.warn(`${queueName(id)}:${line}: ${decoded.reason}: ${decoded.detail}`);
    else if (decoded.value.kind === "queue") manifest ??= decoded.value;
    else if (!items.has(decoded.value.id)) items.set(decoded.value.id, decoded.value);
  }
  if (!manifest) throw new Failure("queue-not-found", { queue: id });
  return { manifest, items: [...items.values()] };
}

/** Every queue that can be read; those that cannot are logged. */
export async function allQueues(journals: JournalStore, log: Pick<Log, "warn">, signal?: AbortSignal): Promise<readonly Queue[]> {
  const queues: Queue[] = [];
  for (const id of await queueIds(journals)) {
    try {
      queues.push(await readQueue(journals, id, log, signal));
    } catch (error) {
      if (!isFailure(error)) throw error;
      log.warn(sentence(error.id, error.values));
    }
  }
  return queues;
}

/** Writes a queue all at once. */
export function writeQueue(journals: JournalStore, { manifest, items }: Queue): Promise<void> {
  return journals.rewrite(queueName(manifest.id), () => undefined, () => [manifest, ...items].map(encodeLine));
}
