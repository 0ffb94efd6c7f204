// Opening a large file up to its first page in the explorer, and up to all of it: read, taken into the study, entries grouped.
// Drawing is the editor's.
import { entriesOf, groupsOf, PAGE } from "../../../src/views/explorer/conversations.ts";
import { Study, type OpenDataset } from "../../../src/study/study.ts";
import { largeDataset, writeLarge } from "../data/datasets.ts";
import { doorsOf, homeIn } from "../doors.ts";
import { limitLine, megabytes, plainLine, timeLine, valueOf } from "../lines.ts";
import { expecting, measured } from "../measure.ts";
import type { Absent, Context, Row, Sample } from "../row.ts";
import { bareScan } from "../yardsticks.ts";

export const openFirstPage: Row = {
  name: "open-first-page",
  rounds: 3,
  prepare: async (context) => writeLarge(context),
  parts: {
    page: (context) => firstPage(context, `first-page-${process.pid}`),
    ours: (context) => opened(context, `opened-${process.pid}`),
    scan: (context) => bareScan(largeDataset(context).path),
  },
  lines: (parts, context) => {
    const { conversations } = largeDataset(context);
    return [
      timeLine(`first page of ${conversations} conversations`, parts, "page", "bare scan", "scan", 8),
      limitLine("growth of the resident set", valueOf(parts, "page", ({ rssGrowth }) => megabytes(rssGrowth)), "MB", 150),
      timeLine("all of them open in the study", parts, "ours", "bare scan", "scan"),
      plainLine("growth of the resident set", valueOf(parts, "ours", ({ rssGrowth }) => megabytes(rssGrowth)), "MB"),
    ];
  },
};

/** Opens the file until the explorer has a page of each outcome; what it reads after that is not measured. */
export async function firstPage(context: Context, home: string, file?: string): Promise<Sample | Absent> {
  const { study, open } = await opening(context, home, file);
  const sample = await measured(async () => {
    const page = new Promise<number>((resolve) => study.onDidChange(() => {
      const rows = study.opening.flatMap(pagesOf).length;
      if (rows >= 2 * PAGE) resolve(rows);
    }));
    return Promise.race([page, open().then(({ dataset }) => pagesOf(dataset).length)]);
  }, (rows) => ({ rows }));
  return expecting(sample, { rows: 2 * PAGE });
}

/** Opens the file in a study whose `.fidelity` folder is `home`, until all of it is there. */
export async function opened(context: Context, home: string, file?: string): Promise<Sample | Absent> {
  const { open } = await opening(context, home, file);
  const sample = await measured(async () => pagesOf((await open()).dataset), (rows) => ({ rows: rows.length }));
  return expecting(sample, { rows: 2 * PAGE });
}

async function opening(context: Context, home: string, file = largeDataset(context).path): Promise<{ readonly study: Study; readonly open: () => Promise<OpenDataset> }> {
  // Modules load at the first dataset; that is not the work measured here.
  await Promise.all([import("../../../src/datasets/open.ts"), import("../../../src/datasets/study.ts")]);
  const study = new Study(doorsOf(undefined, homeIn(context.folder, home)));
  return { study, open: () => study.openPath(file, "large", homeIn(context.folder, home), undefined, () => undefined, new AbortController().signal) };
}

function pagesOf(dataset: Parameters<typeof groupsOf>[0]): readonly unknown[] {
  return groupsOf(dataset, false).flatMap((group) => entriesOf(dataset, group).slice(0, PAGE));
}
