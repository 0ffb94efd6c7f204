// How long the editor's host is held up while a 60 MB file is opened and its problems appear: the longest time between two turns of its loop.
// The study reads in this process as the host does; the language server's reading goes on beside it in a process of the same kind.
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Study } from "../../../src/study/study.ts";
import { heavyDataset, writeHeavy } from "../data/datasets.ts";
import { doorsOf, homeIn } from "../doors.ts";
import { limitLine, plainLine, valueOf } from "../lines.ts";
import { measured, threadTime } from "../measure.ts";
import type { Job } from "../child.ts";
import { published } from "./problems.ts";
import type { Absent, Context, Row, Sample } from "../row.ts";

export const stall: Row = {
  name: "stall",
  rounds: 3,
  prepare: async (context) => writeHeavy(context),
  parts: {
    host,
    /** `host` starts another of it beside itself. */
    server: (context) => measured(() => published(heavyDataset(context).path), (count) => ({ count })),
    idle: async () => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      const sample = await measured(async () => {
        delay.enable();
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        delay.disable();
      }, () => ({ longest: delay.max / 1e6 }));
      return sample;
    },
  },
  lines: (parts, { small }) => [
    limitLine(`longest stall of the host while the problems of a JSONL of ${small ? 3 : 60} MB appear`, valueOf(parts, "host", ({ numbers }) => numbers.longest), "ms", 100),
    limitLine("longest work between two turns of its loop, by processor", valueOf(parts, "host", ({ numbers }) => numbers.busy), "ms", 100),
    plainLine("99 of 100 turns of its loop at most", valueOf(parts, "host", ({ numbers }) => numbers.most), "ms"),
    plainLine("the server alone", valueOf(parts, "server", ({ seconds }) => 1_000 * seconds), "ms"),
    plainLine("longest without any work", valueOf(parts, "idle", ({ numbers }) => numbers.longest), "ms"),
  ],
};

async function host(context: Context): Promise<Sample | Absent> {
  await Promise.all([import("../../../src/datasets/open.ts"), import("../../../src/datasets/study.ts")]);
  const study = new Study(doorsOf());
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const job: Job = { row: "stall", part: "server", context };
  let busy = 0;
  return measured(async () => {
    const server = fork(path.join(import.meta.dirname, "child.mjs"), [JSON.stringify(job)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const served = once(server, "exit");
    let before = threadTime();
    // On a loaded machine the clock runs while others work.
    const turns = setInterval(() => {
      const now = threadTime();
      busy = Math.max(busy, now - before);
      before = now;
    }, 1);
    delay.enable();
    await study.openPath(heavyDataset(context).path, "heavy", homeIn(context.folder, `stall-${process.pid}`), undefined, () => undefined, new AbortController().signal);
    await served;
    clearInterval(turns);
    delay.disable();
  }, () => ({ longest: delay.max / 1e6, most: delay.percentile(99) / 1e6, busy }));
}
