// Owns the command status: every run of a study, how far it is, what it spent. Refuses counting (study/).
import path from "node:path";
import { count } from "../core/figures/numbers.ts";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import { becauseText } from "../study/failureText.ts";
import { moneySpent, pricesOf, type Money } from "../study/paid/money.ts";
import { spentText } from "../study/paid/words.ts";
import { failuresOf } from "../study/reportOf.ts";
import type { Run } from "../study/run.ts";
import { noticedLines } from "../study/runEnded.ts";
import { aligned } from "../core/figures/columns.ts";
import type { Session } from "./session.ts";
import { studyFolderOf } from "./studyRun.ts";
import { EXIT } from "./usage.ts";

/** `status [fidelity.json]`: newest first, those put away last. */
export async function status(session: Session): Promise<number> {
  const { study, words, signal, doors } = session;
  const home = path.join(studyFolderOf(session), ".fidelity");
  await study.openHome(home, signal);
  const runs = [...study.runs].sort((a, b) => Number(a.archived) - Number(b.archived));
  const rows: { readonly run: Run; readonly money: Money | undefined }[] = [];
  for (const run of runs) rows.push({ run, money: moneySpent(run.state.spending.sums, await pricesOf(run.manifest, doors.prices)) });
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-status", version: 1, home, runs: rows.map(({ run, money }) => document(run, money)) }, null, 2)}\n`);
  else if (rows.length === 0) process.stdout.write(`${sentence("status-none", { path: home }, words.language)}\n`);
  else process.stdout.write(`${lines(rows, words.language).join("\n")}\n`);
  return EXIT.done;
}

/** It can be gone on with: something is left to do, and nobody else is writing it. */
function resumable(run: Run): boolean {
  return run.state.forgotten.conversations === 0 && (run.status === "paused" || (run.status === "finished" && failuresOf(run.state).again));
}

function document(run: Run, money: Money | undefined): object {
  const { done, total, failed } = run.progress;
  return {
    run: run.id,
    title: run.title,
    ...(run.note === "" ? {} : { note: run.note }),
    archived: run.archived,
    status: run.status,
    ...(run.because ? { because: run.because } : {}),
    done,
    total,
    failed,
    failures: Object.fromEntries(failuresOf(run.state).causes),
    noticed: Object.fromEntries(run.state.noticed),
    spent: { ...run.state.spending.sums, money: money ?? null },
    resumable: resumable(run),
    forgotten: run.state.forgotten,
  };
}

function lines(rows: readonly { readonly run: Run; readonly money: Money | undefined }[], language: Language): readonly string[] {
  const say = (id: Parameters<typeof sentence>[0], values = {}): string => sentence(id, values, language);
  const table = aligned([
    [say("status-title"), say("status-state"), say("status-done"), say("status-failed"), say("status-spent"), say("status-resumable")],
    ...rows.map(({ run, money }) => [
      `${run.title}${run.archived ? ` (${say("status-archived")})` : ""}`,
      say(`run-is-${run.status}`),
      `${count(run.progress.done)}/${count(run.progress.total)}`,
      count(run.progress.failed),
      spentText(run.state.spending.sums, money, language) ?? "–",
      say(resumable(run) ? "status-yes" : "status-no"),
    ]),
  ]);
  return [...table, ...rows.flatMap(({ run }) => notes(run, language).map((note) => `${run.title}: ${note}`))];
}

/** What does not fit into a row. */
function notes({ because, note, state, id }: Run, language: Language): readonly string[] {
  const { causes } = failuresOf(state);
  return [
    id,
    ...(because ? [becauseText(because, language)] : []),
    ...(causes.size > 0 ? [[...causes].map(([cause, times]) => `${cause} ${times}`).join(", ")] : []),
    ...noticedLines(state, language),
    ...(state.forgotten.conversations > 0 ? [sentence("run-has-forgotten", { ...state.forgotten }, language)] : []),
    ...(note === "" ? [] : [note]),
  ];
}
