import path from "node:path";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../src/core/instrument/codebookV1.ts";
import { RunState } from "../../src/core/journal/fold.ts";
import type { Condition } from "../../src/core/probe/condition.ts";
import { CONDITIONS } from "../../src/core/probe/conditions.ts";
import { handPickedProbe } from "../../src/core/probe/rule.ts";
import type { Conversation } from "../../src/core/transcript/conversation.ts";
import type { Dataset } from "../../src/datasets/dataset.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { modelJudge } from "../../src/models/judges.ts";
import { openaiChat } from "../../src/models/openaiChat.ts";
import { modelSimulator } from "../../src/models/simulators.ts";
import { nodeClock } from "../../src/node/clock.ts";
import { nodeDigest } from "../../src/node/digest.ts";
import { nodeFiles } from "../../src/node/files.ts";
import { nodeIds } from "../../src/node/ids.ts";
import { judgeLabeller } from "../../src/study/labeller.ts";
import { mannerOf } from "../../src/study/manner.ts";
import { contextOf } from "../../src/study/plan.ts";
import { runSample } from "../../src/study/runner.ts";
import { MemoryJournalStore } from "../fakes/memoryJournalStore.ts";
import { ModelServer } from "../fakes/modelServer.ts";
import { judgedMessages, probedTurns, SENTINEL, simulatorMessages, twinOf } from "./chatSimulation.ts";

const SAMPLE = path.resolve(import.meta.dirname, "../../media/sample/conversations.jsonl");
const SEED = 20_261_121;
const SIMULATED = "Perhaps another day.";

let dataset: Dataset;
const conversations: Conversation[] = [];
beforeAll(async () => {
  dataset = await openDataset({ path: SAMPLE, files: nodeFiles, digest: nodeDigest });
  for await (const conversation of dataset.all()) conversations.push(conversation);
});

describe("what is said to a model", () => {
  it("covers the whole sample", () => {
    expect(conversations).toHaveLength(40);
    expect(conversations.flatMap(probedTurns).length).toBeGreaterThan(200);
    expect(conversations.some(({ cut }) => cut.length > 0)).toBe(true);
    expect(JSON.stringify(conversations)).not.toContain(SENTINEL);
  });

  it("is the same to a simulator whatever comes later, came of it, was labelled or is called", () => {
    for (const conversation of conversations) {
      for (const turn of probedTurns(conversation)) {
        const said = simulatorMessages(conversation, turn);
        expect(simulatorMessages(twinOf(conversation, turn), turn)).toEqual(said);
        expect(JSON.stringify(said)).not.toContain(SENTINEL);
      }
    }
  });

  it("is the same to a judge of the real turn whatever comes after that turn", () => {
    for (const conversation of conversations) {
      for (const turn of probedTurns(conversation)) {
        const { text } = conversation.turns[turn]!;
        expect(judgedMessages(twinOf(conversation, turn + 1), turn, text, nodeDigest)).toEqual(judgedMessages(conversation, turn, text, nodeDigest));
      }
    }
  });

  it("is the same to a judge of a simulated turn whatever the real one was", () => {
    for (const conversation of conversations) {
      for (const turn of probedTurns(conversation)) {
        expect(judgedMessages(twinOf(conversation, turn), turn, SIMULATED, nodeDigest)).toEqual(judgedMessages(conversation, turn, SIMULATED, nodeDigest));
      }
    }
  });

  it("does not tell a judge whether a turn is real or simulated", () => {
    for (const conversation of conversations) {
      for (const turn of probedTurns(conversation)) {
        const { text } = conversation.turns[turn]!;
        const simulatedAlike = { ...twinOf(conversation, turn), id: "simulated" };
        expect(judgedMessages(simulatedAlike, turn, text, nodeDigest)).toEqual(judgedMessages(conversation, turn, text, nodeDigest));
      }
    }
  });

  it("would differ if one turn too many were shown, so that these comparisons can fail", () => {
    const [conversation] = conversations;
    const turn = probedTurns(conversation!)[1]!;
    expect(simulatorMessages(twinOf(conversation!, turn), turn + 1)).not.toEqual(simulatorMessages(conversation!, turn + 1));
  });
});

/** The turn a judge's request asks about. */
function labelledIn(request: string): string {
  const { messages } = JSON.parse(request.split("\n").at(-1) ?? "") as { messages: readonly { content: string }[] };
  const line = messages[1]?.content.split("\n").find((each) => each.startsWith('{"label":true')) ?? "";
  return (JSON.parse(line) as { text: string }).text;
}

describe("the bytes on the socket", () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await ModelServer.start();
  });
  afterAll(() => server.close());

  /** Carries out one probe by hand and returns the requests it made, as they arrived. */
  async function sent(conversation: Conversation, turn: number, condition: Condition): Promise<readonly string[]> {
    server.forget();
    const chat = openaiChat({ name: "local", baseUrl: server.baseUrl, model: "fake" }, { clock: nodeClock });
    const manner = mannerOf(condition, dataset, dataset);
    const parts = {
      dataset,
      simulator: modelSimulator(chat, { temperature: 1, maxTokens: 300 }),
      condition,
      ...(manner ? { manner } : {}),
      labeller: judgeLabeller(modelJudge(chat, CODEBOOK_V1.en, nodeDigest), undefined),
      state: new RunState(),
      journal: await new MemoryJournalStore().open("runs/x.jsonl"),
      clock: nodeClock,
      ids: nodeIds,
      digest: nodeDigest,
      changed: () => undefined,
    };
    const probe = handPickedProbe(conversation, turn)!;
    await runSample(parts, conversation, probe, contextOf(conversation, probe, 1), 0, () => undefined, new AbortController().signal);
    return server.seen.map(({ method, path: address, headers, bytes }) => {
      const { "content-length": _length, ...others } = headers;
      return [method, address, JSON.stringify(others), bytes.toString("utf8")].join("\n");
    });
  }

  /** A template as a person may write it. */
  const OWN: Condition = { name: "own", texts: { en: "Play {{profile}} who {{manner}}.", zh: "扮演{{profile}}：{{manner}}。" }, offersExit: true, answer: "text" };
  const ALL = [...CONDITIONS, OWN];
  /** The twin with the seen turns as they were, times and bursts with them: under some conditions they may be known. */
  const withPast = (twin: Conversation, { turns }: Conversation, seen: number): Conversation => ({ ...twin, turns: [...turns.slice(0, seen), ...twin.turns.slice(seen)] });

  it("hold neither outcome, nor a later turn, nor the real answer, nor a label, nor an id", async () => {
    const generator = xoroshiro128plus(SEED);
    const picked = conversations.flatMap((conversation) => {
      const turns = probedTurns(conversation);
      const turn = turns[uniformInt(generator, 0, turns.length - 1)]!;
      return uniformInt(generator, 0, 1) === 1 ? [{ conversation, turn, condition: ALL[uniformInt(generator, 0, ALL.length - 1)]! }] : [];
    });
    expect(picked.length).toBeGreaterThan(10);
    for (const { conversation, turn, condition } of picked) {
      const [simulate, ...judges] = await sent(conversation, turn, condition);
      const [same, ...others] = await sent(withPast(twinOf(conversation, turn), conversation, turn), turn, condition);
      expect(same).toBe(simulate);
      expect(simulate).not.toContain(SENTINEL);
      // One judge call is for the real turn, which the twin has not; the other for the same simulated one. Their order is seeded.
      expect(judges.length).toBeGreaterThanOrEqual(1);
      const ofSimulated = (requests: readonly string[], real: string): readonly string[] => requests.filter((request) => labelledIn(request) !== real);
      expect(ofSimulated(others, `${SENTINEL} ${turn}`)).toEqual(ofSimulated(judges, conversation.turns[turn]!.text));
      expect(others.length - ofSimulated(others, `${SENTINEL} ${turn}`).length).toBe(1);
      const [, ...judged] = await sent(withPast(twinOf(conversation, turn + 1), conversation, turn + 1), turn, condition);
      expect([...judged].sort()).toEqual([...judges].sort());
      expect(judged.join("\n")).not.toContain(SENTINEL);
    }
  });
});
