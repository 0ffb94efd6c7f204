// The control on real conversations: it may pick the same outcome about as often as chance.
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ControlPool, controlConversation } from "../../../../src/core/probe/control.ts";
import { prefixAt } from "../../../../src/core/probe/prefix.ts";
import { DEFAULT_RULE } from "../../../../src/core/probe/probe.ts";
import { probesOf } from "../../../../src/core/probe/rule.ts";
import type { Conversation } from "../../../../src/core/transcript/conversation.ts";
import { openDataset } from "../../../../src/datasets/open.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { nodeFiles } from "../../../../src/node/files.ts";

const folder = path.resolve(import.meta.dirname, "../../../../../shared/data/persuasionforgood");

describe.skipIf(!existsSync(folder))("control on PersuasionForGood", async () => {
  const conversations: Conversation[] = [];
  if (existsSync(folder)) {
    const dataset = await openDataset({ path: folder, files: nodeFiles, digest: nodeDigest });
    for await (const conversation of dataset.all()) conversations.push(conversation);
  }
  const byId = new Map(conversations.map((each) => [each.id, each]));
  const pool = new ControlPool(conversations.map((each) => controlConversation(each, nodeDigest)));

  it.each(["C0", "C1", "C2"] as const)("%s picks the same outcome beside chance and never a relative", (rung) => {
    const strata = new Map<string, number>();
    for (const { outcome } of conversations) strata.set(outcome.value, (strata.get(outcome.value) ?? 0) + 1);
    const chance = [...strata.values()].reduce((sum, n) => sum + (n / conversations.length) ** 2, 0);
    let same = 0;
    let probes = 0;
    for (const own of conversations) {
      for (const probe of probesOf(own, DEFAULT_RULE)) {
        const donors = pool.donors(rung, probe, prefixAt(own, probe.turn), 7);
        expect(donors.length).toBeGreaterThan(0);
        for (const donor of donors) {
          const other = byId.get(donor.conversation);
          expect(donor.conversation).not.toBe(own.id);
          if (own.customer !== undefined) expect([other?.customer, other?.agent]).not.toContain(own.customer);
        }
        same += donors.filter(({ conversation }) => byId.get(conversation)?.outcome.value === own.outcome.value).length / donors.length;
        probes += 1;
      }
    }
    expect(probes).toBeGreaterThan(3000);
    // Known from the full data: .500 to .510 at a chance of .503; more than two points apart would be a leak.
    expect(Math.abs(same / probes - chance)).toBeLessThan(0.02);
  });
});
