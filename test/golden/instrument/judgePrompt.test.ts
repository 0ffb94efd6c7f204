// The exact wording a model judge gets. A change here is a new instrument hash: labels made before and after do not mix.
import { expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { instrumentIdentity, judgeMessages } from "../../../src/core/instrument/judgePrompt.ts";
import { lexiconState } from "../../../src/core/instrument/lexicon.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { EXAMPLES } from "./lexiconExamples.ts";

const items = {
  en: { prefix: [{ role: "agent", text: "Hi, this is the music school.\nDo you have a minute?" }, { role: "user", text: "Go on." }, { role: "agent", text: "Shall I book a \"trial\" lesson?" }], turn: "Maybe next week, I'd have to ask my wife." },
  zh: { prefix: [{ role: "agent", text: "您好，这里是音乐学校。\n方便聊一分钟吗？" }, { role: "user", text: "你说" }, { role: "agent", text: "给您约一节“试听课”吧？" }], turn: "下周再说吧，我得问问我爱人。" },
} as const;

it.each(["en", "zh"] as const)("%s judge prompt", async (language) => {
  const codebook = CODEBOOK_V1[language];
  const text = judgeMessages(codebook, items[language], nodeDigest).map(({ role, content }) => `[${role}]\n${content}\n`).join("\n");
  await expect(`instrument ${instrumentIdentity(codebook, nodeDigest).hash}\n\n${text}`).toMatchFileSnapshot(`./judgePrompt.${language}.txt`);
});

it("lexicon labels of invented turns", async () => {
  const rows = EXAMPLES.map(([language, agent, user, stage, emotion, blocker]) => {
    const got = lexiconState({ prefix: [{ role: "agent", text: agent }], turn: user, language });
    const same = got.stage === stage && got.emotion === emotion && got.blocker === blocker;
    return `${same ? " " : "!"} ${got.stage}, ${got.emotion}, ${got.blocker} | ${agent} | ${user}`;
  });
  await expect(`${rows.join("\n")}\n`).toMatchFileSnapshot("./lexicon.txt");
  expect(rows.filter((row) => row.startsWith("!")).length).toBeLessThanOrEqual(2);
});
