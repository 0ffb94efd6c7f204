// Owns the list of rows; each is loaded alone, so that no part carries the modules of another.
import type { Row } from "./row.ts";

type Load = () => Promise<Row>;

export const ROWS: Readonly<Record<string, Load>> = {
  "open-first-page": async () => (await import("./rows/openFirstPage.ts")).openFirstPage,
  "open-full": async () => (await import("./rows/openFull.ts")).openFull,
  "open-again": async () => (await import("./rows/openAgain.ts")).openAgain,
  "open-csv": async () => (await import("./rows/openTables.ts")).openCsv,
  "open-csv-scattered": async () => (await import("./rows/openTables.ts")).openScattered,
  "open-parquet": async () => (await import("./rows/openTables.ts")).openParquet,
  "open-gzip": async () => (await import("./rows/openTables.ts")).openGzip,
  problems: async () => (await import("./rows/problems.ts")).problems,
  stall: async () => (await import("./rows/stall.ts")).stall,
  probes: async () => (await import("./rows/probes.ts")).probes,
  resampling: async () => (await import("./rows/resampling.ts")).resampling,
  arriving: async () => (await import("./rows/arriving.ts")).arriving,
  panel: async () => (await import("./rows/panel.ts")).panel,
  "open-run": async () => (await import("./rows/openRun.ts")).openRun,
  transcript: async () => (await import("./rows/transcript.ts")).transcript,
  labelling: async () => (await import("./rows/labelling.ts")).labelling,
  size: async () => (await import("./rows/size.ts")).size,
};
