// Owns cutting a text into the fields of its rows (RFC 4180). What breaks the rules is read as text and said; see csvScan.ts for
// the same grammar over bytes, which only finds where rows begin and end.

/** What separates fields (one ASCII character) and rows. */
export interface CsvDialect {
  readonly delimiter: string;
  /** `\n` also ends a row written with `\r\n`. */
  readonly newline: "\n" | "\r";
}

/** How a CSV file is written, as its beginning says. */
export interface CsvLayout {
  readonly dialect: CsvDialect;
  readonly columns: readonly string[];
  /** Line breaks and bytes above the first row. */
  readonly above: { readonly lines: number; readonly offset: number };
}

const [QUOTE, LF, CR] = [34, 10, 13] as const;

/** Cuts rows off one text, one after the other. */
export class RowCutter {
  readonly #text: string;
  readonly #dialect: CsvDialect;
  readonly #delimiter: number;
  readonly #newline: number;
  /** The first of each at or after the last place looked for; searched again when passed. */
  #nextDelimiter = -1;
  #nextNewline = -1;
  /** Where the next row begins. */
  at: number;
  /** Line breaks passed since the start, those inside quotes included. */
  lines = 0;
  /** True when a quote of the last row was not closed as it should be; that row was read as one line of plain text. */
  repaired = false;
  /** Where each field of the last row begins in the text. */
  readonly starts: number[] = [];

  constructor(text: string, dialect: CsvDialect, at = 0) {
    this.#text = text;
    this.#dialect = dialect;
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#newline = dialect.newline.charCodeAt(0);
    this.at = at;
  }

  /** The fields of the next row; undefined at the end of the text. Blank lines are rows of one empty field. */
  next(): string[] | undefined {
    if (this.at >= this.#text.length) return undefined;
    const from = this.at;
    const before = this.lines;
    this.repaired = false;
    const fields = this.#row(true);
    if (fields) return fields;
    this.at = from;
    this.lines = before;
    this.#nextDelimiter = -1;
    this.#nextNewline = -1;
    this.repaired = true;
    return this.#row(false);
  }

  /** Undefined when quotes count and one is not closed as it should be. */
  #row(quotes: boolean): string[] | undefined {
    const text = this.#text;
    const fields: string[] = [];
    this.starts.length = 0;
    let at = this.at;
    for (;;) {
      const from = at;
      let value: string | undefined;
      if (quotes && text.charCodeAt(at) === QUOTE) {
        const lines = this.lines;
        const end = this.#closing(at + 1);
        if (end === -1) return undefined;
        at = this.#fieldEnd(end + 1);
        const inside = text.slice(from + 1, end).replaceAll('""', '"');
        if (at === end + 1) value = inside;
        // Text after the closing quote: over several lines it is another field's quote that closed this one.
        else if (this.lines > lines) return undefined;
        else value = `"${inside}"${text.slice(end + 1, at)}`;
      } else {
        at = this.#fieldEnd(at);
        value = text.slice(from, at);
      }
      this.starts.push(from);
      fields.push(value);
      if (at < text.length && text.charCodeAt(at) === this.#delimiter) {
        at++;
        continue;
      }
      // A carriage return before the line feed belongs to the line's end.
      if (at < text.length && text.charCodeAt(at) === CR && this.#newline === LF) at++;
      if (at < text.length) {
        at++;
        this.lines++;
      }
      this.at = at;
      return fields;
    }
  }

  /** The quote that ends the field whose text begins at `at`, or −1. */
  #closing(at: number): number {
    const text = this.#text;
    let from = at;
    for (;;) {
      const quote = text.indexOf('"', from);
      if (quote === -1) return -1;
      if (text.charCodeAt(quote + 1) !== QUOTE) {
        this.#findNewline(at);
        while (this.#nextNewline < quote) {
          this.lines++;
          this.#findNewline(this.#nextNewline + 1);
        }
        return quote;
      }
      from = quote + 2;
    }
  }

  /** The delimiter, or the first character of the line's end, at or after `at`; the text's length when there is none. */
  #fieldEnd(at: number): number {
    const text = this.#text;
    if (this.#nextDelimiter < at) this.#nextDelimiter = endOf(text, this.#dialect.delimiter, at);
    this.#findNewline(at);
    if (this.#nextDelimiter < this.#nextNewline) return this.#nextDelimiter;
    const end = this.#nextNewline;
    return end > at && end < text.length && this.#newline === LF && text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }

  #findNewline(at: number): void {
    if (this.#nextNewline < at) this.#nextNewline = endOf(this.#text, this.#dialect.newline, at);
  }
}

function endOf(text: string, character: string, at: number): number {
  const found = text.indexOf(character, at);
  return found === -1 ? text.length : found;
}

/** The first rows of a text that are not blank, at most `most`. */
export function splitRows(text: string, dialect: CsvDialect, most = Infinity): readonly (readonly string[])[] {
  const cutter = new RowCutter(text, dialect);
  const rows: (readonly string[])[] = [];
  for (let row = cutter.next(); row && rows.length < most; row = cutter.next()) if (row.length > 1 || row[0] !== "") rows.push(row);
  return rows;
}
