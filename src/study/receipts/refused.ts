// Owns which runs have no receipt and enter no gate, each with its sentence. Refuses everything else.
import { Failure } from "../../core/messages/failure.ts";
import type { Run } from "../run.ts";

/** Rejects a run that is hand-picked, invented or unfinished. */
export function refuseReceipt(run: Run): void {
  const { manifest } = run;
  if (!manifest.planned) throw new Failure("receipt-hand-picked", { run: run.id });
  if (manifest.provenance === "invented") throw new Failure("receipt-invented", { run: run.id });
  if (run.status !== "finished") throw new Failure("receipt-unfinished", { run: run.id });
}
