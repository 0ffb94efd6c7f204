// Owns the problems of one file while it is read: turns findings into places, and stops holding them when there are too many.
import { lineAndColumn, placeOf, type JsonRange } from "../protocol/jsonPosition.ts";
import type { Problem } from "./dataset.ts";
import type { Item } from "./sources/items.ts";
import type { Finding } from "./readers/reading.ts";

/** Problems held; the rest is counted in one last problem. */
const MOST_PROBLEMS = 1000;

export class ProblemList {
  readonly #path: string;
  readonly #problems: Problem[] = [];
  #more = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Adds the findings of one item, `text` being its decoded text. */
  addFindings(item: Item, text: string, findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (this.#problems.length >= MOST_PROBLEMS) this.#more++;
      else this.#problems.push(this.#placed(item, text, finding));
    }
  }

  /** Adds a problem of a known place. */
  add(problem: Omit<Problem, "path">): void {
    if (this.#problems.length >= MOST_PROBLEMS) this.#more++;
    else this.#problems.push({ path: this.#path, ...problem });
  }

  all(): readonly Problem[] {
    if (this.#more === 0) return this.#problems;
    const last: Problem = { path: this.#path, line: 1, column: 1, severity: "information", id: "problems-more", values: { count: this.#more } };
    return [...this.#problems, last];
  }

  #placed(item: Item, text: string, { at, severity, id, values }: Finding): Problem {
    const range: JsonRange = typeof at === "number" ? { start: at, end: at + 1 } : placeOf(text, at).value;
    const inItem = lineAndColumn(text, range.start);
    const line = item.line + inItem.line - 1;
    const column = inItem.line === 1 ? item.column + inItem.column - 1 : inItem.column;
    return { path: this.#path, line, column, endColumn: column + Math.max(1, range.end - range.start), severity, id, values };
  }
}
