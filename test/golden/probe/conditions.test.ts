// The exact messages of every shipped condition. A change here is another prompt: runs made before and after are not the same.
import { expect, it } from "vitest";
import { conditionMessages } from "../../../src/core/probe/condition.ts";
import { CONDITIONS } from "../../../src/core/probe/conditions.ts";
import { earlierConversations } from "../../../src/core/probe/earlierConversations.ts";
import { mannerText } from "../../../src/core/probe/manner.ts";
import { prefixAt } from "../../../src/core/probe/prefix.ts";
import type { Conversation } from "../../../src/core/transcript/conversation.ts";
import { timedConversation } from "../../fakes/conversations.ts";

const EN: readonly Conversation[] = [
  timedConversation("past", "2025-03-01T09:00:00Z", [["agent", 0, "Hi, this is the music school."], ["user", 90, "hello there!"], ["agent", 10, "Fancy a lesson?"], ["user", 7200, "lol maybe"]], { profile: {} }),
  timedConversation("own", "2025-03-08T09:00:00Z", [["agent", 0, "Hi again, any thoughts?"], ["user", 60, "how much is it?", "per month"], ["agent", 20, "40 a month."], ["user", 600, "hm 😅"], ["agent", 30, "Shall I book Tuesday?"], ["user", 5, "THE REAL ANSWER"]], { profile: { age: "41", city: "Leeds" } }),
];
const ZH: readonly Conversation[] = [
  timedConversation("own", "2025-03-08T09:00:00+08:00", [["agent", 0, "您好，考虑得怎么样了？"], ["user", 45, "多少钱一个月？"], ["agent", 20, "四百。"], ["user", 3600, "哈哈哈有点贵"], ["agent", 30, "帮您报周六的班？"], ["user", 5, "真正的回答"]], { profile: { 年龄: "41" } }),
];

it.each([["en", EN], ["zh", ZH]] as const)("conditions in %s", async (language, all) => {
  const own = all.at(-1)!;
  const prefix = prefixAt(own, 5);
  expect(prefix.language).toBe(language);
  const manner = mannerText(own, 5, earlierConversations(own, all), language);
  const texts = CONDITIONS.map((condition) => [`### ${condition.name}`, ...conditionMessages(condition, prefix, manner).map(({ role, content }) => `[${role}]\n${content}`)].join("\n"));
  await expect(`${texts.join("\n\n")}\n`).toMatchFileSnapshot(`./conditions.${language}.txt`);
});
