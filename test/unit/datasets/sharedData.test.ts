// Every published dataset of the shared folder, with the counts and splits its figures were published or counted with.
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Message } from "../../../src/core/transcript/conversation.ts";
import type { Dataset } from "../../../src/datasets/dataset.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { nodeFiles } from "../../../src/node/files.ts";
import { digest } from "./inMemory.ts";

const DATA = path.resolve(import.meta.dirname, "../../../../shared/data");
const SLOW = { timeout: 120_000 };

function open(...parts: readonly string[]): Promise<Dataset> {
  return openDataset({ path: path.join(DATA, ...parts), files: nodeFiles, digest });
}

/** How often each value of a label occurs, over messages for which `counts` holds. */
async function labelled(dataset: Dataset, name: string, counts: (message: Message) => boolean = () => true): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for await (const { messages } of dataset.records()) {
    for (const message of messages.filter(counts)) {
      for (const label of message.labels) {
        const value = (label as unknown as Readonly<Record<string, unknown>>)[name];
        if (typeof value === "string") found[value] = (found[value] ?? 0) + 1;
      }
    }
  }
  return found;
}

const ofUser = ({ role }: Message): boolean => role === "user";

async function rewards(dataset: Dataset): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for await (const { meta } of dataset.records()) found[String(meta.reward)] = (found[String(meta.reward)] ?? 0) + 1;
  return found;
}

describe.skipIf(!existsSync(DATA))("published datasets", SLOW, () => {
  it("PersuasionForGood: 1,017 dialogues, 545 donors", async () => {
    const dataset = await open("persuasionforgood");
    expect(dataset).toMatchObject({ format: "persuasion-for-good", users: "human", ledger: { conversationsKept: 1017, leftOut: {}, outcomes: { positive: 545, negative: 472, unknown: 0 }, messagesRead: 20_932 } });
  });

  it("PersuasionForGood, acts and sentiment of 300 dialogues", async () => {
    const dataset = await open("resper", "300_dialog.csv");
    expect(dataset).toMatchObject({ format: "persuasion-for-good-acts", users: "human", ledger: { conversationsKept: 300, messagesRead: 10_864 } });
    const acts = await labelled(dataset, "dialogueAct");
    expect(Object.values(acts).reduce((sum, count) => sum + count, 0)).toBe(10_864);
    expect(acts).toMatchObject({ "credibility-appeal": 1083, "positive-reaction-to-donation": 1032, "agree-donation": 203, "disagree-donation": 77 });
    const second = await labelled(dataset, "secondAct");
    expect(Object.values(second).reduce((sum, count) => sum + count, 0)).toBe(22 + 15);
    const sentiment = await labelled(dataset, "neutral");
    expect(Object.values(sentiment).reduce((sum, count) => sum + count, 0)).toBe(10_235);
  });

  it("PersuasionForGood, labels of models", async () => {
    const dataset = await open("p4g-llm-annotations");
    expect(dataset).toMatchObject({ format: "persuasion-for-good-models", hints: ["hint-model-labels", "hint-outcome-elsewhere"], ledger: { conversationsKept: 1017, messagesRead: 20_932 } });
    expect(await labelled(dataset, "interest")).toEqual({ Neutral: 6506, Interested: 2797, "Not Interested": 1029 });
    expect(await labelled(dataset, "sentiment")).toEqual({ neutral: 4832, positive: 4587, negative: 913 });
    expect(Object.values(await labelled(dataset, "strategy")).reduce((sum, count) => sum + count, 0)).toBe(10_600);
  });

  it("RESPER on PersuasionForGood: 288 dialogues, and more resistance where nothing was given", async () => {
    const dataset = await open("resper", "Final_annotations.csv");
    expect(dataset).toMatchObject({ format: "resper", ledger: { conversationsKept: 288, messagesRead: 10_392 } });
    expect(await labelled(dataset, "resistance")).toEqual({
      "not-a-strategy": 3499,
      "organization-inquiry": 459,
      "personal-choice": 146,
      "attack-credibility": 144,
      "deflect-responsibility": 111,
      "self-pity": 94,
      "delay-tactic": 56,
      "direct-rejection": 51,
      nitpicking: 43,
      hesitance: 35,
    });
    const donations = await open("persuasionforgood");
    const units = { positive: { all: 0, resisting: 0 }, negative: { all: 0, resisting: 0 } };
    for await (const { id, messages } of dataset.records()) {
      const outcome = donations.entry(id)?.outcome;
      if (outcome !== "positive" && outcome !== "negative") throw new Error(`no outcome of ${id}`);
      for (const { labels } of messages.filter(ofUser)) {
        const [resistance] = labels.flatMap((label): readonly unknown[] => ("resistance" in label ? [label.resistance] : []));
        units[outcome].all++;
        if (resistance !== "not-a-strategy") units[outcome].resisting++;
      }
    }
    expect([units.negative.all, units.positive.all]).toEqual([2240, 2398]);
    expect((units.negative.resisting / units.negative.all) * 100).toBeCloseTo(30.8, 1);
    expect((units.positive.resisting / units.positive.all) * 100).toBeCloseTo(18.7, 1);
  });

  it("RESPER on CraigslistBargain: 729 dialogues, 45 of them annotated twice and shown once", async () => {
    const dataset = await open("resper", "Negotiation - Final Annotation - Final annotations.csv");
    expect(dataset).toMatchObject({ format: "resper-craigslist", ledger: { conversationsKept: 729, messagesRead: 9236, systemMessages: 555 } });
    const all = await labelled(dataset, "resistance");
    const byName = Object.fromEntries(Object.entries(all).map(([name, count]) => [name.split("-")[0] ?? "", count] as const));
    expect(byName).toEqual({ Hesitance: 1206, "Information Inquiry": 901, "Personal Choice": 863, "Counter Argumentation": 471, "Source Derogation": 390, "Self Assertion": 348, "Self Pity": 241 });
    const shown = await labelled(dataset, "resistance", ({ role }) => role !== "system");
    expect(Object.values(shown).reduce((sum, count) => sum + count, 0)).toBe(4420 - 21);
    expect((await open("resper", "Negotiation - train.csv")).ledger).toMatchObject({ conversationsKept: 1487, messagesRead: 21_113 });
  });

  it.each([
    ["dev.json", 643, 461, 182, 4695],
    ["test.json", 656, 471, 185, 4634],
  ])("CraigslistBargain %s", async (file, all, deals, none, said) => {
    const dataset = await open("craigslistbargain", file);
    expect(dataset).toMatchObject({ format: "craigslist-bargain", users: "human", strata: { positive: "deal", negative: "no deal" }, ledger: { conversationsRead: all, outcomes: { unknown: 0 } } });
    expect(Object.keys(dataset.ledger.leftOut).sort()).toEqual(["no-agent-turn", "no-user-turns"]);
    const kept = { deal: 0, none: 0, spoken: 0, longDeal: 0, longNone: 0 };
    for await (const { outcome, messages } of dataset.records()) {
      const spoken = messages.filter(({ role }) => role !== "system").length;
      kept[outcome.value === "positive" ? "deal" : "none"]++;
      kept.spoken += spoken;
      if (spoken >= 4) kept[outcome.value === "positive" ? "longDeal" : "longNone"]++;
    }
    // Dialogues in which only one side spoke are left out; of those that are no dialogue at all some still end in a deal.
    expect(kept.deal).toBeLessThan(deals);
    expect(kept.none).toBeLessThan(none);
    expect(kept.deal + kept.none + Object.values(dataset.ledger.leftOut).reduce((sum, count) => sum + count, 0)).toBe(all);
    expect([kept.longDeal, kept.longNone]).toEqual(file === "dev.json" ? [443, 89] : [442, 91]);
    expect(kept.spoken).toBeLessThanOrEqual(said);
  });

  it("CraigslistBargain, coached: 300 dialogues with 2,666 messages", async () => {
    const dataset = await open("craigslistbargain", "coached_amt");
    expect(dataset).toMatchObject({ format: "craigslist-bargain", ledger: { conversationsRead: 300, conversationsKept: 293 } });
    let spoken = 0;
    for await (const { messages } of dataset.records()) spoken += messages.filter(({ role }) => role !== "system").length;
    expect(spoken).toBeLessThanOrEqual(2666);
    expect(spoken).toBeGreaterThan(2640);
  });

  it("CraigslistBargain, copy of lists: 382 accepted of 597, and no outcome where no act was labelled", async () => {
    const dataset = await open("craigslistbargain", "hf_format");
    expect(dataset).toMatchObject({ format: "craigslist-bargain-lists", ledger: { conversationsRead: 597, outcomes: { positive: 382, negative: 50 } } });
    const { leftOut, outcomes } = dataset.ledger;
    expect(outcomes.negative + outcomes.unknown + Object.values(leftOut).reduce((sum, count) => sum + count, 0)).toBe(215);
  });

  it("CaSiNo: 1,030 dialogues, 1,005 deals, 396 annotated", async () => {
    const dataset = await open("casino");
    expect(dataset).toMatchObject({ format: "casino", users: "human", ledger: { conversationsKept: 1030, leftOut: {}, outcomes: { positive: 1005, negative: 25, unknown: 0 } } });
    const annotated = { dialogues: 0, labels: 0, given: 0 };
    for await (const { messages, meta } of dataset.records()) {
      const labels = messages.filter((message) => message.labels.length > 0).length;
      if (labels > 0) annotated.dialogues++;
      annotated.labels += labels;
      annotated.given += Array.isArray(meta.annotations) ? meta.annotations.filter((each: unknown) => Array.isArray(each) && each[1] !== "").length : 0;
    }
    expect(annotated.dialogues).toBe(347 + 7 + 42);
    expect(annotated.given).toBe(4047 + 76 + 492);
    expect(annotated.given - annotated.labels).toBeLessThan(10);
    expect((await open("casino", "data", "split", "casino_train.json")).ledger.conversationsKept).toBe(900);
  });

  it("NAIST: 5 scenarios of 200 dialogues, all votes as labels", async () => {
    const dataset = await open("naist-emotional-persuasion");
    expect(dataset).toMatchObject({ format: "naist", ledger: { conversationsKept: 1000, leftOut: {}, outcomes: { unknown: 0 } } });
    const scenarios: Record<string, number> = {};
    for (const { id } of dataset.entries) scenarios[id.split("/")[0] ?? ""] = (scenarios[id.split("/")[0] ?? ""] ?? 0) + 1;
    expect(scenarios).toEqual({ cleaning: 200, exercise: 200, game: 200, lunch: 200, sleep: 200 });
    expect(await labelled(dataset, "acceptance", ofUser)).toEqual({ 1: 10_227, 2: 11_218, 3: 8895, 4: 4844, 5: 4079 });
    expect(await labelled(dataset, "emotion", ofUser)).toEqual({ 悲しみ: 11_392, 平静: 9608, 怒り: 8877, 喜び: 3042, 安心: 2655 });
  });

  it("AgreeMate: 55 files of 30 negotiations between models", async () => {
    const dataset = await open("agreemate-simulated-buyers");
    expect(dataset).toMatchObject({ format: "agreemate", users: "simulated", ledger: { conversationsRead: 1650, conversationsKept: 1620, leftOut: { "no-agent-turn": 30 }, outcomes: { positive: 1286, negative: 334, unknown: 0 } } });
    expect(new Set(dataset.entries.map((entry) => entry.path)).size).toBe(55);
    const strong = await open("agreemate-simulated-buyers", "results", "baseline-COT-70B-buyer+baseline-70B-seller.csv");
    expect(strong.ledger.outcomes.positive).toBeGreaterThanOrEqual(29);
  });

  it("tau-bench: rewards are kept and are no outcomes", async () => {
    const airline = await open("tau-bench", "historical_trajectories");
    expect(airline).toMatchObject({ format: "tau-bench", users: "simulated", hints: ["hint-simulated-users", "hint-reward"], ledger: { conversationsKept: 200, outcomes: { positive: 0, negative: 0, unknown: 200 } } });
    expect(await rewards(airline)).toEqual({ 0: 116, 1: 84 });
    const retail = await open("tau-bench", "retail_avaljotsingh");
    expect(retail.ledger.conversationsKept).toBe(100);
    expect(await rewards(retail)).toEqual({ 0: 27, 1: 73 });
    expect((await open("tau-bench", "few_shot_data")).ledger.conversationsKept).toBe(19 + 69);
  });

  it("tau2-bench: simulations of two domains", async () => {
    const dataset = await open("tau2-bench");
    expect(dataset).toMatchObject({ format: "tau2-bench", users: "simulated", ledger: { conversationsKept: 164, outcomes: { unknown: 164 } } });
    expect(await rewards(dataset)).toEqual({ 0: 40, 1: 124 });
    const [first] = dataset.entries;
    const { profile } = await dataset.read(first?.id ?? "");
    expect(profile.reason).toBeTruthy();
  });

  it("Inspect: logs as JSON and as archives, several samples each", async () => {
    const dataset = await open("inspect-eval-logs");
    expect(dataset).toMatchObject({ format: "inspect", users: "simulated", ledger: { conversationsRead: 43, conversationsKept: 42, leftOut: { "no-user-turns": 1 } } });
    const streaming = await open("inspect-eval-logs", "tests", "log", "test_eval_log", "log_streaming.eval");
    expect(streaming.entries.map(({ id }) => id)).toEqual(["1_epoch_1", "1_epoch_2", "2_epoch_1", "2_epoch_2"]);
    const scored = await open("inspect-eval-logs", "tests", "log", "test_eval_log", "log_message_deduplication.eval");
    expect(await rewards(scored)).toEqual({ 0: 1 });
  });

  it.each([
    ["craigslistbargain", "craigslist-bargain", 1500, { "craigslist-bargain": 5, "craigslist-bargain-lists": 1 }],
    ["resper", "resper-craigslist", 729 + 1487, { "resper-craigslist": 2, "persuasion-for-good-acts": 1, resper: 1 }],
    ["tau-bench", "tau-bench", 300, { "tau-bench": 2, "tau-bench-few-shot": 2 }],
  ])("%s holds several shapes: the main one is opened, the others are named", async (folder, format, kept, shapes) => {
    const dataset = await open(folder);
    expect(dataset).toMatchObject({ format, ledger: { conversationsKept: kept } });
    expect(Object.fromEntries((dataset.shapes ?? []).map((shape) => [shape.format, shape.files.length]))).toEqual(shapes);
    const left = dataset.problems.filter(({ id }) => id === "file-other-shape");
    expect(left).toHaveLength(Object.entries(shapes).reduce((sum, [name, files]) => sum + (name === format ? 0 : files), 0));
  });
});
