import { describe, expect, it } from "vitest";
import { ACTION_SCHEMA, actionTextSoFar } from "../../../src/core/probe/action.ts";
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

function requestFor(name: "persona" | "may-disengage" | "decision-aware", sample = 0): SimulationRequest {
  const condition = conditionNamed(name);
  if (!condition) throw new Error("no such condition");
  const prefix = prefixAt(own, 3);
  return { probe: { conversation: "own", turn: 3, ordinal: 2, position: 60 }, prefix, messages: conditionMessages(condition, prefix), offersExit: condition.offersExit, answer: condition.answer, sample };
}

describe("model simulator", () => {
  it("sends the condition's messages and nothing else", async () => {
    const chat = scriptedChat("Fine.");
    const request = requestFor("persona");
    await modelSimulator(chat, { temperature: 0.5, maxTokens: 9 }).continue(request, undefined, signal);
    expect(chat.asked).toEqual([{ messages: request.messages, temperature: 0.5, maxTokens: 9, sample: 0 }]);
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

describe("what a model simulator notices", () => {
  it("stands in the report, and the continuation counts all the same", async () => {
    const { reported, ...rest } = await modelSimulator(scriptedChat("Agent: Shall I?<|im_end|>")).continue(requestFor("persona"), undefined, signal);
    expect(rest).toEqual({ kind: "reply", text: "Agent: Shall I?<|im_end|>", provenance: "generated" });
    expect(reported?.noticed).toEqual(["role-confusion", "stop-marker"]);
    expect((await modelSimulator(scriptedChat("Fine.")).continue(requestFor("persona"), undefined, signal)).reported).not.toHaveProperty("noticed");
  });

  it("is looked for in the text of a decision", async () => {
    const { reported } = await modelSimulator(scriptedChat('{"action":"reply","p_leave":0.1,"text":"As an AI, I would buy."}')).continue(requestFor("decision-aware"), undefined, signal);
    expect(reported?.noticed).toEqual(["refusal"]);
  });
});

describe("model simulator that decides", () => {
  const decision = (action: string, p_leave: unknown, text: unknown): string => JSON.stringify({ action, p_leave, text });
  const report = { promptTokens: 10, completionTokens: 2, milliseconds: 5, finishReason: "stop" };

  it("asks for the decision's schema and keeps what it said of leaving", async () => {
    const chat = scriptedChat({ text: decision("leave", 0.9, " Bye. "), report });
    expect(await modelSimulator(chat, { temperature: 1 }).continue(requestFor("decision-aware"), undefined, signal)).toEqual({ kind: "leave", text: "Bye.", leaveProbability: 0.9, provenance: "generated", reported: report });
    expect(chat.asked[0]).toMatchObject({ temperature: 1, schema: ACTION_SCHEMA, messages: requestFor("decision-aware").messages });
  });

  it("shows the text alone while it arrives", async () => {
    const texts: string[] = [];
    await modelSimulator(scriptedChat(decision("reply", 0, "Say \"more\".\nPlease."))).continue(requestFor("decision-aware"), (soFar) => texts.push(soFar), signal);
    expect(texts).toEqual(["Say \"more\".\nPlease."]);
    expect(['{"action":"re', '{"action":"reply","text":"Say \\"m', '{"text":"a\\', '{"text":"a\\u00'].map(actionTextSoFar)).toEqual(["", 'Say "m', "a", "a"]);
  });

  it.each([
    [decision("silence", 1, "said to nobody"), { kind: "silence", text: "", leaveProbability: 1 }],
    [`\`\`\`json\n${decision("reply", 0.1, "Ok")}\n\`\`\``, { kind: "reply", text: "Ok" }],
    [`Sure: {"action":"reply","p_leave":0.2,"text":"Ok",}`, { kind: "reply", text: "Ok", leaveProbability: 0.2 }],
  ])("takes %s as %j, at once", async (text, expected) => {
    const chat = scriptedChat(text);
    expect(await modelSimulator(chat).continue(requestFor("decision-aware"), undefined, signal)).toMatchObject(expected);
    expect(chat.asked).toHaveLength(1);
  });

  it.each([
    ["", "empty-answer"],
    ["I would leave.", "not-json"],
    [decision("reply", 0.1, " "), "reply-without-text"],
    [decision("reply", 30, "Ok"), "wrong-shape"],
    [decision("stall", 0.1, "Ok"), "wrong-shape"],
    [decision("reply", "0.1", "Ok"), "wrong-shape"],
  ])("asks once more after %s, then gives up: %s", async (text, fault) => {
    const good = scriptedChat({ text, report }, { text: decision("reply", 0.4, "Ok"), report });
    expect(await modelSimulator(good).continue(requestFor("decision-aware"), undefined, signal)).toMatchObject({ kind: "reply", text: "Ok", reported: { promptTokens: 20, completionTokens: 4, calls: 2 } });
    expect(good.asked[1]?.messages).toHaveLength(good.asked[0]!.messages.length + 2);
    expect(good.asked[1]?.messages.at(-1)?.content).toContain(fault);
    const hopeless = scriptedChat({ text, report }, { text, report });
    await expect(modelSimulator(hopeless).continue(requestFor("decision-aware"), undefined, signal)).rejects.toMatchObject({ id: "answer-not-action", values: { fault }, report: { calls: 2 } });
  });

  it("a refusal is none", async () => {
    await expect(modelSimulator(scriptedChat({ text: "", refusal: "No." })).continue(requestFor("decision-aware"), undefined, signal)).rejects.toMatchObject({ id: "answer-refused" });
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
