// What making and verifying receipts needs, on a window in memory.
import { statsReport } from "../../../../src/core/stats/report.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import type { ReceiptDoors } from "../../../../src/study/receipts/receiptOf.ts";
import { quickClock } from "../../../fakes/quickClock.ts";
import type { Window } from "../onMemory.ts";

const DRAWS = 100;

export function receiptDoors({ files }: Pick<Window, "files">): ReceiptDoors {
  return {
    files,
    stats: { report: (probes, scheme, options) => Promise.resolve(statsReport(probes, scheme, { ...options, bootstrapDraws: DRAWS, permutationDraws: DRAWS })) },
    digest: nodeDigest,
    clock: quickClock(1000),
    software: { name: "decision-fidelity", version: "0.1.0" },
  };
}
