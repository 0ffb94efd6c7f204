// Owns laying text out in cells of one width: aligned columns, wrapped paragraphs. Refuses what the text says.

/** Columns padded to their widest cell, three cells apart; East Asian characters count two. Those in `left` begin alike, the others end alike. */
export function aligned(rows: readonly (readonly string[])[], left: readonly number[] = [0]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => cells(row[column] ?? ""))));
  return rows.map((row) =>
    row
      .map((text, column) => {
        const pad = " ".repeat((widths[column] ?? 0) - cells(text));
        return left.includes(column) ? text + pad : pad + text;
      })
      .join("   ")
      .trimEnd(),
  );
}

/** Lines of at most `most` cells, broken at spaces and between East Asian characters; a longer word keeps a line of its own. */
export function wrapped(text: string, most = 100): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(/[\u2e80-\u9fff\uff00-\uff60]|[^\s\u2e80-\u9fff\uff00-\uff60]+|\s+/gu) ?? []) {
    // Closing punctuation never begins a line.
    if (cells((line + piece).trimEnd()) > most && line.trim() !== "" && !/^[，。；：！？、）」』]/u.test(piece)) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines;
}

/** Cells a text takes in a terminal, or on a page of text. */
export function cells(text: string): number {
  return [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
