// Opening an unchanged file a second time, in a process of its own, as after a reload of the window.
import { rmSync } from "node:fs";
import { largeDataset, writeLarge } from "../data/datasets.ts";
import { homeIn } from "../doors.ts";
import { timeLine } from "../lines.ts";
import type { Row } from "../row.ts";
import { opened } from "./openFirstPage.ts";

/** Both parts of a round use one folder, so that the second finds whatever the first left. */
const HOME = "again";

export const openAgain: Row = {
  name: "open-again",
  rounds: 2,
  prepare: async (context) => writeLarge(context),
  parts: {
    first: (context) => {
      rmSync(homeIn(context.folder, HOME), { recursive: true, force: true });
      return opened(context, HOME);
    },
    again: (context) => opened(context, HOME),
  },
  lines: (parts, context) => [
    timeLine(`${largeDataset(context).conversations} conversations again`, parts, "again", "first time", "first", 0.1),
  ],
};
