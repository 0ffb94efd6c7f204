// Owns sending what is too large for one message in several, and joining it again. Refuses knowing what it is.
import * as z from "zod/mini";

/** Characters of one piece: with quotes escaped a message stays under 100 KB. */
const PIECE = 60_000;
/** Characters up to which a message goes as it is. */
const WHOLE = 95_000;

export const pieceSchema = z.object({ type: z.literal("piece"), at: z.int().check(z.nonnegative()), of: z.int().check(z.positive(), z.lte(1_000)), text: z.string().check(z.maxLength(PIECE)) });
export type Piece = z.infer<typeof pieceSchema>;

/** The message itself, or its pieces in order. */
export function inPieces<T extends object>(message: T): readonly (T | Piece)[] {
  const text = JSON.stringify(message);
  if (text.length <= WHOLE) return [message];
  const of = Math.ceil(text.length / PIECE);
  return Array.from({ length: of }, (_none, at): Piece => ({ type: "piece", at, of, text: text.slice(at * PIECE, (at + 1) * PIECE) }));
}

/** Joins pieces that come in order; one that is out of order is dropped with those before it. */
export class Pieces {
  #texts: string[] = [];

  /** The message, once its last piece is there. */
  add({ at, of, text }: Piece): unknown {
    if (at === 0) this.#texts = [];
    if (at !== this.#texts.length) {
      this.#texts = [];
      return undefined;
    }
    this.#texts.push(text);
    return this.#texts.length === of ? JSON.parse(this.#texts.splice(0).join("")) : undefined;
  }
}
