import path from "node:path";
import { describe, expect, it } from "vitest";
import { noticedIn } from "../../../../src/core/probe/noticed.ts";
import { prefixAt } from "../../../../src/core/probe/prefix.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { nodeFiles } from "../../../../src/node/files.ts";

const SAMPLE = path.resolve(import.meta.dirname, "../../../../media/sample/conversations.jsonl");
const turns = [
  { role: "agent" as const, text: "Good morning, how can I help you today?" },
  { role: "user" as const, text: "Just looking around." },
  { role: "agent" as const, text: "Our evening course starts on Monday, shall I book a place for you?" },
];
const chinese = [{ role: "agent" as const, text: "您好，我们的课程下周一开课，需要帮您预留名额吗？" }];

describe("what is noticed about a continuation", () => {
  it.each([
    ["I'm sorry, but I can't role-play as a customer.", "refusal"],
    ["I cannot assist with impersonating a person.", "refusal"],
    ["As an AI language model I have no money.", "refusal"],
    ["Sorry, I can’t help with that request.", "refusal"],
    ["作为一个AI语言模型，我没有购买需求。", "refusal"],
    ["抱歉，我无法扮演这个客户。", "refusal"],
    ["Agent: It starts on Monday.", "role-confusion"],
    ["**Advisor:** Shall I book it?", "role-confusion"],
    ["客服：好的，这就帮您办理。", "role-confusion"],
    ["Our evening course starts on Monday – shall I book a place for you?", "role-confusion"],
    ["Good morning! How can I help you today?", "role-confusion"],
    ["Sure. Our evening course starts on Monday, shall I book a place for you?", "role-confusion"],
    ["Well, ".repeat(90), "over-long"],
    ["嗯，我想想。".repeat(60), "over-long"],
    ["Fine by me.<|im_end|>", "stop-marker"],
    ["Fine by me.</s>", "stop-marker"],
    ["行。<｜end▁of▁sentence｜>", "stop-marker"],
    ["Fine by me.\nAgent: Great!", "stop-marker"],
    ["好的。\n客服：太好了！", "stop-marker"],
    ["### Response: fine", "stop-marker"],
  ] as const)("%j: %s", (text, kind) => {
    expect(noticedIn(text, { turns })).toEqual([kind]);
  });

  it("knows the agent's last turn in Chinese", () => {
    expect(noticedIn("您好，我们的课程下周一开课，需要帮您预留名额吗？", { turns: chinese })).toEqual(["role-confusion"]);
  });

  it.each(["Sorry, I can't afford that.", "I can't continue, my bus is here.", "I'm sorry, I won't be able to come.", "不好意思，我不能去了。", "我无法接受这个价格。", "Monday?", "Is this support: yes or no?", "good morning", "", "1 < 2 and <3 you"])("leaves what people say alone: %j", (text) => {
    expect(noticedIn(text, { turns })).toEqual([]);
  });

  it("notices several things at once, in one order", () => {
    expect(noticedIn(`Agent: ${"As an AI I say more. ".repeat(30)}<|im_end|>`, { turns })).toEqual(["refusal", "role-confusion", "over-long", "stop-marker"]);
  });

  it("measures length by how the person wrote", () => {
    const talker = [{ role: "user" as const, text: "x".repeat(300) }, ...turns];
    expect(noticedIn("y ".repeat(500), { turns: talker })).toEqual([]);
    expect(noticedIn("y ".repeat(700), { turns: talker })).toEqual(["over-long"]);
  });

  it("notices next to nothing about what people really wrote", async () => {
    const dataset = await openDataset({ path: SAMPLE, files: nodeFiles, digest: nodeDigest });
    let all = 0;
    const noticed: string[] = [];
    for await (const conversation of dataset.all()) {
      for (const { index, role, text } of conversation.turns) {
        if (role !== "user" || conversation.turns[index - 1]?.role !== "agent") continue;
        all += 1;
        if (noticedIn(text, prefixAt(conversation, index)).length > 0) noticed.push(text);
      }
    }
    expect(all).toBeGreaterThan(200);
    expect(noticed).toEqual([]);
  });
});
