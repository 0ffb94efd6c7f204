import { describe, expect, it } from "vitest";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { conversationWith } from "../../fakes/conversations.ts";
import { memoryStudy } from "../../fakes/memoryStudy.ts";
import { scriptedChat } from "../../fakes/scriptedChat.ts";

const signal = new AbortController().signal;
const MODEL = { kind: "model", endpoint: "e", model: "m" } as const;

describe("the exact requests of a probe", () => {
  it("are those that are then sent, and showing them sends nothing", async () => {
    const chat = scriptedChat("Maybe later.", "{}", "{}", "{}", "{}");
    const { study, open } = memoryStudy(chat);
    const dataset = await open("d", [conversationWith("c-1", 3)]);
    const conversation = await dataset.dataset.read("c-1");
    const setup: Setup = { ...DEFAULT_SETUP, simulator: MODEL, judge: MODEL };
    const shown = await study.requests(dataset, conversation, 3, setup, signal);
    expect(chat.asked).toEqual([]);
    expect(study.turnViews(dataset, "c-1").size).toBe(0);
    expect(shown.map(({ to }) => to.origin)).toEqual(["https://scripted.example", "https://scripted.example"]);
    await study.probeTurn(dataset, conversation, 3, setup, undefined, signal);
    expect(shown[0]?.request).toEqual(chat.asked[0]);
    // Real and simulated turns are judged in a seeded order.
    for (const { request } of shown) expect(chat.asked).toContainEqual(request);
  });

  it("are none where nothing is sent", async () => {
    const { study, open } = memoryStudy();
    const dataset = await open("d", ["c-1", "c-2"].map((id) => conversationWith(id, 3)));
    expect(await study.requests(dataset, await dataset.dataset.read("c-1"), 3, DEFAULT_SETUP, signal)).toEqual([]);
  });
});
