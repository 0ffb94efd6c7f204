import path from "node:path";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../src/core/instrument/codebookV1.ts";
import { RunState } from "../../src/core/journal/fold.ts";
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

describe("the bytes on the socket", () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await ModelServer.start();
  });
  afterAll(() => server.close());

  /** Carries out one probe by hand and returns the requests it made, as they arrived. */
  async function sent(conversation: Conversation, turn: number, condition: (typeof CONDITIONS)[number]): Promise<readonly string[]> {
    server.forget();
    const chat = openaiChat({ name: "local", baseUrl: server.baseUrl, model: "fake" }, { clock: nodeClock });
    const parts = {
      dataset,
      simulator: modelSimulator(chat, { temperature: 1, maxTokens: 300 }),
      condition,
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

  it("hold neither outcome, nor a later turn, nor the real answer, nor a label, nor an id", async () => {
    const generator = xoroshiro128plus(SEED);
    const picked = conversations.flatMap((conversation) => {
      const turns = probedTurns(conversation);
      const turn = turns[uniformInt(generator, 0, turns.length - 1)]!;
      return uniformInt(generator, 0, 1) === 1 ? [{ conversation, turn, condition: CONDITIONS[uniformInt(generator, 0, CONDITIONS.length - 1)]! }] : [];
    });
    expect(picked.length).toBeGreaterThan(10);
    for (const { conversation, turn, condition } of picked) {
      const [simulate, ...judges] = await sent(conversation, turn, condition);
      const [same, ...others] = await sent(twinOf(conversation, turn), turn, condition);
      expect(same).toBe(simulate);
      expect(simulate).not.toContain(SENTINEL);
      // The first judge call is for the real turn, which the twin has not; the second for the same simulated one.
      expect(judges.length).toBeGreaterThanOrEqual(1);
      expect(others.slice(1)).toEqual(judges.slice(1));
      const [, ...judged] = await sent(twinOf(conversation, turn + 1), turn, condition);
      expect(judged).toEqual(judges);
      expect(judged.join("\n")).not.toContain(SENTINEL);
    }
  });
});
