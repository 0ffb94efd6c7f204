// Owns doing work side by side. Refuses what the work is.

/** Work items taken by at most `width` workers at a time, in order; the first error stops all of them. */
export async function inParallel<T>(items: Iterable<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let stopped = false;
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = iterator.next();
      if (next.done || stopped) return;
      try {
        await work(next.value);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: width }, worker));
  const failed = settled.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
