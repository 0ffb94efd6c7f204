// Owns answering a search for a text: checks what is asked, tells what was found as it is found, ends with the request. Refuses searching.
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { isFailure } from "../core/messages/failure.ts";
import { findTextSchema, FOUND_NOTIFICATION, type FindTextAnswer, type Found, type FoundTurn } from "../protocol/languageServer.ts";
import type { AttachedDatasets } from "./attachedDatasets.ts";
import { findText } from "./findText.ts";
import { signalOf } from "./signal.ts";

/** Milliseconds between two notifications of one search. */
const EVERY = 250;

/** Answers `FIND_TEXT_REQUEST`. A known failure is an error with its id and values as data. */
export async function answerSearch(raw: unknown, token: CancellationToken, connection: Connection, attached: AttachedDatasets): Promise<FindTextAnswer | ResponseError<unknown>> {
  const asked = findTextSchema.safeParse(raw);
  if (!asked.success) return new ResponseError(LSPErrorCodes.RequestFailed, asked.error.message);
  const { search, dataset: key, text, most } = asked.data;
  const { signal, release } = signalOf(token);
  let waiting: FoundTurn[] = [];
  let told = 0;
  try {
    const { dataset } = await attached.byKey(key, signal);
    const total = dataset.entries.length;
    const tell = (done: number): void => {
      void connection.sendNotification(FOUND_NOTIFICATION, { search, turns: waiting, done, total } satisfies Found);
      waiting = [];
      told = performance.now();
    };
    const answer = await findText(dataset, { text, most }, (turns, done) => {
      waiting.push(...turns);
      if (performance.now() - told >= EVERY) tell(done);
    }, signal);
    tell(answer.done);
    return answer;
  } catch (error) {
    if (signal.aborted) return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    if (isFailure(error)) return new ResponseError(LSPErrorCodes.RequestFailed, error.id, { id: error.id, values: error.values });
    throw error;
  } finally {
    release();
  }
}
