import { describe, expect, it } from "vitest";
import { printTemplate } from "../../../src/core/probe/conditionTemplate.ts";
import { setupOfManifest, type Setup } from "../../../src/study/setup.ts";
import { checked, MODEL_SETUP, opened, OPTIONS, never, sayingChat, windowOn } from "./onMemory.ts";

const TERSE = { name: "terse", texts: { en: "You are terse.", zh: "你话很少。" }, offersExit: true, answer: "action" } as const;
const label = (name: string) => ({ name, definition: `The turn is ${name}.` });
const WARMTH = { name: "warmth", version: "1", language: "en", stages: [{ ...label("cold"), role: "resists" }, label("warm"), { ...label("hot"), role: "commits" }], emotions: [label("calm")], blockers: [label("none")] };
const SETUP: Setup = { ...MODEL_SETUP, condition: "/mine/terse.fidelity-prompt", judge: { kind: "model", endpoint: "local", model: "m", instrument: "/mine/warmth.json" } };

/** A run made with files of one's own, which are not there any more. */
async function made() {
  const window = windowOn({ chat: sayingChat() });
  window.files.write("/mine/terse.fidelity-prompt", printTemplate(TERSE));
  window.files.write("/mine/warmth.json", JSON.stringify(WARMTH));
  const open = await opened(window);
  const run = await checked(window, open, SETUP);
  return { window, open, run, setup: setupOfManifest(run.manifest, "")! };
}

describe("a run made with a template and a codebook of other places", () => {
  it("is gone on with, and probed by hand, by what it holds itself", async () => {
    const { window, open, run, setup } = await made();
    const { run: same, plan } = await window.study.plan(open, setup, OPTIONS, never);
    expect(same).toBe(run);
    expect(plan.manifest).toMatchObject({ condition: run.manifest.condition, instrument: run.manifest.instrument });
    const conversation = await open.dataset.read("c-0");
    await window.study.probeTurn(open, conversation, 3, setup, 1, never);
    expect([...window.study.handPicked(open).states.values()][0]?.manifest?.condition).toEqual(run.manifest.condition);
  });

  it("is not where its text is not that of its hash", async () => {
    const { window, open, run, setup } = await made();
    const { condition, codebook, instrument } = run.manifest;
    const other = { ...setup, stored: { condition: { ...condition, template: condition.template.replace("terse", "rude") }, codebook, instrument } };
    await expect(window.study.plan(open, other, OPTIONS, never)).rejects.toMatchObject({ id: "condition-not-found", values: { condition: "terse" } });
    const rules = { ...setup, stored: { condition, codebook: { ...codebook, rules: ["All are hot."] }, instrument } };
    await expect(window.study.plan(open, rules, OPTIONS, never)).rejects.toMatchObject({ id: "codebook-not-found" });
  });
});
