// Owns the command labels: taking labels of people in, and writing them out. Refuses their forms (study/labels/exchange.ts).
import path from "node:path";
import type { Codebook } from "../core/instrument/codebook.ts";
import type { AnnotationEntry } from "../core/labels/entry.ts";
import { isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { writeTexts } from "../node/writeTexts.ts";
import { takeLabels } from "../study/labels/taking.ts";
import { labelLines, labelTable } from "../study/labels/exchange.ts";
import { UsageError } from "./arguments.ts";
import { labelSession, runsOfQueue } from "./labelSession.ts";
import type { Session } from "./session.ts";
import { EXIT } from "./usage.ts";

/** `labels import FILE [--by NAME]`, `labels export -o FILE`. */
export async function labels(session: Session): Promise<number> {
  const [form, ...paths] = session.words.paths;
  if (form === "import" && paths.length > 0) return take(session, paths);
  if (form === "export" && paths.length === 0) return write(session);
  throw new UsageError("labels import FILE... [--by NAME], or labels export -o FILE.csv");
}

async function take(session: Session, paths: readonly string[]): Promise<number> {
  const { words, doors, signal } = session;
  const labelling = await labelSession(session);
  const { annotations, queues } = labelling;
  const codebooks = new Map<string, Codebook>();
  for (const each of queues) {
    const [run] = await runsOfQueue(session, labelling, each).catch((error: unknown) => {
      // A run that is not here: what was typed cannot be checked.
      if (!isFailure(error)) throw error;
      return [];
    });
    if (run) codebooks.set(each.manifest.id, run.manifest.codebook);
  }
  let refusedRows = 0;
  for (const each of paths.map((given) => path.resolve(given))) {
    const { taken, known, empty, refused } = await takeLabels(each, annotations, { queues, codebookOf: (id) => codebooks.get(id), ...(words.by === undefined ? {} : { by: words.by }) }, doors, signal);
    for (const { line, reason, name = "" } of refused) doors.log.warn(sentence(`labels-refused-${reason}`, { path: each, line, name }, words.language));
    process.stderr.write(`${sentence("labels-taken", { count: taken, known, empty, refused: refused.length }, words.language)}\n`);
    refusedRows += refused.length;
  }
  return refusedRows > 0 ? EXIT.problems : EXIT.done;
}

async function write(session: Session): Promise<number> {
  const { words } = session;
  if (words.out === undefined) throw new UsageError("labels export -o FILE.csv, or FILE.jsonl with notes, disputes and undone ones");
  const { annotations } = await labelSession(session);
  const out = path.resolve(words.out);
  const standing: AnnotationEntry[] = [...annotations.state.contents].flatMap((content) => annotations.state.of(content).entries).sort((a, b) => (a.at < b.at ? -1 : 1));
  const text = out.endsWith(".csv") ? await labelTable(standing) : labelLines(annotations.state.all);
  await writeTexts(path.dirname(out), [{ name: path.basename(out), text }]);
  process.stderr.write(`${sentence("labels-written", { count: text.split("\n").length - (out.endsWith(".csv") ? 2 : 1), path: out }, words.language)}\n`);
  return EXIT.done;
}
