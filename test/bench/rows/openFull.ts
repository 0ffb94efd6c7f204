// Reading the whole of a large file: ids, outcomes, turn counts, problems, ledger.
import { openDataset } from "../../../src/datasets/open.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { largeDataset, writeLarge } from "../data/datasets.ts";
import { filesOf } from "../doors.ts";
import { limitLine, residentSet, timeLine } from "../lines.ts";
import { expecting, measured } from "../measure.ts";
import type { Row } from "../row.ts";
import { duckdb, parseEachLine } from "../yardsticks.ts";

export const openFull: Row = {
  name: "open-full",
  rounds: 3,
  prepare: async (context) => writeLarge(context),
  parts: {
    ours: async (context) => {
      const { path, conversations } = largeDataset(context);
      const sample = await measured(() => openDataset({ path, files: filesOf(), digest: nodeDigest }), ({ entries, problems }) => ({ entries: entries.length, problems: problems.length }));
      return expecting(sample, { entries: conversations, problems: 0 });
    },
    parse: (context) => parseEachLine(largeDataset(context).path),
    duckdb: (context) => duckdb(largeDataset(context).path, context),
  },
  lines: (parts, context) => [
    timeLine(`full read of ${largeDataset(context).conversations} conversations`, parts, "ours", "JSON.parse of each line", "parse", 0.7),
    timeLine("", parts, "ours", "DuckDB read_json", "duckdb", 1.2),
    limitLine("resident set", residentSet(parts, "ours"), "MB", 250),
  ],
};
