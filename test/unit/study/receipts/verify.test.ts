import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { DatasetIdentity } from "../../../../src/core/journal/entry.ts";
import type { Receipt } from "../../../../src/core/receipt/shape.ts";
import { receiptOf } from "../../../../src/study/receipts/receiptOf.ts";
import { verifyReceipt, type Verified } from "../../../../src/study/receipts/verify.ts";
import { verifiedLines } from "../../../../src/study/receipts/verifyWords.ts";
import type { Run } from "../../../../src/study/run.ts";
import { checked, HOME, MODEL_SETUP, nativeText, never, opened, sayingChat, windowOn, type Window } from "../onMemory.ts";
import { receiptDoors } from "./receiptDoors.ts";

const TEMPLATE = `${HOME}/conditions/mine.fidelity-prompt`;
const CODEBOOK = `${HOME}/instruments/mine.json`;
const template = "name: mine\nexit: yes\n--- en ---\nBe this person: {{profile}}. Leave with [LEAVE].\n";
const codebook = JSON.stringify({
  name: "mine",
  version: "3",
  language: "en",
  stages: [{ name: "resisting", definition: "Pushes back.", role: "resists" }, { name: "exploring", definition: "Asks." }, { name: "engaging", definition: "Takes part." }, { name: "considering", definition: "Weighs.", role: "deliberates" }, { name: "deciding", definition: "Commits.", role: "commits" }],
  emotions: [{ name: "positive", definition: "Glad." }, { name: "neutral", definition: "Plain." }],
  blockers: [{ name: "none", definition: "None." }, { name: "price", definition: "Too dear." }],
  rules: ["One label each."],
  anchors: [],
});

describe("verifying a receipt", () => {
  let window: Window;
  let run: Run;
  let dataset: DatasetIdentity;
  let receipt: Receipt;
  let journal: string;

  beforeAll(async () => {
    window = windowOn({ chat: sayingChat() });
    window.files.write(TEMPLATE, template);
    window.files.write(CODEBOOK, codebook);
    const open = await opened(window, nativeText(6, { users: 3 }));
    run = await checked(window, open, { ...MODEL_SETUP, condition: "mine", judge: { kind: "model", endpoint: "local", model: "m", instrument: "mine" } });
    dataset = await open.dataset.identity();
    receipt = JSON.parse(JSON.stringify(await receiptOf(run, { home: HOME }, receiptDoors(window), never))) as Receipt;
    journal = window.disk.files.get(run.name)!;
  });

  const verify = async (given: Partial<{ receipt: Receipt; journal: string; dataset: DatasetIdentity }> = {}): Promise<Verified> => {
    window.disk.files.set(run.name, given.journal ?? journal);
    try {
      return await verifyReceipt(given.receipt ?? receipt, { run, home: HOME, dataset: given.dataset ?? dataset }, receiptDoors(window), never);
    } finally {
      window.disk.files.set(run.name, journal);
    }
  };
  const notSame = ({ checks }: Verified): readonly string[] => checks.filter(({ result }) => result !== "same").map(({ what, result }) => `${what} ${result}`);

  it("passes for a run nothing happened to, and after its dataset moved or was renamed", async () => {
    expect(receipt.hashes.files).toEqual({ template: expect.stringMatching(/^[0-9a-f]{64}$/) as string, codebook: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(await verify()).toMatchObject({ verified: true });
    expect(notSame(await verify({ dataset: { ...dataset, path: "/elsewhere/x.jsonl", name: "x" } }))).toEqual([]);
    expect(await verify({ journal: `${journal}{"v":1,"kind":"cont` })).toMatchObject({ checks: expect.arrayContaining([expect.objectContaining({ what: "journal", result: "same" })]) as unknown });
  });

  it("fails and names the journal wherever one byte of a line that counts is another", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(journal.length - 1), fc.integer({ min: 1, max: 94 }), async (place, by) => {
        const before = journal.charCodeAt(place);
        const after = String.fromCharCode(before === 10 ? 32 : 32 + ((before - 32 + by) % 95));
        const found = await verify({ journal: journal.slice(0, place) + after + journal.slice(place + 1) });
        expect(found.verified).toBe(before !== 10 && after === journal[place]);
        if (!found.verified) expect(found.checks.find(({ what }) => what === "journal")).toMatchObject({ result: "differs" });
      }),
      { numRuns: 40, seed: 8 },
    );
  });

  it("says that a journal was gone on with, is cut, or is not there", async () => {
    const why = async (text: string): Promise<unknown> => (await verify({ journal: text })).checks.find(({ what }) => what === "journal");
    const more = journal.trimEnd().split("\n").findLast((line) => line.includes('"kind":"continuation"'))!.replace(/"sample":0/u, '"sample":1').replace(/"id":"[^"]*"/u, '"id":"new"');
    expect(await why(`${journal}${more}\n`)).toMatchObject({ why: "grown" });
    expect(await why(journal.slice(0, journal.length / 2))).toMatchObject({ why: "unread-line" });
    expect(await why("")).toMatchObject({ why: "gone" });
  });

  it("names the dataset by its bytes, by how it is read, and when it was not given", async () => {
    expect(notSame(await verify({ dataset: { ...dataset, hash: "0".repeat(64) } }))).toEqual(["dataset differs"]);
    expect(notSame(await verify({ dataset: { ...dataset, mergeWithinMinutes: 1 } }))).toEqual(["dataset differs"]);
    expect(notSame(await verifyReceipt(receipt, { run, home: HOME }, receiptDoors(window), never))).toEqual(["dataset unchecked"]);
  });

  it.each([["template-file", TEMPLATE, template], ["codebook-file", CODEBOOK, codebook]])("names the %s where one byte of it changed, and passes where it is gone", async (what, path, text) => {
    window.files.write(path, text.replace("e", "E"));
    expect(notSame(await verify())).toEqual([`${what} differs`]);
    window.files.remove(path);
    expect(await verify()).toMatchObject({ verified: true });
    window.files.write(path, text);
    expect(await verify()).toMatchObject({ verified: true });
  });

  it("names what a journal holds of template and codebook, beside the journal itself", async () => {
    expect(notSame(await verify({ journal: journal.replace("Be this person", "Be that person") }))).toEqual(["journal differs", "template differs", "settings differs"]);
    expect(notSame(await verify({ journal: journal.replace("Pushes back.", "Pushes hard.") }))).toEqual(["journal differs", "codebook differs"]);
  });

  it("names the number of a receipt that is another in its last digit, with its place", async () => {
    const { delta } = receipt.statistics.headline;
    if (!delta.ok) throw new Error("no delta");
    const edited = { ...receipt, statistics: { ...receipt.statistics, headline: { ...receipt.statistics.headline, delta: { ...delta, value: delta.value + 1e-15 } } } };
    const found = await verify({ receipt: edited });
    expect(notSame(found)).toEqual(["statistics differs"]);
    expect(verifiedLines(found, "en").join("\n")).toContain("statistics.headline.delta.value is");
    expect(notSame(await verify({ receipt: { ...receipt, probes: { ...receipt.probes, margin: 0.3 } } }))).toEqual(["settings differs"]);
    expect(notSame(await verify({ receipt: { ...receipt, counts: { ...receipt.counts, reply: 3 } } }))).toEqual(["counts differs"]);
  });
});
