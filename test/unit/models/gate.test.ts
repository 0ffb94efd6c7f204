import { describe, expect, it } from "vitest";
import { Gate, type Lease } from "../../../src/models/gate.ts";
import { quickClock } from "../../fakes/quickClock.ts";

const never = new AbortController().signal;

async function enterAll(gate: Gate, count: number): Promise<Lease[]> {
  return Promise.all(Array.from({ length: count }, () => gate.enter(never)));
}

async function inside(entering: Promise<Lease>): Promise<boolean> {
  return Promise.race([entering.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 5))]);
}

describe("gate", () => {
  it("lets in as many as the limit and the next when one leaves", async () => {
    const gate = new Gate({ start: 2, most: 2 }, quickClock(1));
    const [first] = await enterAll(gate, 2);
    const third = gate.enter(never);
    expect(await inside(third)).toBe(false);
    first?.leave(false);
    expect(await inside(third)).toBe(true);
  });

  it("doubles with a round of successes, up to the most", async () => {
    const gate = new Gate({ start: 2, most: 12 }, quickClock(1));
    for (const limit of [4, 8, 12, 12]) {
      for (const lease of await enterAll(gate, gate.limit)) lease.leave(true);
      expect(gate.limit).toBe(limit);
    }
  });

  it("grows by one for a round of successes once it was limited", async () => {
    const gate = new Gate({ start: 4, most: 8 }, quickClock(1));
    const [limited] = await enterAll(gate, 1);
    limited?.limited(0);
    limited?.leave(false);
    expect(gate.limit).toBe(2);
    for (let round = 0; round < 2; round++) for (const lease of await enterAll(gate, 2)) lease.leave(true);
    expect(gate.limit).toBe(3);
    for (let round = 0; round < 2; round++) for (const lease of await enterAll(gate, 3)) lease.leave(true);
    expect(gate.limit).toBe(4);
  });

  it("halves once for calls that were limited together, never below one", async () => {
    const gate = new Gate({ start: 8, most: 8 }, quickClock(1));
    for (const lease of await enterAll(gate, 8)) {
      lease.limited(0);
      lease.leave(false);
    }
    expect(gate.limit).toBe(4);
    for (let round = 0; round < 9; round++) {
      const [lease] = await enterAll(gate, 1);
      lease?.limited(0);
      lease?.leave(false);
    }
    expect(gate.limit).toBe(1);
  });

  it("keeps everyone out for as long as the server asked", async () => {
    const clock = quickClock(1000);
    const gate = new Gate({ start: 4, most: 4 }, clock);
    const [lease] = await enterAll(gate, 1);
    lease?.limited(60_000);
    lease?.leave(false);
    const from = clock.milliseconds();
    await gate.enter(never);
    expect(clock.milliseconds() - from).toBeGreaterThanOrEqual(59_000);
  });

  it("forgets who was cancelled while waiting", async () => {
    const gate = new Gate({ start: 1, most: 1 }, quickClock(1));
    const [first] = await enterAll(gate, 1);
    const cancel = new AbortController();
    const second = gate.enter(cancel.signal);
    const third = gate.enter(never);
    cancel.abort(new Error("enough"));
    await expect(second).rejects.toThrow("enough");
    first?.leave(true);
    first?.leave(true);
    expect(await inside(third)).toBe(true);
    const fourth = gate.enter(never);
    expect(await inside(fourth)).toBe(false);
  });

  it("gives its place back when cancelled while the gate is closed", async () => {
    const gate = new Gate({ start: 1, most: 1 }, quickClock(1));
    const [first] = await enterAll(gate, 1);
    first?.limited(60);
    first?.leave(false);
    const cancel = new AbortController();
    const second = gate.enter(cancel.signal);
    cancel.abort(new Error("enough"));
    await expect(second).rejects.toThrow("enough");
    await expect(gate.enter(never)).resolves.toBeDefined();
  });
});

describe("gate of a server that swaps its models", () => {
  const swapping = (most: number, block: number): Gate => new Gate({ start: most, most, block }, quickClock(1));

  /** The order in which calls of these models come in when each leaves as soon as it is in. */
  async function order(gate: Gate, models: readonly string[]): Promise<string> {
    const came: string[] = [];
    await Promise.all(
      models.map(async (model) => {
        const lease = await gate.enter(never, model);
        came.push(model);
        await Promise.resolve();
        lease.leave(true);
      }),
    );
    return came.join("");
  }

  it("answers one model's calls in a row, and no more than a block while another waits", async () => {
    expect(await order(swapping(1, 100), [..."abababab"])).toBe("aaaabbbb");
    expect(await order(swapping(1, 3), [..."abababababab"])).toBe("aaabbbaaabbb");
    expect(await order(swapping(1, 2), [..."aaaaaa"])).toBe("aaaaaa");
  });

  it("lets the other model in only when nobody is inside any more", async () => {
    const gate = swapping(4, 100);
    const first = await Promise.all(["a", "a"].map((model) => gate.enter(never, model)));
    const other = gate.enter(never, "b");
    first[0]?.leave(true);
    expect(await inside(other)).toBe(false);
    first[1]?.leave(true);
    expect(await inside(other)).toBe(true);
  });

  it("says when the server may have to load", async () => {
    const clock = quickClock(100_000);
    const gate = new Gate({ start: 1, most: 1, block: 10 }, clock);
    const firsts: boolean[] = [];
    for (const model of ["a", "a", "b", "b", "a"]) {
      const lease = await gate.enter(never, model);
      firsts.push(lease.first);
      lease.leave(true);
    }
    expect(firsts).toEqual([true, false, true, false, true]);
    await clock.sleep(300_000);
    expect((await gate.enter(never, "a")).first).toBe(true);
  });

  it("goes on when the only one inside the other model's turn gives up waiting", async () => {
    const gate = swapping(1, 1);
    const [first] = await Promise.all([gate.enter(never, "a")]);
    const cancel = new AbortController();
    const other = gate.enter(cancel.signal, "b");
    const same = gate.enter(never, "a");
    first.leave(true);
    const lease = await other;
    cancel.abort(new Error("enough"));
    lease.leave(false);
    await expect(same).resolves.toBeDefined();
  });
});
