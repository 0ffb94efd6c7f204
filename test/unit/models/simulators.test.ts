import { describe, expect, it } from "vitest";
import { conditionMessages } from "../../../src/core/probe/condition.ts";
import { conditionNamed } from "../../../src/core/probe/conditions.ts";
import { ControlPool, controlConversation } from "../../../src/core/probe/control.ts";
import { prefixAt } from "../../../src/core/probe/prefix.ts";
import type { SimulationRequest } from "../../../src/core/probe/simulator.ts";
import { Recording } from "../../../src/models/continuationsFile.ts";
import { controlSimulator, modelSimulator, recordedSimulator } from "../../../src/models/simulators.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { conversationWith } from "../../fakes/conversations.ts";
import { scriptedChat } from "../../fakes/scriptedChat.ts";

const signal = new AbortController().signal;
const own = conversationWith("own", 3);

function requestFor(name: "persona" | "may-disengage", sample = 0): SimulationRequest {
  const condition = conditionNamed(name);
  if (!condition) throw new Error("no such condition");
  const prefix = prefixAt(own, 3);
  return { probe: { conversation: "own", turn: 3, ordinal: 2, position: 60 }, prefix, messages: conditionMessages(condition, prefix), offersExit: condition.offersExit, sample };
}

describe("model simulator", () => {
  it("sends the condition's messages and nothing else", async () => {
    const chat = scriptedChat("Fine.");
    const request = requestFor("persona");
    await modelSimulator(chat, { temperature: 0.5, maxTokens: 9 }).continue(request, undefined, signal);
    expect(chat.asked).toEqual([{ messages: request.messages, temperature: 0.5, maxTokens: 9 }]);
  });

  it.each([
    ["persona", { text: " Fine. \n" }, { kind: "reply", text: "Fine." }],
    ["may-disengage", { text: "Fine." }, { kind: "reply", text: "Fine." }],
    ["may-disengage", { text: "[LEAVE]" }, { kind: "leave", text: "" }],
    ["may-disengage", { text: "Enough of this.\n[LEAVE]" }, { kind: "leave", text: "Enough of this." }],
    ["may-disengage", { text: "" }, { kind: "silence", text: "" }],
    ["may-disengage", { text: " \n", report: {} }, { kind: "silence", text: "" }],
    ["persona", { text: "[LEAVE]" }, { kind: "reply", text: "[LEAVE]" }],
    ["persona", { text: "I will.", refusal: "partly" }, { kind: "reply", text: "I will." }],
  ] as const)("under %s takes %j as %j", async (name, answer, expected) => {
    const continuation = await modelSimulator(scriptedChat(answer)).continue(requestFor(name), undefined, signal);
    expect(continuation).toMatchObject({ ...expected, provenance: "generated" });
  });

  it.each([
    ["persona", { text: "" }, "empty-answer"],
    ["may-disengage", { text: "", report: { finishReason: "tool_calls" } }, "empty-answer"],
    ["may-disengage", { text: "", refusal: "I cannot." }, "answer-refused"],
  ] as const)("under %s fails %j as %s", async (name, answer, id) => {
    await expect(modelSimulator(scriptedChat(answer)).continue(requestFor(name), undefined, signal)).rejects.toMatchObject({ name: "Failure", id });
  });
});

describe("recorded simulator", () => {
  const recording = new Recording();
  const states = { simulated: { stage: "engaging", emotion: "positive", blocker: "none" } };
  recording.place(own, { line: 1, conversation: "own", turn: 3, sample: 1, answer: { kind: "reply", text: "Noted.", provenance: "invented", states } });
  const simulator = recordedSimulator(recording, { kind: "recorded", name: "r", source: "r.jsonl", sourceHash: "0" });

  it("plays back what was recorded, states and provenance with it", async () => {
    const texts: string[] = [];
    expect(await simulator.continue(requestFor("persona", 1), (soFar) => texts.push(soFar), signal)).toEqual({ kind: "reply", text: "Noted.", provenance: "invented", states });
    expect(texts).toEqual(["Noted."]);
  });

  it("says what it has not", async () => {
    await expect(simulator.continue(requestFor("persona", 0), undefined, signal)).rejects.toMatchObject({ id: "not-recorded", values: { conversation: "own", turn: 4, sample: 0 } });
  });
});

describe("control simulator", () => {
  const others = Array.from({ length: 30 }, (_, at) => conversationWith(`c${at}`, 4));
  const pool = new ControlPool([own, ...others].map((each) => controlConversation(each, nodeDigest)));

  it("shows one donor's words and names all donors", async () => {
    const simulator = controlSimulator(pool, "C1", 3);
    expect(simulator.identity).toEqual({ kind: "control", rung: "C1", donors: 20 });
    const first = await simulator.continue(requestFor("persona"), undefined, signal);
    expect(first.donors).toHaveLength(20);
    expect(first.donors?.map((donor) => pool.textOf(donor))).toContain(first.text);
    expect(await simulator.continue(requestFor("persona"), undefined, signal)).toEqual(first);
    expect((await controlSimulator(pool, "C1", 3, "invented").continue(requestFor("persona"), undefined, signal)).provenance).toBe("invented");
  });

  it("has no answer where nobody may stand in", async () => {
    const alone = new ControlPool([controlConversation(own, nodeDigest)]);
    await expect(controlSimulator(alone, "C2", 3).continue(requestFor("persona"), undefined, signal)).rejects.toMatchObject({ id: "no-donor", values: { conversation: "own", turn: 4 } });
  });
});
