// Owns the command try: a condition on ten hand-picked probes, before a run is planned. Refuses statistics: there are none of such probes.
import { visibleLabel } from "../core/transcript/visible.ts";
import { placesToTry, tryOut, triedText } from "../study/lab/tryOut.ts";
import { setupOf } from "./choices.ts";
import { only } from "./data.ts";
import { confirmCalls, endpointNamed } from "./endpoints.ts";
import { addData, type Session } from "./session.ts";
import { EXIT } from "./usage.ts";

/** `try DATA --condition C --simulator S [--judge J]`. What it finds is kept with the hand-picked probes, and reused by a run that chooses them. */
export async function tryCondition(session: Session): Promise<number> {
  const { words, study, signal } = session;
  const setup = { ...setupOf(words), ...(words.redact ? { redact: true } : {}) };
  const open = await addData(session, only(words.paths, "try DATA --condition C --simulator ENDPOINT/MODEL"));
  const places = await placesToTry(open, signal);
  const models = [setup.simulator, setup.judge].flatMap((each) => (each.kind === "model" ? [each.endpoint] : []));
  if (models.length > 0) {
    const origins = new Set<string>();
    for (const endpoint of models) origins.add(new URL((await endpointNamed(endpoint, words)).address).origin);
    // The judge labels both branches.
    const each = (setup.simulator.kind === "model" ? 1 : 0) + (setup.judge.kind === "model" ? 2 : 0);
    await confirmCalls(words, each * places.length, [...origins], signal);
  }
  const tried = await tryOut(study, open, setup, places, signal);
  if (words.json) process.stdout.write(`${JSON.stringify({ what: "decision-fidelity-try", version: 1, condition: setup.condition, probes: tried.map(({ conversation, turn, continuation }) => ({ conversation, turn, ...(continuation ? { kind: continuation.kind, text: continuation.text, ...(continuation.state ? { state: continuation.state } : {}) } : {}) })) }, null, 2)}\n`);
  else process.stdout.write(triedText(tried, visibleLabel(setup.condition, 60), words.language));
  return tried.some(({ failed, continuation }) => failed !== undefined || continuation?.kind === "failed") ? EXIT.problems : EXIT.done;
}
