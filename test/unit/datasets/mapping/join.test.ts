import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../../src/datasets/dataset.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { nodeFiles } from "../../../../src/node/files.ts";
import { mappingSchema, type Mapping } from "../../../../src/protocol/mapping.ts";
import type { OutcomeJoin } from "../../../../src/protocol/outcomeJoin.ts";
import { MemoryFiles } from "../../../fakes/memoryFiles.ts";
import { digest } from "../inMemory.ts";

const JOIN: OutcomeJoin = {
  from: "payments.csv",
  key: { conversation: "meta.uid", file: "user_id" },
  positive: { field: "status", in: ["paid"] },
  negatedBy: { field: "status", in: ["refunded"] },
  at: { field: "paid_at", format: "yyyy-MM-dd HH:mm:ss", zone: "Asia/Shanghai" },
  several: "first after the conversation began",
  unmatched: "negative",
  followUpDays: 30,
  asOf: "2026-11-20",
};
const MAPPING: Mapping = {
  id: "meta.uid",
  turns: "thread",
  role: { field: "who", agent: ["rep"], user: ["cust"], system: ["bot"] },
  text: "body",
  time: { field: "ts", format: "yyyy-MM-dd HH:mm:ss", zone: "Asia/Shanghai" },
  profile: { age: "person.years", town: "person.town" },
  outcome: JOIN,
  exclude: [{ field: "internal", equals: true }, { turn: "type", in: ["broadcast", "recalled"] }],
};

/** A conversation of three turns, two at `first` and one at `last`. */
const talk = (uid: unknown, first = "2025-03-04 18:00:00", last = "2025-03-04 19:00:00"): string =>
  JSON.stringify({ meta: { uid }, thread: [{ who: "rep", body: `Shall I book it, ${String(uid)}?`, ts: first }, { who: "cust", body: `Maybe ${String(uid)}`, ts: first }, { who: "rep", body: "Think it over", ts: last }] });

const HEADER = "user_id,status,paid_at";

async function joined(conversations: readonly string[], rows: readonly string[], join: Partial<OutcomeJoin> = {}, name = "payments.csv"): Promise<Dataset> {
  const files = new MemoryFiles({ "/study/data/odd.jsonl": conversations.join("\n"), [`/study/${name}`]: rows.join("\n") });
  const mapping = { ...MAPPING, outcome: { ...JOIN, from: name, ...join } };
  return openDataset({ path: "/study/data/odd.jsonl", files, digest, study: { folder: "/study", file: { datasets: [{ path: "data/*.jsonl", mapping }] } } });
}

/** Outcome and reason of one conversation with the rows given. */
async function one(rows: readonly string[], join: Partial<OutcomeJoin> = {}, conversation = talk("0042")): Promise<string> {
  const { ledger } = await joined([conversation], [HEADER, ...rows], join);
  const outcome = (["positive", "negative", "unknown"] as const).find((value) => ledger.outcomes[value] > 0) ?? "left out";
  return [outcome, ...Object.keys(ledger.outcomeReasons ?? {}), ...Object.keys(ledger.leftOut)].join(" ");
}

describe("files of a folder that join one file of outcomes", () => {
  it("have the payment lags of all of them together, as one file would", async () => {
    const ids = ["1", "2", "3", "4", "5"];
    const rows = [HEADER, ...ids.slice(0, 4).map((id, at) => `${id},paid,2025-03-0${5 + at} 10:0${at}:00`), "9,paid,2025-03-05 10:00:00"].join("\n");
    const mapping = { ...MAPPING, outcome: { ...JOIN, from: "payments.csv" } };
    const open = (parts: Readonly<Record<string, string>>, at: string): Promise<Dataset> =>
      openDataset({ path: at, files: new MemoryFiles({ ...parts, "/study/payments.csv": rows }), digest, study: { folder: "/study", file: { datasets: [{ path: "data", mapping }, { path: "data/*.jsonl", mapping }] } } });
    const text = (some: readonly string[]): string => some.map((id) => talk(id)).join("\n");
    const whole = await open({ "/study/data/all.jsonl": text(ids) }, "/study/data/all.jsonl");
    const split = await open({ "/study/data/a.jsonl": text(ids.slice(0, 2)), "/study/data/b.jsonl": text(ids.slice(2)) }, "/study/data");
    expect(whole.ledger.payments).toMatchObject({ payments: 4, keysUnused: 1 });
    expect(split.ledger).toEqual(whole.ledger);
  });
});

describe("the sample's mapping lesson", () => {
  const sample = path.resolve(import.meta.dirname, "../../../../media/sample");
  const open = () => openDataset({ path: path.join(sample, "odd.jsonl"), files: nodeFiles, digest, study: { folder: sample, file: { datasets: [{ path: "odd.jsonl", mapping: MAPPING }] } } });

  it("gives every conversation the outcome its README names", async () => {
    const dataset = await open();
    expect(Object.fromEntries(dataset.entries.map(({ id, outcome }) => [id, outcome]))).toEqual({
      "0042": "positive", "0107": "positive", "0219": "positive", "0588": "positive", "0450": "positive",
      "0311": "negative", "0015": "negative", "0276": "negative", "0634": "negative", "0702": "negative",
    });
    expect(dataset.ledger).toMatchObject({
      conversationsRead: 12,
      conversationsKept: 10,
      leftOut: { excluded: 1, "paid-before": 1 },
      outcomeReasons: { paid: 4, several: 1, refunded: 1, unmatched: 4 },
      messagesExcluded: 2,
      conversationsTruncated: 2,
      messagesCut: 2,
      payments: { payments: 7, before: 1, after: 0, keysUnused: 1 },
    });
    const { messagesRead, messagesMerged, messagesCut, systemMessages, messagesExcluded = 0 } = dataset.ledger;
    expect(dataset.entries.reduce((sum, { turns }) => sum + turns, 0)).toBe(messagesRead - messagesMerged - messagesCut - systemMessages - messagesExcluded);
  });

  it("cuts what was said after the payment, and drops recalled and broadcast messages", async () => {
    const dataset = await open();
    const paid = await dataset.read("0042");
    expect(paid.outcome).toEqual({ value: "positive", at: "2025-03-04T18:34:20+08:00" });
    expect(paid.cut.map(({ fileIndex }) => fileIndex)).toEqual([8]);
    expect((await dataset.read("0450")).outcome.at).toBe("2025-03-12T17:02:55+08:00");
    for (const id of ["0107", "0219"]) expect((await dataset.read(id)).turns.every(({ text }) => !/WOMEN'S DAY|what happe$/u.test(text))).toBe(true);
    const records = [];
    for await (const record of dataset.records()) records.push(record);
    expect(records.find(({ id }) => id === "0219")?.messages.map(({ fileIndex }) => fileIndex)).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
  });

  it("says when payments came, and asks about the zone when more than 5 % lie outside", async () => {
    const { problems, ledger } = await open();
    expect(problems.map(({ path: file, id, values }) => [path.basename(file), id, values.share])).toEqual([["payments.csv", "outcome-zone-doubtful", 14.3]]);
    expect(ledger.payments?.quantiles).toHaveLength(7);
    // 0311 paid 322 s after its last turn; 0093 the evening before, 37,872 s before the end.
    expect(ledger.payments?.quantiles[0]).toBe(-37_872);
  });

  it("is part of the dataset's identity with its window", async () => {
    const identity = await (await open()).identity();
    expect(identity).toMatchObject({ followUpDays: 30, asOf: "2026-11-20T00:00:00+08:00" });
    expect(identity.outcomeDefinition).toBe(
      "payments.csv joined on meta.uid = user_id: positive when status is paid; negated when status is refunded; time paid_at (yyyy-MM-dd HH:mm:ss, Asia/Shanghai); of several: first after the conversation began; without a row: negative; follow-up 30 days; as of 2026-11-20T00:00:00+08:00",
    );
    const alone = await (await openDataset({ path: path.join(sample, "odd.jsonl"), files: nodeFiles, digest, study: { folder: sample, file: { datasets: [{ path: "odd.jsonl", mapping: { ...MAPPING, outcome: undefined } }] } } })).identity();
    expect(alone.hash).not.toBe(identity.hash);
  });

  it("is a mapping as the study file's schema has it", () => {
    expect(mappingSchema.safeParse(MAPPING).success).toBe(true);
    expect(readFileSync(path.join(sample, "payments.csv"), "utf8").split("\n")[0]).toBe("user_id,status,paid_at,amount");
  });
});

describe("a join", () => {
  it.each([
    ["a payment in the conversation", ["0042,paid,2025-03-04 18:30:00"], "positive paid"],
    ["a payment in the window", ["0042,paid,2025-04-03 19:00:00"], "positive paid"],
    ["a payment at the first turn", ["0042,paid,2025-03-04 18:00:00"], "positive paid"],
    ["a payment after the window", ["0042,paid,2025-04-03 19:00:01"], "negative late"],
    ["a payment before the first turn", ["0042,paid,2025-03-04 17:59:59"], "left out paid-before"],
    ["a payment before and one after", ["0042,paid,2025-03-01 00:00:00", "0042,paid,2025-03-05 00:00:00"], "positive paid"],
    ["several payments after", ["0042,paid,2025-03-06 00:00:00", "0042,paid,2025-03-05 00:00:00"], "positive several"],
    ["a refunded payment", ["0042,refunded,2025-03-06 00:00:00", "0042,paid,2025-03-05 00:00:00"], "negative refunded"],
    ["a refund of the second payment", ["0042,paid,2025-03-05 00:00:00", "0042,paid,2025-03-06 00:00:00", "0042,refunded,2025-03-07 00:00:00"], "positive paid"],
    ["a refund, then a payment", ["0042,paid,2025-03-05 00:00:00", "0042,refunded,2025-03-06 00:00:00", "0042,paid,2025-03-07 00:00:00"], "positive paid"],
    ["a refund without a time", ["0042,paid,2025-03-05 00:00:00", "0042,refunded,"], "negative refunded"],
    ["a row that changed to refunded", ["0042,refunded,2025-03-05 00:00:00"], "negative refunded"],
    ["an old purchase taken back before", ["0042,paid,2025-01-05 00:00:00", "0042,refunded,2025-01-06 00:00:00"], "negative unpaid"],
    ["a row that never was paid", ["0042,pending,"], "negative unpaid"],
    ["no row", ["0043,paid,2025-03-05 00:00:00"], "negative unmatched"],
    ["a key with other zeros", ["42,paid,2025-03-05 00:00:00"], "negative unmatched"],
    ["a key with spaces", [" 0042 ,paid ,2025-03-05 00:00:00"], "positive paid"],
  ])("%s", async (_, rows, expected) => expect(await one(rows)).toBe(expected));

  it("takes of several what the mapping says", async () => {
    const rows = ["0042,paid,2025-03-01 00:00:00", "0042,paid,2025-03-05 00:00:00"];
    expect(await one(rows, { several: "first" })).toBe("left out paid-before");
    expect(await one(rows, { several: "leave out" })).toBe("left out several");
    expect(await one(rows.slice(1), { several: "leave out" })).toBe("positive paid");
    expect(await one(["0042,paid,2025-03-06 00:00:00", "0042,paid,2025-03-05 00:00:00"], { several: "first" })).toBe("positive several");
  });

  it("takes a conversation without a row as the mapping says", async () => {
    expect(await one([], { unmatched: "unknown" })).toBe("unknown unmatched");
    expect(await one([], { unmatched: "leave out" })).toBe("left out unmatched");
    expect(await one(["0042,pending,"], { unmatched: "leave out" })).toBe("negative unpaid");
  });

  it("leaves the unpaid open until their window has passed", async () => {
    expect(await one([], { asOf: "2025-04-03T18:59:59+08:00" })).toBe("unknown still-open");
    expect(await one([], { asOf: "2025-04-03T19:00:00+08:00" })).toBe("negative unmatched");
    expect(await one([], { asOf: "2025-04-03" })).toBe("unknown still-open");
    expect(await one(["0042,paid,2025-03-05 00:00:00"], { asOf: "2025-03-06" })).toBe("positive paid");
    expect(await one([], { asOf: "2025-03-05", followUpDays: 0 })).toBe("negative unmatched");
  });

  it("without a date knows outcomes up to the latest row", async () => {
    const { asOf: _, ...rest } = JOIN;
    const dataset = await joined([talk("0042")], [HEADER, "0099,paid,2025-03-20 10:00:00", "0098,pending,2025-03-21 10:00:00"], { ...rest, asOf: undefined });
    expect(dataset.ledger.outcomeReasons).toEqual({ "still-open": 1 });
    expect((await dataset.identity()).asOf).toBe("2025-03-21T10:00:00+08:00");
  });

  it("reads TSV, JSON Lines and a JSON list, and keys that are numbers there", async () => {
    const rows = [{ user: { id: 42 }, status: "paid", at: 1741168800 }];
    const join = { key: { conversation: "meta.uid", file: "user.id" }, at: { field: "at", format: "epoch-seconds", zone: "Asia/Shanghai" } };
    for (const [name, text] of [["p.jsonl", rows.map((row) => JSON.stringify(row))], ["p.json", [JSON.stringify(rows, undefined, 1)]]] as const) {
      const dataset = await joined([talk(42), talk("042")], text, join, name);
      expect(dataset.entries.map(({ id, outcome }) => [id, outcome])).toEqual([["42", "positive"], ["042", "negative"]]);
      expect((await dataset.read("42")).outcome.at).toBe("2025-03-05T18:00:00+08:00");
    }
    const tsv = await joined([talk("0042")], ["user_id\tstatus\tpaid_at", "0042\tpaid\t2025-03-05 00:00:00"], {}, "p.tsv");
    expect(tsv.ledger.outcomes.positive).toBe(1);
  });

  it("without times counts every payment that stands", async () => {
    const join = { at: undefined } as Partial<OutcomeJoin>;
    expect(await one(["0042,paid,", "0042,paid,"], join)).toBe("positive several");
    expect(await one(["0042,paid,", "0042,refunded,"], join)).toBe("negative refunded");
    expect(await one(["0042,refunded,", "0042,paid,", "0042,paid,"], join)).toBe("positive paid");
  });

  it("leaves out what a row it cannot read belongs to, and says where", async () => {
    const dataset = await joined([talk("0042"), talk("0043")], [HEADER, "0042,paid,yesterday", "0043,paid,", ",paid,2025-03-05 00:00:00"]);
    expect(dataset.problems.map(({ path: file, line, severity, id }) => [file, line, severity, id])).toEqual([
      ["/study/payments.csv", 2, "error", "outcome-time-wrong"],
      ["/study/payments.csv", 3, "error", "outcome-time-missing"],
      ["/study/payments.csv", 4, "warning", "outcome-row-without-key"],
    ]);
    expect(dataset.ledger.leftOut).toEqual({ "wrong-shape": 2 });
  });

  it("says what to correct when the file or a column is not there", async () => {
    await expect(joined([talk("0042")], [HEADER], {}, "p.csv").then(() => joined([talk("1")], ["id,status,paid_at", "1,paid,2025-03-05 00:00:00"]))).rejects.toMatchObject({ id: "outcome-column-missing", values: { column: "user_id", columns: "id, status, paid_at" } });
    const files = new MemoryFiles({ "/study/odd.jsonl": talk("1") });
    await expect(openDataset({ path: "/study/odd.jsonl", files, digest, study: { folder: "/study", file: { datasets: [{ path: "odd.jsonl", mapping: MAPPING }] } } })).rejects.toMatchObject({ id: "outcome-file-missing", values: { path: "/study/payments.csv" } });
  });

  it("gives the same whatever the order of the rows", async () => {
    const row = fc.record({ user: fc.constantFrom("1", "01", "001", "2"), status: fc.constantFrom("paid", "paid", "refunded", "pending"), hour: fc.integer({ min: -48, max: 30 * 24 + 20 }) });
    const text = ({ user, status, hour }: { user: string; status: string; hour: number }): string => `${user},${status},${new Date(Date.UTC(2025, 2, 4, 18) + hour * 3_600_000).toISOString().slice(0, 19).replace("T", " ")}`;
    const several = fc.constantFrom("first after the conversation began", "first", "leave out");
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 12 }).chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }))),
        several,
        async ([rows, shuffled], choice) => {
          const conversations = ["1", "01", "001", "2"].map((uid) => talk(uid));
          const [one, other] = await Promise.all([rows, shuffled].map((each) => joined(conversations, [HEADER, ...each.map(text)], { several: choice })));
          expect(other!.entries).toEqual(one!.entries);
          expect(other!.ledger).toEqual(one!.ledger);
        },
      ),
      { seed: 5, numRuns: 150 },
    );
  });

  it("keeps keys apart that differ in their zeros only", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.stringMatching(/^0{0,4}[1-9]{0,2}$/u).filter((key) => key !== ""), { minLength: 1, maxLength: 6 }), fc.nat(), async (keys, pick) => {
        const paid = keys[pick % keys.length]!;
        const dataset = await joined(keys.map((key) => talk(key)), [HEADER, `${paid},paid,2025-03-05 00:00:00`]);
        expect(dataset.entries.filter(({ outcome }) => outcome === "positive").map(({ id }) => id)).toEqual([paid]);
      }),
      { seed: 9, numRuns: 60 },
    );
  });

  it("holds what a hand count of standing payments gives", async () => {
    const event = fc.record({ hour: fc.integer({ min: -50, max: 50 }), kind: fc.constantFrom("paid", "refunded") });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(event, { maxLength: 8, selector: ({ hour }) => hour }), async (events) => {
        const text = events.map(({ hour, kind }) => `a,${kind},${new Date(Date.UTC(2025, 2, 4, 18) + hour * 3_600_000).toISOString().slice(0, 19).replace("T", " ")}`);
        const stack: number[] = [];
        for (const { hour, kind } of [...events].sort((x, y) => x.hour - y.hour)) {
          if (kind === "paid") stack.push(hour);
          else stack.pop();
        }
        // The first turn is at hour 0, the last at hour 1.
        const since = stack.filter((hour) => hour >= 0).length;
        const outcome = await one(text, {}, talk("a"));
        if (since > 0) expect(outcome).toMatch(/^positive/u);
        else if (stack.length > 0) expect(outcome).toBe("left out paid-before");
        else expect(outcome).toMatch(/^negative/u);
      }),
      { seed: 21, numRuns: 150 },
    );
  });
});
