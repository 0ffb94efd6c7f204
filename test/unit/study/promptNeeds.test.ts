import { describe, expect, it } from "vitest";
import { DEFAULT_RULE } from "../../../src/core/probe/probe.ts";
import { promptNeeds } from "../../../src/study/promptNeeds.ts";
import { nativeText, never, opened, windowOn } from "./onMemory.ts";

const needsOf = async (text: string) => promptNeeds(await opened(windowOn(), text), DEFAULT_RULE, never);

describe("what the prompts of a dataset need", () => {
  it("grows with the conversation before the probe, and leaves room for a judge's instructions", async () => {
    const [short, long] = [await needsOf(nativeText(4, { users: 3 })), await needsOf(nativeText(4, { users: 60 }))];
    expect(short?.longest).toBeGreaterThan(1_000);
    expect(long!.longest - short!.longest).toBeGreaterThan(50 * 15);
    expect(long!.longest - short!.longest).toBeLessThan(60 * 60);
  });

  it("counts the probes that are longer than a server keeps: all, some, none", async () => {
    const needs = await needsOf(nativeText(10, { users: 30 }));
    const { longest, longerThan } = needs!;
    expect(longerThan(0)).toBe(30);
    expect(longerThan(longest)).toBe(0);
    expect(longerThan(longest - 1)).toBeGreaterThan(0);
    expect(longerThan(longest - 1)).toBeLessThan(30);
  });

  it("of a large dataset are counted in a share of it and scaled to all", async () => {
    const needs = await needsOf(nativeText(700));
    expect(needs!.longerThan(0)).toBe(2_100);
  });

  it("are unknown where no turn can be probed", async () => {
    expect(await needsOf(nativeText(2, { users: 0, more: { turns: [{ role: "agent", text: "Hello?" }] } }))).toBeUndefined();
  });
});
