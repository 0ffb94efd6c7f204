// A process of its own that appends to a journal until it is killed. Arguments: folder, seed, mode.
// `append`: numbered lines of seeded lengths, each reported on stdout once it counts. `contend`: opens once and reports how that went.
import { setTimeout as wait } from "node:timers/promises";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { isFailure } from "../../../src/core/messages/failure.ts";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { NodeJournalStore } from "../../../src/node/journalStore.ts";

const [folder = "", seed = "0", mode = "append"] = process.argv.slice(2);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const store = new NodeJournalStore({ folder, clock: nodeClock, ids: nodeIds, log });

if (mode === "contend") {
  process.stdout.write("ready\n");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  try {
    await store.open("runs/one.jsonl");
    process.stdout.write("won\n");
  } catch (error) {
    process.stdout.write(isFailure(error) ? `${error.id}\n` : `unexpected ${String(error)}\n`);
  }
  await wait(60_000);
}

const generator = xoroshiro128plus(Number(seed));
const file = await store.open("runs/one.jsonl");
for (let number = 0; ; number++) {
  const padding = "x".repeat(uniformInt(generator, 0, 1) === 0 ? uniformInt(generator, 0, 200) : uniformInt(generator, 0, 400_000));
  await file.append(JSON.stringify({ seed, number, padding }));
  process.stdout.write(`${number}\n`);
}
