import { describe, expect, it } from "vitest";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeIds } from "../../../src/node/ids.ts";

describe("the digest", () => {
  it("is SHA-256 in lower-case hexadecimal, of text as UTF-8, whole or in pieces", () => {
    // FIPS 180-2, appendix B.1.
    expect(nodeDigest.sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const bytes = new TextEncoder().encode("é🙂 and more");
    const running = nodeDigest.start();
    for (const byte of bytes) running.update(Uint8Array.of(byte));
    expect(running.hex()).toBe(nodeDigest.sha256("é🙂 and more"));
  });
});

describe("the clock", () => {
  it("gives one time in both spellings", () => {
    const before = nodeClock.milliseconds();
    expect(Date.parse(nodeClock.now())).toBeGreaterThanOrEqual(before);
    expect(nodeClock.now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
  });

  it("wakes a sleeper with the signal's reason", async () => {
    const reason = new Error("stop");
    const stop = new AbortController();
    const sleeping = nodeClock.sleep(60_000, stop.signal);
    stop.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await nodeClock.sleep(0);
  });
});

describe("ids", () => {
  it("are as long as asked for, of small letters and digits", () => {
    for (const length of [0, 1, 4, 40]) expect(nodeIds.short(length)).toMatch(new RegExp(`^[a-z0-9]{${length}}$`, "u"));
    expect(new Set(Array.from({ length: 1000 }, () => nodeIds.unique())).size).toBe(1000);
  });
});
