// Owns guessing how a table of text is written: what separates fields and lines, and the names of the columns. Refuses reading rows.
import { splitRows, type CsvDialect } from "./csvFields.ts";

const DELIMITERS = [",", "\t", ";", "|"] as const;
const LOOKED_AT = 20;

/** The dialect in which the first rows have the same number of fields, and most of them; a comma where nothing tells. */
export function dialectOf(beginning: string, path = ""): CsvDialect {
  const newline = beginning.includes("\n") || !beginning.includes("\r") ? "\n" : "\r";
  const first = /\.(?:tsv|tab)$/iu.test(path) ? "\t" : ",";
  let best: { delimiter: string; score: number } = { delimiter: first, score: 0 };
  for (const delimiter of [first, ...DELIMITERS.filter((each) => each !== first)]) {
    const widths = splitRows(beginning, { delimiter, newline }, LOOKED_AT + 1).map((row) => row.length);
    // The last row may be cut where the beginning ends.
    const whole = widths.length > 1 ? widths.slice(0, -1) : widths;
    const width = whole[0] ?? 1;
    const alike = whole.filter((each) => each === width).length / Math.max(1, whole.length);
    const score = width > 1 ? alike + Math.min(width, 50) / 1000 : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return { delimiter: best.delimiter, newline };
}

/** Names of columns: trimmed; one without a name is called after its place, a repeated one after its turn. */
export function columnNames(header: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return header.map((field, index) => {
    const name = field.trim() || `column ${index + 1}`;
    let own = name;
    for (let turn = 2; used.has(own); turn++) own = `${name} (${turn})`;
    used.add(own);
    return own;
  });
}
