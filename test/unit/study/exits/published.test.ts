// The ends of two published corpora against the counts their files give; skipped where they are not beside the repository.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { EndsCount, type EndsLedger } from "../../../../src/core/probe/endsLedger.ts";
import { unansweredProbesOf } from "../../../../src/core/probe/ends.ts";
import type { Dataset } from "../../../../src/datasets/dataset.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { nodeFiles } from "../../../../src/node/files.ts";

const DATA = path.resolve(import.meta.dirname, "../../../../../shared/data");
const open = (...parts: readonly string[]): Promise<Dataset> => openDataset({ path: path.join(DATA, ...parts), files: nodeFiles, digest: nodeDigest });

async function ledgerOf(dataset: Dataset): Promise<EndsLedger> {
  const count = new EndsCount({ ends: true, silence: true }, await dataset.identity());
  for await (const conversation of dataset.all(new AbortController().signal)) count.add(conversation);
  return count.ledger();
}

interface Bargain {
  readonly uuid: string;
  readonly scenario: { readonly kbs: readonly { readonly personal: { readonly Role: string } }[] };
  readonly outcome: { readonly reward: number };
  readonly events: readonly { readonly action: string; readonly agent: number }[];
}

describe.skipIf(!existsSync(path.join(DATA, "craigslistbargain")))("CraigslistBargain", () => {
  it.each([["dev", { quit: 56, reject: 61, abandoned: 64 }], ["test", { quit: 62, reject: 50, abandoned: 72 }]] as const)("%s: quit, reject and abandoned ends are told apart, by kind and by who ended", async (name, published) => {
    const dataset = await open("craigslistbargain", `${name}.json`);
    const { ledger, people } = { ledger: await ledgerOf(dataset), people: new Map<string, string>() };
    for await (const { id, outcome } of dataset.all(new AbortController().signal)) people.set(id, `${outcome.endedBy ?? "-"} ${outcome.end ?? "-"}`);

    const raw = JSON.parse(readFileSync(path.join(DATA, "craigslistbargain", `${name}.json`), "utf8")) as readonly Bargain[];
    const ofFile: Record<string, number> = { quit: 0, reject: 0, abandoned: 0 };
    const kept: Record<string, number> = {};
    for (const { uuid, events, outcome, scenario } of raw) {
      const last = events.at(-1)!;
      const how = last.action === "message" ? "abandoned" : last.action;
      if (outcome.reward === 0 && how in ofFile) ofFile[how] = ofFile[how]! + 1;
      const role = scenario.kbs[last.agent]!.personal.Role === "buyer" ? "user" : "agent";
      const stated = how === "offer" ? `${role} abandoned` : `${how === "abandoned" ? "-" : role} ${how}`;
      if (!people.has(uuid)) continue;
      expect(people.get(uuid)).toBe(stated);
      kept[stated] = (kept[stated] ?? 0) + 1;
    }
    expect(ofFile).toEqual(published);
    expect(Object.fromEntries(ledger.stated.map(({ by, how, counts }) => [`${by} ${how}`, counts.negative + counts.positive + counts.unknown]))).toEqual(kept);
    expect(ledger.conversations).toBe(people.size);
    expect(ledger.untimed).toBe(0);
    // Whoever rejects or quits as the buyer, with the seller's words last, has an end probe; nobody else does.
    for await (const conversation of dataset.all(new AbortController().signal)) {
      const probes = unansweredProbesOf(conversation, { ends: true }, {});
      const own = conversation.outcome.value === "negative" && ["user quit", "user reject"].includes(people.get(conversation.id)!) && conversation.turns.at(-1)?.role === "agent" && conversation.turns.some(({ role }) => role === "user");
      expect(probes).toHaveLength(own ? 1 : 0);
    }
  }, 60_000);
});

describe.skipIf(!existsSync(path.join(DATA, "persuasionforgood")))("PersuasionForGood", () => {
  it("has ends that its task set: 323 of 472 non-donors spoke last, and nobody has an end probe", async () => {
    const ledger = await ledgerOf(await open("persuasionforgood"));
    expect(ledger).toMatchObject({
      conversations: 1017,
      endings: { task: { negative: 472, positive: 545, unknown: 0 } },
      userSpokeLast: { negative: 323 },
      endProbes: { negative: 0, positive: 0, unknown: 0 },
      untimed: 1017,
    });
    expect(ledger.refused["user-spoke-last"]?.negative).toBe(323);
    expect(ledger.refused["set-by-task"]?.negative).toBe(149);
  }, 60_000);
});
