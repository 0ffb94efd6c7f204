// Owns the instruments a run can be judged with: codebook v1 and the codebooks of a `.fidelity` folder. Refuses their form (protocol/codebookFile.ts).
import { SHIPPED_CODEBOOK, SHIPPED_INSTRUMENTS } from "../core/instrument/codebook.ts";
import { INSTRUMENTS, type Instrument } from "../core/instrument/instruments.ts";
import { Failure, isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Files, Log } from "../core/ports.ts";
import type { PairsOrigin } from "../datasets/labelledPairs.ts";
import { checkCodebook, type CodebookFault } from "../protocol/codebookFile.ts";
import { smallText } from "./smallText.ts";

/** The folder of codebooks inside a `.fidelity` folder. */
export const INSTRUMENTS_FOLDER = "instruments";
const ENDING = ".json";
const MOST_BYTES = 1024 * 1024;

export interface InstrumentDoors {
  readonly files: Pick<Files, "open" | "stat" | "list" | "join" | "basename">;
  readonly log: Pick<Log, "warn">;
}

/** The shipped instruments and those of `<home>/instruments`, by name; codebooks with faults are logged and left out. Read anew each time. */
export async function instrumentsOf(doors: InstrumentDoors, home: string): Promise<readonly Instrument[]> {
  const folder = doors.files.join(home, INSTRUMENTS_FOLDER);
  const own: Instrument[] = [];
  for (const name of (await doors.files.list(folder)).filter((each) => each.endsWith(ENDING))) {
    try {
      own.push(await instrumentAt(doors, doors.files.join(folder, name)));
    } catch (error) {
      if (!isFailure(error)) throw error;
      doors.log.warn(sentence(error.id, error.values));
    }
  }
  return [...INSTRUMENTS, ...own];
}

/** The instrument a setup names: shipped, of `home` by its name, or the codebook at an absolute path. Rejects with `codebook-not-found`, or with what is wrong with it. */
export async function instrumentCalled(doors: InstrumentDoors, home: string, called: string): Promise<Instrument> {
  const shipped = INSTRUMENTS.find(({ name }) => name === called);
  if (shipped) return shipped;
  if (called.endsWith(ENDING)) return instrumentAt(doors, called);
  const path = doors.files.join(home, INSTRUMENTS_FOLDER, `${called}${ENDING}`);
  if (!/[/\\]|^\.*$/u.test(called) && (await doors.files.stat(path))?.kind === "file") return instrumentAt(doors, path);
  throw new Failure("codebook-not-found", { codebook: called, known: (await instrumentsOf(doors, home)).map(({ name }) => name).join(", ") });
}

/** How labelled pairs of a run name their instrument (see reportOf.ts). */
const NAMED = /^(?<name>\S+) \S+ [0-9a-f]{12} (?:causal|full)$/u;

/**
 * The instrument that labelled pairs were made with: `called` where the person names one, else the one they name themselves, else codebook v1.
 * Rejects with `codebook-of-pairs` where they name one that is not here.
 */
export async function instrumentOfPairs(doors: InstrumentDoors, home: string, { instrument = "" }: PairsOrigin, path: string, called?: string): Promise<Instrument> {
  const name = NAMED.exec(instrument)?.groups?.name ?? SHIPPED_CODEBOOK;
  if (called !== undefined || name === SHIPPED_CODEBOOK) return instrumentCalled(doors, home, called ?? SHIPPED_INSTRUMENTS.en);
  const found = (await instrumentsOf(doors, home)).find(({ codebook }) => codebook.name === name);
  if (!found) throw new Failure("codebook-of-pairs", { path, codebook: instrument });
  return found;
}

async function instrumentAt({ files }: InstrumentDoors, path: string): Promise<Instrument> {
  const name = files.basename(path).slice(0, -ENDING.length);
  const wrong = ({ line, id, values }: CodebookFault): Failure => new Failure("codebook-wrong", { path, line, problem: sentence(id, values) });
  if (INSTRUMENTS.some((each) => each.name === name || each.codebook.name === name)) throw wrong({ line: 1, id: "codebook-name-shipped", values: { name } });
  const checked = checkCodebook(await smallText(files, path, MOST_BYTES), name);
  if (!checked.ok) throw wrong(checked.fault);
  return checked.instrument;
}
