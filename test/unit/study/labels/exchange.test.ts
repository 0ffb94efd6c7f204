// Labels that leave and come back: packets filled in, tables, codebooks whose labels were renamed, labels a dataset came with.
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../../src/core/instrument/codebookV1.ts";
import { instrumentIdentity } from "../../../../src/core/instrument/judgePrompt.ts";
import { categoriesOf, judgedCategory } from "../../../../src/core/labels/scale.ts";
import { renamed } from "../../../../src/core/labels/renaming.ts";
import type { Queue } from "../../../../src/core/labels/queue.ts";
import { decodePacketLine } from "../../../../src/core/labels/codec.ts";
import type { Turn } from "../../../../src/core/transcript/conversation.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { alignedTurns } from "../../../../src/study/labels/datasetLabels.ts";
import { labelLines, labelTable, readLabels, type ImportSetting } from "../../../../src/study/labels/exchange.ts";
import { packetLines } from "../../../../src/study/labels/packet.ts";
import { SCALES } from "../../../../src/study/labels/scales.ts";

const INSTRUMENT = { name: "decision-state", version: "1", hash: "h" };
const QUEUE: Queue = {
  manifest: { v: 1, kind: "queue", id: "q", at: "2026-01-01T00:00:00.000Z", purpose: "design", unit: "turns", runs: ["r"], dataset: { name: "d", hash: "x" }, instrument: INSTRUMENT, seed: 1, target: 2, cells: [], annotators: [], overlap: 0, invented: false },
  items: ["a", "b"].map((id) => ({ v: 1, kind: "item", id, content: `content ${id}`, conversation: "c", turn: 1, inclusion: 0.5, assignees: [] })),
};
const SETTING: ImportSetting = { queues: [QUEUE], now: "2026-01-02T00:00:00.000Z", digest: nodeDigest, codebookOf: () => CODEBOOK_V1.en };

describe("labels that come back", () => {
  it("from a table that was filled in, the same ids each time, empty rows passed over", () => {
    const rows = [
      { line: 2, value: { by: "ann", queue: "q", item: "a", content: "", stage: "resisting", emotion: "", reason: "brushes off" } },
      { line: 3, value: { by: "ann", queue: "q", item: "b", stage: "" } },
      { line: 4, value: { by: "ann", queue: "q", item: "b", stage: "resisted" } },
      { line: 5, value: { by: "ann", queue: "other", item: "b", stage: "resisting" } },
      { line: 6, value: { queue: "q", item: "b", stage: "resisting" } },
    ];
    const read = readLabels(rows, SETTING);
    expect(read.entries).toMatchObject([{ kind: "label", by: "ann", content: "content a", values: { stage: "resisting" }, blind: true, instrument: INSTRUMENT, reason: "brushes off" }]);
    expect(read.empty).toBe(1);
    expect(read.refused).toEqual([{ line: 4, reason: "unknown-name", name: "resisted" }, { line: 5, reason: "unknown-item" }, { line: 6, reason: "no-annotator" }]);
    expect(readLabels(rows, SETTING).entries).toEqual(read.entries);
    expect(readLabels(rows, { ...SETTING, by: "bob" }).refused).toHaveLength(2);
  });

  it("from a packet whose lines got labels, and as lines of our own", () => {
    const packet = { v: 1 as const, kind: "packet-item" as const, id: "a", content: "content a", assignees: [], prefix: [{ role: "agent" as const, text: "Hi" }], turn: "No.", language: "en" as const };
    const text = packetLines({ manifest: { v: 1, kind: "packet", id: "q", at: "2026-01-01T00:00:00.000Z", instrument: INSTRUMENT, annotators: [], dataset: { name: "d", hash: "x" }, codebook: CODEBOOK_V1.en }, items: [packet] });
    for (const line of text.trim().split("\n")) expect(decodePacketLine(line).ok).toBe(true);
    expect(text).not.toMatch(/"(?:inclusion|outcome|branch|conversation)":/u);
    const [head = ""] = text.split("\n");
    const lines = [head, JSON.stringify({ ...packet, by: "ann", labels: { stage: "resisting", blocker: "price" } })].map((value, at) => ({ line: at + 1, value }));
    const read = readLabels(lines, SETTING);
    expect(read).toMatchObject({ refused: [], entries: [{ target: { kind: "item", queue: "q", item: "a" }, values: { stage: "resisting", blocker: "price" } }] });
    const again = readLabels(labelLines(read.entries).split("\n").map((value, at) => ({ line: at + 1, value })), SETTING);
    expect(again.entries).toEqual(read.entries);
    expect(readLabels([{ line: 1, value: "nonsense" }], SETTING).refused).toEqual([{ line: 1, reason: "not-readable" }]);
  });

  it("a table says what of whom", async () => {
    const { entries } = readLabels([{ line: 2, value: { by: "ann", queue: "q", item: "a", stage: "resisting" } }], SETTING);
    const [head, row] = (await labelTable(entries)).split("\n");
    expect(head).toMatch(/^by,at,queue,item,conversation/u);
    expect(row).toMatch(/^ann,2026-01-02T00:00:00.000Z,q,a,c,1,,,content a,resisting,,,yes,own/u);
  });
});

describe("labels of an older codebook", () => {
  const codebook = { ...CODEBOOK_V1.en, version: "2", stages: CODEBOOK_V1.en.stages.map((stage) => (stage.name === "resisting" ? { ...stage, name: "declining" } : stage)), formerly: { "1": { stage: { resisting: "declining" } } } };
  const older = { name: codebook.name, version: "1", hash: "old" };

  it("read in the names of the present one, where it says how", () => {
    expect(renamed(older, { stage: "resisting", emotion: "neutral" }, codebook)).toEqual({ stage: "declining", emotion: "neutral" });
    expect(renamed({ ...older, version: "0" }, { stage: "resisting" }, codebook)).toBeUndefined();
    expect(renamed({ ...older, name: "another" }, { stage: "resisting" }, codebook)).toBeUndefined();
    expect(renamed(older, { stage: "gone" }, codebook)).toBeUndefined();
  });

  it("saying how does not make another instrument", () => {
    const { formerly: _, ...plain } = codebook;
    expect(instrumentIdentity(codebook, nodeDigest)).toEqual(instrumentIdentity(plain, nodeDigest));
  });
});

describe("labels a dataset came with", () => {
  it("a turn of several sentences is of the first category that any has", () => {
    const [scale] = SCALES.resper ?? [];
    if (!scale) throw new Error("no scale");
    const of = (...labels: readonly string[]) => categoriesOf(labels.map((resistance) => ({ by: "resper", resistance }) as never), scale, ["resisting", "not"]).get("resper");
    expect(of("not-a-strategy", "self-pity", "not-a-strategy")).toBe("resisting");
    expect(of("not-a-strategy")).toBe("not");
    expect(of()).toBeUndefined();
    expect(judgedCategory({ status: "valid", stage: "deciding" }, scale)).toBe("not");
    expect(judgedCategory({ status: "invalid", cause: "refused" }, scale)).toBeUndefined();
  });

  it("scores count by their mean over the sentences", () => {
    const [scale] = SCALES["persuasion-for-good-sentiment"] ?? [];
    if (!scale) throw new Error("no scale");
    const labels = [{ by: "sentiment", negative: "0.9", neutral: "0.1", positive: "0" }, { by: "sentiment", negative: "0", neutral: "0.2", positive: "0.8" }];
    expect(categoriesOf(labels as never, scale, scale.categories ?? []).get("sentiment")).toBe("negative");
  });

  it("finds turns again in another copy of the conversation", () => {
    const turn = (role: "agent" | "user", text: string, index: number): Turn => ({ index, role, text, messages: [] });
    const own = [turn("agent", "Hi there", 0), turn("user", "Hello, who is it?", 1), turn("agent", "Me.", 2), turn("user", "No thanks", 3)];
    expect(alignedTurns([turn("agent", "Hi", 0), turn("user", "hello who is it", 1), turn("agent", "Me", 2), turn("user", "Something else", 3)], own)).toEqual([0, 1, 2, undefined]);
    expect(alignedTurns([turn("user", "Hello who is it", 0), turn("user", "No, thanks!", 1)], own)).toEqual([1, 3]);
    // A copy that ends within a turn, and one that gives a user what the agent said next.
    expect(alignedTurns([turn("user", "Hello who is it", 0), turn("user", "No,", 1)], own)).toEqual([1, 3]);
    expect(alignedTurns([turn("user", "Hello", 0)], own)).toEqual([undefined]);
  });
});
