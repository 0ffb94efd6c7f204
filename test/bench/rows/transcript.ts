// Our part of opening a transcript of 10,000 turns in the host: text and line map, the lenses of its 5,000 user turns, and what lenses and hints say on
// the lines of a screen: the editor asks for no more words than it shows. Host time of the first call, as a person meets it.
import { renderTranscript } from "../../../src/core/transcript/render.ts";
import { Study, type OpenDataset } from "../../../src/study/study.ts";
import { Transcripts } from "../../../src/study/transcripts.ts";
import { KeptViews } from "../../../src/study/keptViews.ts";
import type { Source } from "../../../src/study/turnViews.ts";
import { lensPlaces, lensWords } from "../../../src/views/transcript/lensPlaces.ts";
import { hintText, hintTooltip } from "../../../src/views/transcript/wording.ts";
import { RunState } from "../../../src/core/journal/fold.ts";
import { JOURNAL_VERSION } from "../../../src/core/journal/entry.ts";
import { RandomStream } from "../../../src/core/stats/random.ts";
import { longDataset, writeLong } from "../data/datasets.ts";
import { manifestOf, verdictBy } from "../data/journal.ts";
import { doorsOf, homeIn } from "../doors.ts";
import { limitLine, plainLine, valueOf } from "../lines.ts";
import { measured, threadTime } from "../measure.ts";
import type { Context, Row, Sample } from "../row.ts";

const ADDRESS = { dataset: "long", conversation: "c-0" };
const WITH = { hideOutcome: false, language: "en" } as const;
/** Lines for which the editor asks what lenses and hints say: a tall window and what it draws around it. */
const SHOWN = 200;

export const transcript: Row = {
  name: "transcript",
  rounds: 5,
  prepare: async (context) => writeLong(context),
  parts: {
    rendering: async (context) => {
      const { dataset } = await opened(context);
      const conversation = await dataset.read(ADDRESS.conversation);
      return measured(() => renderTranscript(conversation, dataset.strata, WITH), ({ map }) => ({ lines: map.lineCount }));
    },
    opening,
  },
  lines: (parts, { small }) => {
    const number = (name: string) => valueOf(parts, "opening", (sample) => sample.numbers[name]);
    return [
      limitLine(`text and line map of ${small ? 1_000 : 10_000} turns, once`, valueOf(parts, "rendering", (sample) => sample.seconds * 1000), "ms", 100),
      limitLine("opened: read, rendered, lenses, hints", number("host"), "ms", 100),
      plainLine("of it reading", number("load"), "ms"),
      plainLine("of it text for stat and read", number("text"), "ms"),
      plainLine("of it lenses of every user turn, in words those on screen", number("lenses"), "ms"),
      plainLine("of it hints on screen", number("hints"), "ms"),
    ];
  },
};

function opened(context: Context, study = new Study(doorsOf())): Promise<OpenDataset> {
  return study.openPath(longDataset(context).path, ADDRESS.dataset, homeIn(context.folder, `transcript-${process.pid}`), undefined, undefined, new AbortController().signal);
}

async function opening(context: Context): Promise<Sample> {
  const study = new Study(doorsOf());
  await opened(context, study);
  const source = everyTurnProbed(context.small ? 1_000 : 10_000);
  const transcripts = new Transcripts(study, () => Promise.resolve(undefined));
  const marks: number[] = [];
  const mark = (): void => void marks.push(threadTime());
  return measured(async () => {
    mark();
    const transcript = await transcripts.of(ADDRESS);
    const { conversation } = transcript;
    mark();
    // The editor asks for the size and then for the bytes.
    for (const _ of ["stat", "readFile"]) new TextEncoder().encode(transcript.text(WITH));
    mark();
    const { map } = transcript;
    const kept = new KeptViews();
    const places = lensPlaces(conversation, map, kept.of("bench", conversation.id, [source]));
    const titles = places.filter(({ line }) => line < SHOWN).map((place) => lensWords(place, undefined, "en"));
    mark();
    const hints = [...kept.of("bench", conversation.id, [source]).values()].flatMap((view) => ((map.turns[view.turn]?.headerLine ?? SHOWN) < SHOWN ? [[hintText(view, "en"), hintTooltip(view, "human", "en")]] : []));
    mark();
    return places.length + titles.length + hints.length;
  }, (count) => {
    const took = (step: number): number => (marks[step + 1] ?? 0) - (marks[step] ?? 0);
    return { count, host: (marks.at(-1) ?? 0) - (marks[0] ?? 0), load: took(0), text: took(1), lenses: took(2), hints: took(3) };
  });
}

/** A run by the every-turn rule that is finished in this conversation. */
function everyTurnProbed(turns: number): Source {
  const manifest = { ...manifestOf(1), rule: { kind: "every" } as const };
  const state = new RunState();
  const random = new RandomStream(turns);
  const base = (id: string) => ({ v: JOURNAL_VERSION, id, at: "2026-11-21T08:00:00.000Z" }) as const;
  const { conversation } = ADDRESS;
  state.apply({ ...base("start"), kind: "run-started", manifest });
  for (let turn = 3; turn < turns; turn += 2) {
    const probe = { conversation, turn, ordinal: (turn + 1) / 2, position: (turn + 1) / 2 };
    state.apply({ ...base(`k${turn}`), kind: "continuation", probe, context: { outcome: "negative", of: turns / 2 - 1 }, sample: 0, continuation: "reply", text: "好的呀", provenance: "generated", promptHash: "0" });
    state.apply({ ...base(`r${turn}`), kind: "verdict", target: { branch: "real", conversation, turn }, verdict: verdictBy(random), judgeHash: "0", cached: false });
    state.apply({ ...base(`s${turn}`), kind: "verdict", target: { branch: "simulated", conversation, turn, sample: 0 }, verdict: verdictBy(random), judgeHash: "0", cached: false });
  }
  return { id: "bench", manifest, state };
}
