// Owns the command queue: drawing one, how far each is, and packets. Refuses the draw (study/labels).
import path from "node:path";
import { sentence } from "../core/messages/sentences.ts";
import { writeTexts } from "../node/writeTexts.ts";
import { differingQueue } from "../study/labels/differing.ts";
import { drawQueue } from "../study/labels/drawQueue.ts";
import { packetLines, packetOf, packetTable } from "../study/labels/packet.ts";
import { queueProgress } from "../study/labels/progress.ts";
import { queueName, readQueue, writeQueue } from "../study/labels/queues.ts";
import type { Run } from "../study/run.ts";
import { UsageError } from "./arguments.ts";
import { aligned } from "../core/figures/columns.ts";
import { runAt } from "./inputs.ts";
import { dataOf, labelSession, runsOfQueue } from "./labelSession.ts";
import type { Session } from "./session.ts";
import { EXIT } from "./usage.ts";

const USAGE = "queue draw RUN... [--target N] [--by probes|turns] [--annotators A,B], queue status, or queue packet QUEUE -o FILE";

/** `queue draw`, `queue status`, `queue packet`. */
export async function queue(session: Session): Promise<number> {
  const [form, ...paths] = session.words.paths;
  switch (form) {
    case "draw":
      return draw(session, paths);
    case "status":
      return status(session, paths);
    case "packet":
      return packet(session, paths);
    default:
      throw new UsageError(USAGE);
  }
}

async function draw(session: Session, paths: readonly string[]): Promise<number> {
  const { words, doors, signal } = session;
  const [first] = paths;
  if (first === undefined) throw new UsageError(USAGE);
  const unit = words.by ?? "probes";
  if (unit !== "probes" && unit !== "turns") throw new UsageError(`--by ${unit}: probes or turns`);
  const runs: Run[] = [];
  for (const each of paths) runs.push(await runAt(session, path.resolve(each)));
  const [lead] = runs;
  if (!lead) throw new UsageError(USAGE);
  const { home, journals, annotations } = await labelSession(session, first);
  const dataset = await dataOf(session, lead);
  const { target, seed, annotators, overlap, of } = words;
  const shown = { ...doors, made: counted() };
  const made = of
    ? await differingQueue(runs, annotations.state, { purpose: of, target, seed, annotators }, { ...shown, dataset }, signal)
    : await drawQueue(runs, dataset, { unit, target, seed, annotators, ...(overlap === undefined ? {} : { overlap }) }, shown, signal);
  await writeQueue(journals, made);
  const file = path.join(home, queueName(made.manifest.id));
  process.stderr.write(`${sentence("queue-written", { items: made.items.length, path: file }, words.language)}\n`);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-queue", version: 1, path: file, manifest: made.manifest, items: made.items.length }, null, 2)}\n`);
  return EXIT.done;
}

/** Items counted in place on a terminal, at most a hundred times; elsewhere nothing. */
function counted(): (items: number, of: number) => void {
  return (items, of) => {
    if (process.stderr.isTTY && items % Math.ceil(of / 100) === 0) process.stderr.write(`\r\u001b[K${items}/${of}\r`);
  };
}

/** Says how far, never of what: cells would tell what an item was as it is answered. */
async function status(session: Session, ids: readonly string[]): Promise<number> {
  const { words } = session;
  const { home, annotations, queues } = await labelSession(session);
  const rows = queues.filter(({ manifest }) => ids.length === 0 || ids.includes(manifest.id)).map((each) => ({ manifest: each.manifest, progress: queueProgress(each, annotations.state) }));
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-queues", version: 1, home, queues: rows.map(({ manifest, progress }) => ({ queue: manifest.id, purpose: manifest.purpose, unit: manifest.unit, ...progress })) }, null, 2)}\n`);
  else if (rows.length === 0) process.stdout.write(`${sentence("queue-status-none", { path: home }, words.language)}\n`);
  else {
    const head = (["queue", "kind", "items", "answered", "differing", "disputed", "people"] as const).map((column) => sentence(`queue-column-${column}`, {}, words.language));
    const lines = rows.map(({ manifest, progress }) => [
      manifest.id,
      sentence(`queue-kind-${manifest.purpose}`, {}, words.language),
      ...[progress.items, progress.answered, progress.differing, progress.disputed].map(String),
      progress.annotators.map(({ by, answered, assigned }) => `${by} ${answered}/${assigned}`).join(", "),
    ]);
    process.stdout.write(`${aligned([head, ...lines], [0, 1, 6]).join("\n")}\n`);
  }
  return EXIT.done;
}

async function packet(session: Session, [id, ...rest]: readonly string[]): Promise<number> {
  const { words, doors, signal } = session;
  if (id === undefined || rest.length > 0 || words.out === undefined) throw new UsageError("queue packet QUEUE -o FILE.packet.jsonl, or FILE.csv to fill in");
  const labelling = await labelSession(session);
  const drawn = await readQueue(labelling.journals, id, doors.log, signal);
  const runs = await runsOfQueue(session, labelling, drawn);
  const [lead] = runs;
  if (!lead) throw new UsageError(USAGE);
  const made = await packetOf(drawn, runs, lead.manifest.codebook, words.by, { dataset: await dataOf(session, lead), digest: doors.digest }, signal);
  const out = path.resolve(words.out);
  await writeTexts(path.dirname(out), [{ name: path.basename(out), text: out.endsWith(".csv") ? await packetTable(made, words.by) : packetLines(made) }]);
  process.stderr.write(`${sentence("queue-written", { items: made.items.length, path: out }, words.language)}\n`);
  return EXIT.done;
}
