// Profiles of probed conversations reach the scan for fields that give the outcome away.
import { expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { profileScan } from "../../../src/core/stats/profileScan.ts";
import { prefixMoments } from "../../../src/study/prefixKnowledge.ts";
import { schemeOf } from "../../../src/study/reportOf.ts";
import { probeOf } from "../core/stats/probes.ts";
import { never, nativeText, opened, windowOn } from "./onMemory.ts";

it("a field that only buyers have is found among the people of a run", async () => {
  const text = nativeText(40).trim().split("\n").map((line) => {
    const record = JSON.parse(line) as { outcome: { value: string }; profile: Record<string, string> };
    if (record.outcome.value === "positive") record.profile.invoice = "yes";
    return JSON.stringify(record);
  }).join("\n");
  const { dataset } = await opened(windowOn(), text);
  const probes = [];
  for await (const { id, outcome } of dataset.all(never)) probes.push(probeOf({ conversation: id, outcome: outcome.value, real: 1, samples: [1], ordinal: 2 }));
  const { people } = await prefixMoments(probes, schemeOf(CODEBOOK_V1.en), dataset, never);
  expect(people.length).toBe(probes.filter(({ outcome }) => outcome !== "unknown").length);
  expect(profileScan(people, 1).filter(({ suspicious }) => suspicious).map(({ field }) => field)).toEqual(["invoice"]);
});
