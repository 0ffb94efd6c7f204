// Owns the map between turns and lines of a rendered transcript. Refuses text.

/** Lines of one turn's block, counted from 0. `threadLine` is the empty line that ends the block; threads hang there. */
export interface TurnLines {
  readonly headerLine: number;
  readonly firstTextLine: number;
  readonly lastTextLine: number;
  readonly threadLine: number;
}

/** `turns[i]` are the lines of turn i. */
export interface TranscriptMap {
  readonly lineCount: number;
  readonly turns: readonly TurnLines[];
  /** Turn whose block (header to thread line) holds the line; undefined in the transcript's header and outside. */
  turnAt(line: number): number | undefined;
}

/** A map over blocks in ascending order that do not overlap. */
export function transcriptMap(turns: readonly TurnLines[], lineCount: number): TranscriptMap {
  return {
    lineCount,
    turns,
    turnAt(line) {
      let low = 0;
      let high = turns.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const block = turns[middle];
        if (block === undefined) return undefined;
        if (line < block.headerLine) high = middle - 1;
        else if (line > block.threadLine) low = middle + 1;
        else return middle;
      }
      return undefined;
    },
  };
}
