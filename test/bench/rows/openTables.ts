// Opening the large dataset as CSV, as CSV by time, as Parquet and as gzip: in full, to its first page, and again. DuckDB is beside where it is
// installed; the plain program for all formats is JSON.parse of the same conversations as lines.
import { rmSync } from "node:fs";
import { openDataset } from "../../../src/datasets/open.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { largeDataset } from "../data/datasets.ts";
import { tableDataset, writeTable, type TableKind } from "../data/tables.ts";
import { filesOf, homeIn } from "../doors.ts";
import { limitLine, megabytes, residentSet, timeLine, valueOf } from "../lines.ts";
import { expecting, measured } from "../measure.ts";
import type { Row } from "../row.ts";
import { bareScan, duckdb, gunzip, parseEachLine, type Query } from "../yardsticks.ts";
import { firstPage, opened } from "./openFirstPage.ts";

export const openCsv = rowOf("csv");
export const openScattered = rowOf("csv-scattered");
export const openParquet = rowOf("parquet");
export const openGzip = rowOf("gzip");

/** One row a conversation: its outcome and how many turns it has. */
const GROUPED = "select conversation_id, any_value(outcome), count(*), sum(length(text)) from";
const QUERIES: Readonly<Record<TableKind, Query | undefined>> = {
  csv: (file) => `${GROUPED} read_csv(${file}) group by 1`,
  "csv-scattered": (file) => `${GROUPED} read_csv(${file}) group by 1`,
  parquet: (file) => `${GROUPED} read_parquet(${file}) group by 1`,
  gzip: undefined,
};

function rowOf(kind: TableKind): Row {
  const home = `again-${kind}`;
  return {
    name: `open-${kind}`,
    rounds: 2,
    prepare: (context) => writeTable(context, kind),
    parts: {
      full: async (context) => {
        const { path, conversations } = tableDataset(context, kind);
        const sample = await measured(() => openDataset({ path, files: filesOf(), digest: nodeDigest }), ({ entries, problems }) => ({ entries: entries.length, problems: problems.length }));
        return expecting(sample, { entries: conversations, problems: 0 });
      },
      page: (context) => firstPage(context, `page-${kind}-${process.pid}`, tableDataset(context, kind).path),
      first: (context) => {
        rmSync(homeIn(context.folder, home), { recursive: true, force: true });
        return opened(context, home, tableDataset(context, kind).path);
      },
      again: (context) => opened(context, home, tableDataset(context, kind).path),
      scan: (context) => bareScan(tableDataset(context, kind).path),
      parse: (context) => parseEachLine(largeDataset(context).path),
      duckdb: (context) => duckdb(tableDataset(context, kind).path, context, QUERIES[kind]),
      ...(kind === "gzip" && { gunzip: (context) => gunzip(tableDataset(context, kind).path) }),
    },
    lines: (parts, context) => [
      timeLine(`${kind}: full read of ${largeDataset(context).conversations} conversations`, parts, "full", "JSON.parse of the same as lines", "parse", 0.7),
      timeLine("", parts, "full", "DuckDB", "duckdb", 1.2),
      ...(kind === "gzip" ? [timeLine("", parts, "full", "unpacking alone", "gunzip")] : []),
      limitLine("resident set", residentSet(parts, "full"), "MB", 250),
      timeLine("first page", parts, "page", "bare scan", "scan", 8),
      limitLine("growth of the resident set", valueOf(parts, "page", ({ rssGrowth }) => megabytes(rssGrowth)), "MB", 150),
      timeLine("again", parts, "again", "first time", "first", 0.1),
    ],
  };
}
