// Owns the native datasets that rows read: where they lie and what is in them. Refuses reading them.
import { closeSync, existsSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { RandomStream } from "../../../src/core/stats/random.ts";
import type { Context } from "../row.ts";
import { nativeLineOf } from "./filler.ts";

export interface DatasetFile {
  readonly path: string;
  readonly conversations: number;
}

/** 100,000 conversations of 8 to 21 turns, about 300 MB; small: 3,000. */
export function largeDataset({ folder, small }: Context): DatasetFile {
  return { path: path.join(folder, "large.jsonl"), conversations: small ? 3_000 : 100_000 };
}

/** About 50 MB of which one line in a thousand has a fault; small: 3 MB. */
export function faultyDataset({ folder, small }: Context): DatasetFile {
  return { path: path.join(folder, "faulty.jsonl"), conversations: small ? 1_000 : 17_000 };
}

/** About 60 MB of the same kind; small: 3 MB. */
export function heavyDataset({ folder, small }: Context): DatasetFile {
  return { path: path.join(folder, "heavy.jsonl"), conversations: small ? 1_000 : 20_400 };
}

/** Conversations for four probes each: 2,000 probes; small: 200. */
export function probedDataset({ folder, small }: Context): DatasetFile {
  return { path: path.join(folder, "probed.jsonl"), conversations: small ? 50 : 500 };
}

/** One conversation of 10,000 turns, small: 1,000, among 20 short ones. */
export function longDataset({ folder }: Context): DatasetFile {
  return { path: path.join(folder, "long.jsonl"), conversations: 20 };
}

export function writeLarge(context: Context): void {
  const { path: file, conversations } = largeDataset(context);
  write(file, lines(conversations, (random) => 8 + random.below(14)));
}

export function writeFaulty(context: Context): void {
  const { path: file, conversations } = faultyDataset(context);
  write(file, faulty(lines(conversations, (random) => 8 + random.below(14))));
}

export function writeHeavy(context: Context): void {
  const { path: file, conversations } = heavyDataset(context);
  write(file, faulty(lines(conversations, (random) => 8 + random.below(14))));
}

export function writeProbed(context: Context): void {
  const { path: file, conversations } = probedDataset(context);
  write(file, lines(conversations, () => 20));
}

export function writeLong(context: Context): void {
  const { path: file, conversations } = longDataset(context);
  let turns = context.small ? 1_000 : 10_000;
  write(file, lines(conversations, () => {
    const own = turns;
    turns = 20;
    return own;
  }));
}

function* lines(conversations: number, turns: (random: RandomStream) => number): Generator<string> {
  const random = new RandomStream(20_250_301);
  for (let number = 0; number < conversations; number++) yield nativeLineOf(random, `c-${number}`, turns(random));
}

/** Cut lines, wrong roles and repeated ids, in turn. */
function* faulty(good: Iterable<string>): Generator<string> {
  let number = 0;
  for (const line of good) {
    number++;
    if (number % 1_000 !== 0) yield line;
    else if (number % 3_000 === 0) yield line.slice(0, -20);
    else if (number % 3_000 === 1_000) yield line.replace('"role":"user"', '"role":"customer"');
    else yield line.replace(/"id":"[^"]*"/u, '"id":"c-1"');
  }
}

/** Written beside and moved, so that a file that is there is whole; one that is there is kept. */
function write(file: string, texts: Iterable<string>): void {
  if (existsSync(file)) return;
  const part = `${file}.part`;
  const descriptor = openSync(part, "w");
  let pending = "";
  for (const text of texts) {
    pending += `${text}\n`;
    if (pending.length < 1 << 20) continue;
    writeSync(descriptor, pending);
    pending = "";
  }
  writeSync(descriptor, pending);
  closeSync(descriptor);
  renameSync(part, file);
}
