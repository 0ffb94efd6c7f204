// Owns taking one measurement: wall, processor and resident set around some work. Refuses repeating and comparing.
import type { Absent, Sample } from "./row.ts";

/** Milliseconds this thread has worked: what the editor's host would be busy for, whoever else wants the machine. Some systems count in steps of 4 ms: for sums, not for single calls. */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Does the work once, after a full garbage collection where the process allows one. `numbers` makes more of its result. */
export async function measured<T>(work: () => T | Promise<T>, numbers: (result: T) => Readonly<Record<string, number>> = () => ({})): Promise<Sample> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const rssPeak = process.resourceUsage().maxRSS * 1024;
  return { seconds, cpu: (user + system) / 1e6, rssGrowth: Math.max(0, rssPeak - before), rssPeak, numbers: numbers(result) };
}

/** The sample, where its numbers are those expected: a quick answer to another question is no measurement. */
export function expecting(sample: Sample, numbers: Readonly<Record<string, number>>): Sample | Absent {
  const wrong = Object.entries(numbers).find(([name, value]) => sample.numbers[name] !== value);
  return wrong ? { absent: `${wrong[0]} ${sample.numbers[wrong[0]] ?? "?"} instead of ${wrong[1]}` } : sample;
}
