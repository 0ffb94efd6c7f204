import { beforeEach, describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { instrumentIdentity } from "../../../src/core/instrument/judgePrompt.ts";
import { readLabelledPairs } from "../../../src/datasets/labelledPairs.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { instrumentCalled, instrumentOfPairs, instrumentsOf } from "../../../src/study/instruments.ts";
import { pairsText } from "../../../src/study/pairs.ts";
import { originOf, schemeOf } from "../../../src/study/reportOf.ts";
import { setupOfManifest, type Setup } from "../../../src/study/setup.ts";
import { MemoryFiles } from "../../fakes/memoryFiles.ts";
import { checked, HOME, MODEL_SETUP, opened, sayingChat, windowOn } from "./onMemory.ts";

const label = (name: string) => ({ name, definition: `The turn is ${name}.` });
const warmth = {
  name: "warmth",
  version: "2",
  language: "en",
  stages: [{ ...label("cold"), role: "resists" }, label("lukewarm"), { ...label("warm"), role: "commits" }],
  emotions: [label("calm"), label("cross")],
  blockers: [label("none"), label("money")],
  anchors: [{ before: [{ role: "agent", text: "Would you?" }], turn: "Never.", stage: "cold" }],
};
const place = `${HOME}/instruments/warmth.json`;
const WARMTH: Setup = { ...MODEL_SETUP, judge: { kind: "model", endpoint: "local", model: "m", instrument: "warmth" } };

describe("instruments of a study", () => {
  let files: MemoryFiles;
  const warned: string[] = [];
  const doors = () => ({ files, log: { warn: (message: string) => void warned.push(message) } });
  const put = (change: object, path = place): void => {
    files.write(path, JSON.stringify({ ...warmth, ...change }, null, 2));
  };
  beforeEach(() => {
    files = new MemoryFiles();
    warned.length = 0;
    put({});
  });

  it("are codebook v1 in two languages, hashed apart, and the codebooks of the folder", async () => {
    const all = await instrumentsOf(doors(), HOME);
    expect(all.map(({ name }) => name)).toEqual(["v1", "v1-zh", "warmth"]);
    expect(new Set(all.map(({ codebook }) => instrumentIdentity(codebook, nodeDigest).hash)).size).toBe(3);
    expect(all[2]).toMatchObject({ codebook: { name: "warmth", rules: [] }, anchors: [{ stage: "cold" }] });
    expect(all[2]?.codebook).not.toHaveProperty("anchors");
    files.write("/mine/other.json", JSON.stringify({ ...warmth, name: "other" }));
    expect((await instrumentCalled(doors(), HOME, "/mine/other.json")).name).toBe("other");
    for (const name of ["none", "../warmth", ""]) await expect(instrumentCalled(doors(), HOME, name)).rejects.toMatchObject({ id: "codebook-not-found" });
  });

  it.each([
    ["a missing list", { blockers: undefined }, "blockers must be"],
    ["one stage", { stages: [label("cold")] }, "stages must be"],
    ["a role that is none", { stages: [{ ...label("cold"), role: "helps" }, label("warm")] }, "stages[0].role must be resists / deliberates / commits"],
    ["a field that is none", { depth: 3 }, "no field depth"],
    ["another name than the file's", { name: "heat" }, "The name here is heat"],
    ["a label twice", { emotions: [label("calm"), label("calm")] }, "emotions[1].name: there is a second label calm"],
    ["an anchor with a foreign label", { anchors: [{ before: [], turn: "No.", stage: "icy" }] }, "anchors[0].stage: icy"],
  ])("refuse %s and say where", async (_what, change, problem) => {
    put(change);
    expect(await instrumentsOf(doors(), HOME)).toHaveLength(2);
    expect(warned.join()).toContain(problem);
    await expect(instrumentCalled(doors(), HOME, "warmth")).rejects.toMatchObject({ id: "codebook-wrong", values: { path: place, line: expect.any(Number) as number } });
  });

  it("refuse the shipped name and what is no JSON", async () => {
    put({ name: "v1" }, `${HOME}/instruments/v1.json`);
    files.write(place, '{"name": "warmth",\n oops');
    expect(await instrumentsOf(doors(), HOME)).toHaveLength(2);
    expect(warned).toHaveLength(2);
    await expect(instrumentCalled(doors(), HOME, "warmth")).rejects.toMatchObject({ values: { line: 2 } });
  });

  it("a codebook of one's own judges a run, has a cache of its own, and its pairs come back the same", async () => {
    const window = windowOn({ files, chat: sayingChat() });
    const open = await opened(window);
    const run = await checked(window, open, WARMTH);
    expect(run.manifest).toMatchObject({ instrument: { name: "warmth", version: "2", window: "causal" }, codebook: { name: "warmth" } });
    expect(setupOfManifest(run.manifest, "")?.judge).toEqual(WARMTH.judge);
    await checked(window, open, MODEL_SETUP);
    const caches = [...window.disk.files.keys()].filter((name) => name.startsWith("cache/"));
    expect(caches).toHaveLength(2);

    files.write("/pairs.csv", await pairsText(run));
    const { probes, origin } = await readLabelledPairs(await files.open("/pairs.csv"), "/pairs.csv");
    const { codebook } = await instrumentOfPairs(doors(), HOME, origin, "/pairs.csv");
    expect(schemeOf(codebook)).toEqual(schemeOf(run.manifest.codebook));
    expect(probes).toEqual(run.state.labelledProbes(false));
    expect(probes.some(({ real }) => real.status === "valid" && real.stage === "lukewarm")).toBe(true);
    expect((await instrumentOfPairs(doors(), "/elsewhere", origin, "/pairs.csv", place)).name).toBe("warmth");
    await expect(instrumentOfPairs(doors(), "/elsewhere", origin, "/pairs.csv")).rejects.toMatchObject({ id: "codebook-of-pairs" });
    for (const instrument of [undefined, "somebody's own", originOf(await checked(window, open, MODEL_SETUP)).instrument]) {
      expect((await instrumentOfPairs(doors(), HOME, instrument === undefined ? {} : { instrument }, "/pairs.csv")).codebook).toBe(CODEBOOK_V1.en);
    }
  });

  it("the full window shows both branches what came after and is marked; the causal one never does", async () => {
    const sent = async (setup: Setup): Promise<{ readonly run: Awaited<ReturnType<typeof checked>>; readonly judged: readonly string[] }> => {
      const chat = sayingChat();
      const window = windowOn({ files, chat });
      const run = await checked(window, await opened(window), setup);
      return { run, judged: chat.asked.filter(({ schema }) => schema).map(({ messages }) => messages[1]?.content ?? "") };
    };
    const causal = await sent(MODEL_SETUP);
    const full = await sent({ ...MODEL_SETUP, judge: { kind: "model", endpoint: "local", model: "m", window: "full" } });
    const later = (text: string): boolean => /"label":true[^\n]*\n\{"role":"agent"/u.test(text);
    expect(causal.judged.some(later)).toBe(false);
    // Only the last probes have nothing after them.
    expect(full.judged.filter(later).length).toBeGreaterThan(full.judged.length / 2);
    expect(full.run.manifest.instrument.window).toBe("full");
    expect(full.run.manifest.instrument.hash).not.toBe(causal.run.manifest.instrument.hash);
    expect(causal.run.manifest.instrument.hash).toBe(instrumentIdentity(CODEBOOK_V1.en, nodeDigest).hash);
    expect(setupOfManifest(full.run.manifest, "")?.judge).toMatchObject({ window: "full" });
  });
});
