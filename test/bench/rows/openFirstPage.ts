// Opening a large file up to its first page in the explorer: read, taken into the study, entries grouped. Drawing is the editor's.
import { entriesOf, groupsOf, PAGE } from "../../../src/views/explorer/conversations.ts";
import { Study } from "../../../src/study/study.ts";
import { largeDataset, writeLarge } from "../data/datasets.ts";
import { doorsOf, homeIn } from "../doors.ts";
import { limitLine, megabytes, timeLine, valueOf } from "../lines.ts";
import { expecting, measured } from "../measure.ts";
import type { Absent, Context, Row, Sample } from "../row.ts";
import { bareScan } from "../yardsticks.ts";

export const openFirstPage: Row = {
  name: "open-first-page",
  rounds: 3,
  prepare: async (context) => writeLarge(context),
  parts: {
    ours: (context) => firstPage(context, `first-page-${process.pid}`),
    scan: (context) => bareScan(largeDataset(context).path),
  },
  lines: (parts, context) => {
    const work = `first page of ${largeDataset(context).conversations} conversations`;
    return [
      timeLine(work, parts, "ours", "bare scan", "scan", 8),
      limitLine("growth of the resident set", valueOf(parts, "ours", ({ rssGrowth }) => megabytes(rssGrowth)), "MB", 150),
    ];
  },
};

/** Opens the file in a study whose `.fidelity` folder is `home`, until the explorer has a page. */
export async function firstPage(context: Context, home: string, indexes = homeIn(context.folder, home), path = largeDataset(context).path): Promise<Sample | Absent> {
  // Modules load at the first dataset; that is not the work measured here.
  await Promise.all([import("../../../src/datasets/open.ts"), import("../../../src/datasets/study.ts")]);
  const study = new Study(doorsOf(undefined, indexes));
  const sample = await measured(async () => {
    const open = await study.openPath(path, "large", homeIn(context.folder, home), undefined, () => undefined, new AbortController().signal);
    return groupsOf(open.dataset, false).flatMap((group) => entriesOf(open.dataset, group).slice(0, PAGE));
  }, (rows) => ({ rows: rows.length }));
  return expecting(sample, { rows: 2 * PAGE });
}
