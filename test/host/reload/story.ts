// What one phase of the reload suites tells the next, in a file beside the folder, and the run that costs nothing, which outlives a window.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { eventually } from "../driver.ts";
import type { ModelAddresses } from "../modelProcess.ts";
import { check, CONTROL, entriesOf, journals, lastEntry, ofKind, openDataset, workspaceFolder } from "../steps.ts";

export interface Story {
  readonly server: ModelAddresses;
  /** Text of the open transcripts by address; the last was in front. */
  readonly transcripts: Readonly<Record<string, string>>;
  /** Path of the journal of the paid run. */
  readonly paid: string;
  /** Path of the journal of the run that costs nothing. */
  readonly free?: string;
}

/** Name of the endpoint in the settings. */
export const ENDPOINT = "patient";

export function tell(story: Story): void {
  writeFileSync(file(), JSON.stringify(story));
}

export function told(): Story {
  return JSON.parse(readFileSync(file(), "utf8")) as Story;
}

function file(): string {
  return path.join(path.dirname(workspaceFolder()), "story.json");
}

/** Begins a check with the control on a dataset of so many conversations; resolves to its journal as soon as it is on its way, long before its end. */
export async function beginFree(conversations: number): Promise<string> {
  const name = `many-${conversations}.jsonl`;
  writeFileSync(path.join(workspaceFolder(), name), manyConversations(conversations));
  const open = await openDataset(name);
  const known = journals(open);
  void check(open, CONTROL);
  return eventually(() => {
    const [made] = journals(open).filter((each) => !known.includes(each));
    assert.ok(made !== undefined && ofKind(entriesOf(made), "continuation").length > 20, "it is on its way");
    return made;
  });
}

/** Holds that the greater part of a run is still to be made. */
export function isLeftHalfWay(journal: string): void {
  const entries = entriesOf(journal);
  const planned = ofKind(entries, "run-started")[0]?.manifest.plannedProbes ?? 0;
  const made = ofKind(entries, "continuation").length;
  assert.ok(made < planned / 2, `${made} of ${planned}`);
}

/** Waits until a run has ended, as long as it goes on, and holds that it has every probe once. */
export async function finishes(journal: string): Promise<void> {
  while (lastEntry(journal)?.kind !== "run-ended") {
    const { size } = statSync(journal);
    await eventually(() => { assert.ok(statSync(journal).size > size, `${journal} stands still`); });
  }
  const whole = entriesOf(journal);
  const planned = ofKind(whole, "run-started")[0]?.manifest.plannedProbes;
  const ended = ofKind(whole.slice(-1), "run-ended")[0];
  assert.deepEqual({ reason: ended?.reason, done: ended?.done, failed: ended?.failed }, { reason: "finished", done: planned, failed: 0 });
  const probes = ofKind(whole, "continuation").map(({ probe }) => `${probe.conversation}#${probe.turn}`);
  assert.deepEqual({ made: probes.length, different: new Set(probes).size }, { made: planned, different: planned });
}

function manyConversations(count: number): string {
  const said = ["Who is this?", "Not now, I am busy.", "How much is it?", "Tell me more about it.", "That sounds good.", "I have to think about it."];
  const conversation = (number: number): unknown => ({
    id: `m-${number}`,
    customer: `person-${number}`,
    outcome: number % 2 === 0 ? { value: "positive", label: "booked" } : { value: "negative", label: "not booked" },
    turns: [0, 1, 2, 3, 4].flatMap((step) => [
      { role: "agent", text: `Step ${step} of call ${number % 97}, shall we go on?` },
      { role: "user", text: `${said[(number + step) % said.length]} It is day ${(number * 7 + step) % 365}.` },
    ]),
  });
  return Array.from({ length: count }, (_, number) => `${JSON.stringify(conversation(number))}\n`).join("");
}
