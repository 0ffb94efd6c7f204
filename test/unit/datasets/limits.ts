// What damaged input may cost: no hang over a second and no memory over 500 MB. Detects runaways, does not measure speed.
import { expect } from "vitest";

/** Milliseconds this thread may work on one input. Not wall time: others may want the machine. */
const HANG = 1_000;
const MEMORY = 500 * 1024 * 1024;

/** Limits for the inputs of one test, counted from now. */
export function limits(): <T>(work: () => Promise<T>) => Promise<T> {
  const before = process.resourceUsage().maxRSS;
  return async (work) => {
    const began = process.threadCpuUsage();
    const result = await work();
    const { user, system } = process.threadCpuUsage(began);
    expect((user + system) / 1000, "milliseconds of one input").toBeLessThan(HANG);
    expect((process.resourceUsage().maxRSS - before) * 1024, "bytes of growth").toBeLessThan(MEMORY);
    return result;
  };
}
