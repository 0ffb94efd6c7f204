import { describe, expect, it } from "vitest";
import { placesToTry, triedText, tryOut, TRIED_PROBES } from "../../../../src/study/lab/tryOut.ts";
import { MODEL_SETUP, nativeText, never, opened, sayingChat, windowOn } from "../onMemory.ts";

describe("trying a condition", () => {
  it("takes ten places in as many conversations, the same each time, and enters no run", async () => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window, nativeText(30));
    const places = await placesToTry(open, never);
    expect(places).toHaveLength(TRIED_PROBES);
    expect(new Set(places.map(({ conversation }) => conversation)).size).toBe(TRIED_PROBES);
    expect(new Set(places.map(({ turn }) => turn)).size).toBeGreaterThan(1);
    expect(await placesToTry(open, never)).toEqual(places);

    const tried = await tryOut(window.study, open, { ...MODEL_SETUP, condition: "may-disengage" }, places, never);
    expect(tried.map(({ conversation }) => conversation)).toEqual(places.map(({ conversation }) => conversation));
    expect(tried.every(({ continuation }) => continuation?.condition === "may-disengage" && !continuation.planned)).toBe(true);
    expect(window.study.runs).toEqual([]);
    for (const language of ["en", "zh"] as const) {
      const text = triedText(tried, "may-disengage", language);
      expect(text).not.toMatch(/\{|undefined/);
      expect(text).not.toMatch(/buyer|positive|negative/);
    }
  });

  it("tells what failed and goes on; with nothing at all it says why", async () => {
    const chat = sayingChat();
    const window = windowOn({ chat });
    const open = await opened(window, nativeText(12));
    const places = await placesToTry(open, never);
    chat.before = (_request, count) => (count === 1 ? new Error("broken pipe") : undefined);
    const tried = await tryOut(window.study, open, MODEL_SETUP, places, never);
    expect(tried.filter(({ failed }) => failed !== undefined)).toHaveLength(1);
    expect(triedText(tried, "persona", "en")).toContain("broken pipe");
    chat.before = () => new Error("broken pipe");
    await expect(tryOut(window.study, open, { ...MODEL_SETUP, condition: "cooperative" }, places, never)).rejects.toThrow("broken pipe");
  });
});
