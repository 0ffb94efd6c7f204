import { expect, it } from "vitest";
import { checked, entriesOf, MODEL_SETUP, OPTIONS, opened, sayingChat, windowOn } from "./onMemory.ts";

/** Which branch of each probe was labelled first. */
async function orders(seed: number): Promise<ReadonlyMap<string, string>> {
  const window = windowOn({ chat: sayingChat() });
  const run = await checked(window, await opened(window), MODEL_SETUP, { ...OPTIONS, seed });
  const first = new Map<string, string>();
  for (const entry of entriesOf(window.disk, run.name)) {
    if (entry.kind !== "verdict") continue;
    const { branch, conversation, turn } = entry.target;
    const key = `${conversation}#${turn}`;
    if (!first.has(key)) first.set(key, branch);
  }
  return new Map([...first].sort());
}

it("real and simulated turns are labelled in an order that the run's seed alone decides", async () => {
  const one = await orders(1);
  expect(new Set(one.values())).toEqual(new Set(["real", "simulated"]));
  expect(await orders(1)).toEqual(one);
  expect([...(await orders(2)).values()]).not.toEqual([...one.values()]);
});
