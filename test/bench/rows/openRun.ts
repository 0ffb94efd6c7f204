// Opening the journal of a large run: read, checked, folded into its state.
import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { encodeEntry } from "../../../src/core/journal/codec.ts";
import { Run } from "../../../src/study/run.ts";
import { ENTRIES, entriesOf, PROBES } from "../data/journal.ts";
import { doorsOf, homeIn } from "../doors.ts";
import { plainLine, residentSet, timeLine } from "../lines.ts";
import { expecting, measured } from "../measure.ts";
import type { Context, Row } from "../row.ts";
import { bareScan, parseEachLine } from "../yardsticks.ts";

const NAME = "runs/bench.jsonl";

export const openRun: Row = {
  name: "open-run",
  rounds: 3,
  heap: 6_000,
  prepare: async (context) => {
    const file = journalIn(context);
    if (existsSync(file)) return;
    mkdirSync(path.dirname(file), { recursive: true });
    await pipeline(Readable.from(texts(context)), createWriteStream(`${file}.part`));
    renameSync(`${file}.part`, file);
  },
  parts: {
    ours: async (context) => {
      const run = new Run(NAME, doorsOf().journals(homeIn(context.folder, "open-run")));
      const sample = await measured(() => run.load(), () => ({ probes: run.state.counts().finishedProbes, unread: run.unread.length }));
      return expecting(sample, { probes: conversationsIn(context) * PROBES, unread: 0 });
    },
    scan: (context) => bareScan(journalIn(context)),
    parse: (context) => parseEachLine(journalIn(context)),
  },
  lines: (parts, context) => [
    timeLine(`open a run of ${entriesIn(context)} entries`, parts, "ours", "bare scan", "scan", 10),
    timeLine("", parts, "ours", "JSON.parse of each line", "parse"),
    plainLine("resident set", residentSet(parts, "ours"), "MB"),
  ],
};

function entriesIn({ small }: Context): number {
  return small ? 9_000 : 300_000;
}

function conversationsIn(context: Context): number {
  return Math.round(entriesIn(context) / PROBES / ENTRIES);
}

function journalIn(context: Context): string {
  return path.join(homeIn(context.folder, "open-run"), NAME);
}

/** Lines of the journal in pieces of a thousand. */
function* texts(context: Context): Generator<string> {
  let lines: string[] = [];
  for (const entry of entriesOf(conversationsIn(context))) {
    lines.push(`${encodeEntry(entry)}\n`);
    if (lines.length < 1_000) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}
