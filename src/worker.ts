// The composition root of a worker thread: which work it does under which name. Refuses files other than a job's, and the network.
import { parentPort } from "node:worker_threads";
import type { LabelledProbe } from "./core/stats/labelledProbe.ts";
import { nodeFiles } from "./node/files.ts";
import type { StatsAnswer, StatsJob, StatsProbes } from "./node/statsEngine.ts";
import type { ThreadAnswer, ThreadJob } from "./node/threads.ts";

/** Loaded at the first job: a thread does one kind. */
const WORK: Readonly<Record<string, (job: never) => Promise<unknown>>> = {
  piece: async (job) => (await import("./datasets/pieces/piece.ts")).readPiece(job, nodeFiles),
  csv: async (job) => (await import("./datasets/pieces/csvPiece.ts")).readCsvPiece(job, nodeFiles),
  parquet: async (job) => (await import("./datasets/pieces/parquetPiece.ts")).readParquetPiece(job, nodeFiles),
};

/** Probes handed over for the next report. */
const probes: LabelledProbe[] = [];

parentPort?.on("message", (message: StatsProbes | StatsJob | ThreadJob) => {
  if ("add" in message) {
    for (const probe of message.add) probes.push(probe);
    return;
  }
  void ("work" in message ? done(message) : counted(message)).then((answer) => parentPort?.postMessage(answer));
});

async function done({ work, job }: ThreadJob): Promise<ThreadAnswer> {
  try {
    return { ok: true, value: await WORK[work]?.(job as never) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

async function counted({ scheme, options }: StatsJob): Promise<StatsAnswer> {
  try {
    const { statsReport } = await import("./core/stats/report.ts");
    return { ok: true, report: statsReport(probes.splice(0), scheme, options) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
