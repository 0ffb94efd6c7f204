// A packet leaves the machine: where simulator and judge saw placeholders, so does whoever gets it.
import { describe, expect, it } from "vitest";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { nodeIds } from "../../../../src/node/ids.ts";
import { drawQueue } from "../../../../src/study/labels/drawQueue.ts";
import { packetLines, packetOf } from "../../../../src/study/labels/packet.ts";
import { quickClock } from "../../../fakes/quickClock.ts";
import { checked, MODEL_SETUP, nativeText, opened, sayingChat, windowOn } from "../onMemory.ts";

const PHONE = "13812345678";

describe("a packet", () => {
  it.each([true, false])("of a run with redaction %s", async (redact) => {
    const window = windowOn({ chat: sayingChat() });
    const open = await opened(window, nativeText(4).replaceAll('"text":"', `"text":"Call ${PHONE}. `));
    const run = await checked(window, open, { ...MODEL_SETUP, ...(redact ? { redact } : {}) });
    const doors = { dataset: open.dataset, digest: nodeDigest, clock: quickClock(1000), ids: nodeIds };
    const queue = await drawQueue([run], open.dataset, { unit: "turns", target: 8, seed: 1, annotators: [] }, doors);
    const made = await packetOf(queue, [run], run.manifest.codebook, undefined, doors);
    expect(made.items).toHaveLength(queue.items.length);
    expect(packetLines(made).includes(PHONE)).toBe(!redact);
    expect(packetLines(made).includes("[phone 1]")).toBe(redact);
    expect(made.items.map(({ content }) => content)).toEqual(queue.items.map(({ content }) => content));
  });
});
