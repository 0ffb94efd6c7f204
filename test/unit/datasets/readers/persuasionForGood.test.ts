import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { nodeFiles } from "../../../../src/node/files.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";
import { digest, placed } from "../inMemory.ts";

const DIALOG = [
  ",Unit,Turn,B4,B2",
  "0,Good evening,0,0,d1",
  '1,"Hello, who is it?",0,1,d1',
  '2,"It is for ""children""",1,0,d1',
  "3,No thanks,1,1,d1",
  "4,Hi,0,0,d2",
  "5,Sure,0,1,d2",
];
const INFO = ["B2,B3,B4,B6,B7,age.x,sex.x,extrovert.x,shoe.x", "d1,u1,0,0.5,11,30,Male,3,44", "d1,u2,1,0.0,11,41.0,Female,,40", "d2,u2,0,0,9,41.0,Female,,40", "d2,u3,1,0.3,9,25,,4.2,39"];

function pair(dialog: readonly string[] = DIALOG, info: readonly string[] = INFO, folder = "/p4g/FullData") {
  return new MemoryFiles({ [`${folder}/full_dialog.csv`]: dialog.join("\r\n"), [`${folder}/full_info.csv`]: info.join("\n") });
}

const open = (files: MemoryFiles, at = "/p4g") => openDataset({ path: at, files, digest });

describe("the PersuasionForGood pair", () => {
  it("is found in the folder, in its FullData and by either file", async () => {
    for (const at of ["/p4g", "/p4g/FullData", "/p4g/FullData/full_dialog.csv", "/p4g/FullData/full_info.csv"]) {
      expect((await open(pair(), at)).entries).toHaveLength(2);
    }
    await expect(open(new MemoryFiles({ "/p4g/full_dialog.csv": "" }))).rejects.toMatchObject({ id: "folder-without-dataset" });
  });

  it("makes the persuadee the user, their donation the outcome, and nothing else of theirs but traits the profile", async () => {
    const dataset = await open(pair());
    expect(dataset).toMatchObject({ format: "persuasion-for-good", users: "human", strata: { positive: "donor", negative: "non-donor" }, problems: [] });
    const [first, second] = [await dataset.read("d1"), await dataset.read("d2")];
    expect(first).toMatchObject({ customer: "u2", agent: "u1", outcome: { value: "negative", label: "non-donor" } });
    expect(first.profile).toEqual({ age: "41.0", sex: "Female" });
    expect(first.turns.map(({ role, text }) => `${role}: ${text}`)).toEqual(["agent: Good evening", "user: Hello, who is it?", 'agent: It is for "children"', "user: No thanks"]);
    expect(second).toMatchObject({ customer: "u3", agent: "u2", outcome: { value: "positive", label: "donor" } });
    expect(second.profile).toEqual({ extrovert: "4.2", age: "25" });
  });

  it("hashes both files", async () => {
    const hash = async (files: MemoryFiles) => (await (await open(files)).identity()).hash;
    expect(await hash(pair())).toBe(await hash(pair()));
    expect(await hash(pair(DIALOG, [...INFO, "d9,u,1,0,1,,,,"]))).not.toBe(await hash(pair()));
    const files = pair();
    const dataset = await open(files);
    files.write("/p4g/FullData/full_info.csv", "changed");
    await expect(dataset.identity()).rejects.toMatchObject({ id: "dataset-changed" });
  });

  it.each([
    ["a conversation nobody is known of", [...DIALOG, "6,Hi,0,0,d3"], INFO, ["8:1 row-without-partner"], { "wrong-shape": 1 }],
    ["a person without conversation", DIALOG, [...INFO, "d3,u9,1,0,0,,,,"], ["6:1 row-without-partner"], { "no-user-turns": 1 }],
    ["a speaker that is neither", [...DIALOG, "6,Hi,0,2,d2"], INFO, ["8:1 row-wrong"], { "wrong-shape": 1 }],
    ["a donation that is no number", DIALOG, INFO.map((row) => row.replace("0.3", "some")), ["5:1 row-wrong"], { "wrong-shape": 1 }],
    ["no persuadee", DIALOG, INFO.filter((row) => !row.startsWith("d1,u2")), ["2:1 row-wrong"], { "wrong-shape": 1 }],
    ["nobody answering", DIALOG.filter((row) => !row.endsWith("1,d2")), INFO, ["6:1 no-user-turns"], { "no-user-turns": 1 }],
  ])("with %s is accounted for", async (_, dialog, info, problems, leftOut) => {
    const dataset = await open(pair(dialog, info));
    expect(placed(dataset)).toEqual(problems);
    expect(dataset.ledger.leftOut).toEqual(leftOut);
    expect(dataset.ledger.conversationsRead).toBe(dataset.ledger.conversationsKept + 1);
  });

  it("without a needed column is refused", async () => {
    await expect(open(pair(DIALOG, INFO.map((row) => row.replace("B6", "Bsix"))))).rejects.toMatchObject({ id: "column-missing", values: { column: "B6" } });
  });
});

const REAL = path.resolve(import.meta.dirname, "../../../../../shared/data/persuasionforgood");

describe.skipIf(!existsSync(REAL))("PersuasionForGood as published", () => {
  it("has 1,017 conversations, 545 positive and 472 negative, every one accounted for", async () => {
    const dataset = await openDataset({ path: REAL, files: nodeFiles, digest });
    expect(dataset.problems).toEqual([]);
    expect(dataset.ledger).toEqual({
      conversationsRead: 1017,
      conversationsKept: 1017,
      leftOut: {},
      messagesRead: 20_932,
      messagesMerged: 0,
      messagesCut: 0,
      conversationsTruncated: 0,
      systemMessages: 0,
      outcomes: { positive: 545, negative: 472, unknown: 0 },
    });
    let users = 0;
    for await (const { turns, profile, customer } of dataset.all()) {
      expect(turns[0]?.role).toBe("agent");
      expect(turns.every(({ role }, index) => role === (index % 2 === 0 ? "agent" : "user"))).toBe(true);
      expect(Object.keys(profile).length).toBeLessThanOrEqual(32);
      if (customer) users++;
    }
    expect(users).toBe(1017);
  });
});
