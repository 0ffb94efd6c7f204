// Problems of a dataset as the language server finds and publishes them; its process and the wire are not measured.
import { openDataset } from "../../../src/datasets/open.ts";
import type { Problem } from "../../../src/datasets/dataset.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { DatasetProblems } from "../../../src/server/datasetProblems.ts";
import { diagnostics } from "../../../src/server/diagnostics.ts";
import { faultyDataset, writeFaulty } from "../data/datasets.ts";
import { filesOf } from "../doors.ts";
import { timeLine } from "../lines.ts";
import { measured } from "../measure.ts";
import type { Row } from "../row.ts";
import { parseEachLine } from "../yardsticks.ts";

export const problems: Row = {
  name: "problems",
  rounds: 5,
  prepare: async (context) => writeFaulty(context),
  parts: {
    ours: (context) => measured(() => published(faultyDataset(context).path), (count) => ({ count })),
    parse: (context) => parseEachLine(faultyDataset(context).path),
  },
  lines: (parts, { small }) => [
    timeLine(`problems of a JSONL of ${small ? 3 : 50} MB`, parts, "ours", "JSON.parse of each line", "parse", 2),
  ],
};

/** Diagnostics of a dataset that has just been attached. */
export function published(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const datasets = new DatasetProblems({
      read: async (file, signal) => (await openDataset({ path: file, files: filesOf(), digest: nodeDigest, signal })).problems,
      publish: (_file: string, found: readonly Problem[]) => resolve(diagnostics(found, "en").length),
      report: (message) => reject(new Error(message)),
      quiet: 0,
    });
    datasets.attach([{ path, key: "large" }]);
  });
}
