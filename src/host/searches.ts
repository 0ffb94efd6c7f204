// Owns the searches for a text that are on their way: which answers belong to which. Refuses sending them and showing what is found.
import * as vscode from "vscode";
import * as z from "zod/mini";
import { Failure } from "../core/messages/failure.ts";
import { isSentence, type SentenceId } from "../core/messages/sentences.ts";
import { FIND_TEXT_REQUEST, findTextAnswerSchema, foundSchema, type FindText, type FindTextAnswer, type Found } from "../protocol/languageServer.ts";

/** Sends a request to the server. */
export type Ask = (method: string, message: unknown, token: vscode.CancellationToken) => Promise<unknown>;

export class Searches {
  readonly #heard = new Map<number, (found: Found) => void>();
  #last = 0;

  /** Turns of a dataset that hold a text, as they are found. Rejects with the server's `Failure`, or when the signal is aborted with its reason. */
  async find(asked: Omit<FindText, "search">, onFound: (found: Found) => void, ask: Ask, signal: AbortSignal): Promise<FindTextAnswer> {
    signal.throwIfAborted();
    const search = ++this.#last;
    const source = new vscode.CancellationTokenSource();
    const stop = (): void => source.cancel();
    signal.addEventListener("abort", stop, { once: true });
    this.#heard.set(search, onFound);
    try {
      return findTextAnswerSchema.parse(await ask(FIND_TEXT_REQUEST, { ...asked, search } satisfies FindText, source.token));
    } catch (error) {
      signal.throwIfAborted();
      throw failureIn(error) ?? error;
    } finally {
      this.#heard.delete(search);
      signal.removeEventListener("abort", stop);
      source.dispose();
    }
  }

  /** Takes a notification of the server; one of a search that is over is passed over. */
  hear(message: unknown): void {
    const found = foundSchema.safeParse(message);
    if (found.success) this.#heard.get(found.data.search)?.(found.data);
  }
}

const failureSchema = z.object({
  data: z.object({ id: z.custom<SentenceId>((id) => typeof id === "string" && isSentence(id)), values: z.record(z.string(), z.union([z.string(), z.number()])) }),
});

/** The known failure an error of the server carries. */
function failureIn(error: unknown): Failure | undefined {
  const known = failureSchema.safeParse(error);
  return known.success ? new Failure(known.data.data.id, known.data.data.values) : undefined;
}
