// Owns where the rows of each conversation of a table are: chains of segments in typed arrays, a few bytes a segment.
// Refuses texts, so that it stays small beside any file.
import { concatenated } from "./concatenated.ts";

/** Consecutive rows: bytes of a text file, or numbers of rows. */
export interface Segment {
  readonly start: number;
  readonly length: number;
  readonly line: number;
}

export class RowIndex {
  #starts = new Float64Array(1024);
  #lengths = new Float64Array(1024);
  #lines = new Uint32Array(1024);
  /** The conversation's next segment, or 0. */
  #next = new Uint32Array(1024);
  #segments = 0;
  #first = new Uint32Array(1024);
  #last = new Uint32Array(1024);
  #conversations = 0;
  #numbers: Map<string, number> | undefined = new Map<string, number>();

  /** Conversations found so far, in the order of their first rows. */
  get conversations(): number {
    return this.#conversations;
  }

  /** Adds rows that follow all added before, under a key; `alone` makes a conversation of them whatever has the same key. Returns the conversation's number. */
  add(key: string, start: number, length: number, line: number, alone = false): number {
    const segment = this.#segments++;
    if (segment >= this.#starts.length) this.#grow();
    this.#starts[segment] = start;
    this.#lengths[segment] = length;
    this.#lines[segment] = line;
    const known = alone ? undefined : this.#numbers?.get(key);
    if (known !== undefined) {
      this.#next[this.#last[known] ?? 0] = segment;
      this.#last[known] = segment;
      return known;
    }
    const number = this.#conversations++;
    if (number >= this.#first.length) {
      this.#first = grown(this.#first, new Uint32Array(this.#first.length * 2));
      this.#last = grown(this.#last, new Uint32Array(this.#last.length * 2));
    }
    this.#first[number] = segment;
    this.#last[number] = segment;
    if (!alone) this.#numbers?.set(key, number);
    return number;
  }

  /** Adds to the segment that was added last. */
  extend(length: number): void {
    const last = this.#segments - 1;
    this.#lengths[last] = (this.#lengths[last] ?? 0) + length;
  }

  /** Nothing is added any more, so that the keys need not be held. */
  close(): void {
    this.#numbers = undefined;
  }

  /** The conversation whose first row is at `start`; −1 when there is none. */
  startingAt(start: number): number {
    let low = 0;
    let high = this.#conversations - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#starts[this.#first[middle] ?? 0] ?? 0;
      if (found === start) return middle;
      if (found < start) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Segments of a conversation, in file order. */
  segmentsOf(conversation: number): readonly Segment[] {
    const segments: Segment[] = [];
    if (conversation >= this.#conversations) return segments;
    for (let at = this.#first[conversation] ?? 0, more = true; more; ) {
      segments.push(this.#segment(at));
      const next = this.#next[at] ?? 0;
      more = at !== this.#last[conversation] && next > at;
      at = next;
    }
    return segments;
  }

  /** The first segment of a conversation there is. */
  firstOf(conversation: number): Segment {
    return this.#segment(this.#first[conversation] ?? 0);
  }

  /** Whether all rows of a conversation stand together. */
  isTogether(conversation: number): boolean {
    return this.#first[conversation] === this.#last[conversation];
  }

  #segment(at: number): Segment {
    return { start: this.#starts[at] ?? 0, length: this.#lengths[at] ?? 0, line: this.#lines[at] ?? 0 };
  }

  /** All it holds, for {@link RowIndex.unpacked}. */
  packed(): Uint8Array {
    const [segments, conversations] = [this.#segments, this.#conversations];
    return concatenated([
      new Uint8Array(Uint32Array.of(segments, conversations).buffer),
      ...[this.#starts.subarray(0, segments), this.#lengths.subarray(0, segments), this.#lines.subarray(0, segments), this.#next.subarray(0, segments), this.#first.subarray(0, conversations), this.#last.subarray(0, conversations)].map(
        ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
      ),
    ]);
  }

  /** The index of {@link packed} bytes, to which nothing can be added; undefined for others. */
  static unpacked(bytes: Uint8Array): RowIndex | undefined {
    const [segments = 0, conversations = 0] = new Uint32Array(bytes.slice(0, 8).buffer);
    if (bytes.length !== 8 + segments * 24 + conversations * 8) return undefined;
    let at = 8;
    const part = (length: number): ArrayBuffer => bytes.slice(at, (at += length)).buffer;
    const index = new RowIndex();
    index.#segments = segments;
    index.#conversations = conversations;
    index.#starts = new Float64Array(part(segments * 8));
    index.#lengths = new Float64Array(part(segments * 8));
    index.#lines = new Uint32Array(part(segments * 4));
    index.#next = new Uint32Array(part(segments * 4));
    index.#first = new Uint32Array(part(conversations * 4));
    index.#last = new Uint32Array(part(conversations * 4));
    index.close();
    const sound = [index.#next, index.#first, index.#last].every((places) => places.every((place) => place < segments));
    return sound ? index : undefined;
  }

  #grow(): void {
    const size = this.#starts.length * 2;
    this.#starts = grown(this.#starts, new Float64Array(size));
    this.#lengths = grown(this.#lengths, new Float64Array(size));
    this.#lines = grown(this.#lines, new Uint32Array(size));
    this.#next = grown(this.#next, new Uint32Array(size));
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
