// Owns the worker's side of the statistics: one job in, one report or error out. Refuses files and network.
import { parentPort } from "node:worker_threads";
import { statsReport } from "../core/stats/report.ts";
import type { StatsAnswer, StatsJob } from "./statsEngine.ts";

parentPort?.on("message", ({ probes, scheme, options }: StatsJob) => {
  let answer: StatsAnswer;
  try {
    answer = { ok: true, report: statsReport(probes, scheme, options) };
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(answer);
});
