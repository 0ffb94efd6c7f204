import { beforeEach, describe, expect, it } from "vitest";
import { CONDITIONS } from "../../../src/core/probe/conditions.ts";
import { printTemplate } from "../../../src/core/probe/conditionTemplate.ts";
import { conditionCalled, conditionsOf } from "../../../src/study/conditions.ts";
import { DEFAULT_SETUP } from "../../../src/study/setup.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { checked, HOME, MODEL_SETUP, opened, sayingChat, windowOn } from "./onMemory.ts";

const terse = { name: "terse", texts: { en: "You are terse. {{profile}}", zh: "你话很少。{{profile}}" }, offersExit: false, answer: "text" } as const;
const template = (name: string): string => `${HOME}/conditions/${name}.fidelity-prompt`;

describe("conditions of a study", () => {
  let files: MemoryFiles;
  const warned: string[] = [];
  const doors = () => ({ files, log: { warn: (message: string) => void warned.push(message) } });
  beforeEach(() => {
    files = new MemoryFiles();
    warned.length = 0;
    files.write(template("terse"), printTemplate(terse));
  });

  it("are the shipped ones and the templates of the folder, as they are now", async () => {
    expect((await conditionsOf(doors(), HOME)).map(({ name }) => name)).toEqual([...CONDITIONS.map(({ name }) => name), "terse"]);
    expect(await conditionCalled(doors(), HOME, "terse")).toEqual(terse);
    files.write(template("terse"), printTemplate({ ...terse, offersExit: true }));
    expect((await conditionCalled(doors(), HOME, "terse")).offersExit).toBe(true);
    expect((await conditionsOf(doors(), "/elsewhere")).length).toBe(CONDITIONS.length);
  });

  it("a file anywhere is named by its path", async () => {
    files.write("/mine/loud.fidelity-prompt", printTemplate({ ...terse, name: "loud" }));
    expect(await conditionCalled(doors(), HOME, "/mine/loud.fidelity-prompt")).toEqual({ ...terse, name: "loud" });
    await expect(conditionCalled(doors(), HOME, "/mine/none.fidelity-prompt")).rejects.toMatchObject({ id: "file-not-found" });
  });

  it("a template with a fault, or with the name of a shipped condition, is refused and said where", async () => {
    files.write(template("bad"), "name: bad\n--- en ---\nYou are {{outcome}}.");
    files.write(template("persona"), printTemplate({ ...terse, name: "persona" }));
    expect((await conditionsOf(doors(), HOME)).map(({ name }) => name)).toEqual([...CONDITIONS.map(({ name }) => name), "terse"]);
    expect(warned).toHaveLength(2);
    await expect(conditionCalled(doors(), HOME, "bad")).rejects.toMatchObject({ id: "template-wrong", values: { path: template("bad"), line: 3 } });
    await expect(conditionCalled(doors(), HOME, template("persona"))).rejects.toMatchObject({ id: "template-wrong", values: { line: 1 } });
    expect((await conditionCalled(doors(), HOME, "persona")).texts).toEqual(CONDITIONS[0]!.texts);
  });

  it("an unknown name is refused with those there are, and no name leads out of the folder", async () => {
    files.write("/home/secret.fidelity-prompt", printTemplate({ ...terse, name: "secret" }));
    for (const name of ["none", "../../secret", "..", ""]) await expect(conditionCalled(doors(), HOME, name), name).rejects.toMatchObject({ id: "condition-not-found" });
    await expect(conditionCalled(doors(), HOME, "none")).rejects.toMatchObject({ values: { known: expect.stringContaining("grounded, terse") as string } });
  });

  it("a template of the folder makes a run with its text, hash and name", async () => {
    const chat = sayingChat();
    const window = windowOn({ files, chat });
    const open = await opened(window);
    const run = await checked(window, open, { ...MODEL_SETUP, condition: "terse", judge: DEFAULT_SETUP.judge });
    expect(run.manifest.condition).toMatchObject({ name: "terse", offersExit: false, template: "--- en ---\nYou are terse. {{profile}}\n--- zh ---\n你话很少。{{profile}}" });
    expect(run.manifest.title).toBe("m · terse");
    expect(chat.asked.every(({ messages }) => messages[0]?.content.startsWith("You are terse. - age: "))).toBe(true);
    files.write(template("terse"), printTemplate({ ...terse, texts: { ...terse.texts, en: "You are very terse." } }));
    const { run: other } = await window.study.plan(open, { ...MODEL_SETUP, condition: "terse", judge: DEFAULT_SETUP.judge }, { rule: run.manifest.rule, seed: 1 }, new AbortController().signal);
    expect(other.id).not.toBe(run.id);
  });
});
