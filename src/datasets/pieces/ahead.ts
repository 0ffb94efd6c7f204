// Owns having jobs done some ahead of whoever takes the answers, in the jobs' order. Refuses knowing what the work is.

/** Each job with its answer; `most` are at work while one is taken. What is still at work when the taking ends is told to stop. */
export async function* answersInOrder<J, A>(jobs: Iterable<J>, most: number, work: (job: J, signal: AbortSignal) => Promise<A>, signal?: AbortSignal): AsyncGenerator<{ readonly job: J; readonly answer: A }> {
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const ahead: { readonly job: J; readonly answer: Promise<A> }[] = [];
  const waiting = jobs[Symbol.iterator]();
  try {
    for (let next = waiting.next(); next.done !== true || ahead.length > 0; ) {
      // One more than are wanted, so that none waits for the taking.
      while (next.done !== true && ahead.length <= most) {
        const job = next.value;
        const answer = work(job, both);
        answer.catch(() => undefined);
        ahead.push({ job, answer });
        next = waiting.next();
      }
      const first = ahead.shift();
      if (!first) return;
      const answer = await first.answer;
      signal?.throwIfAborted();
      yield { job: first.job, answer };
    }
  } finally {
    stop.abort(new Error("no longer needed"));
  }
}
