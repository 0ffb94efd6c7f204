// Owns places inside JSON text: where it stops being JSON, and where the value at a path stands. Refuses building values (JSON.parse does)
// and recursion: nesting a million deep is only a long loop.

/** Steps from the outermost value: property names and array places. */
export type JsonPath = readonly (string | number)[];

/** UTF-16 offsets into the text; `end` is exclusive. */
export interface JsonRange {
  readonly start: number;
  readonly end: number;
}

/** What stands at a path: the value (of an object or array only its opening bracket) and, in an object, its key. */
export interface JsonPlace {
  readonly value: JsonRange;
  readonly key?: JsonRange;
}

interface Frame {
  readonly array: boolean;
  step: string | number;
  key?: JsonRange;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING_CHUNK = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){1,4096}/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

/** Offset of the first character that cannot stand there in JSON; the text's length when it ends too early; undefined when it is JSON. */
export function syntaxErrorAt(text: string): number | undefined {
  return walk(text, () => undefined);
}

/** Where the value at `path` stands, else its nearest ancestor that is there. Of repeated keys the last, as JSON.parse reads them. */
export function placeOf(text: string, path: JsonPath): JsonPlace {
  let best: JsonPlace = { value: { start: 0, end: 0 } };
  let depth = -1;
  walk(text, (stack, value) => {
    if (stack.length > path.length || stack.length < depth) return;
    if (!stack.every((frame, at) => frame.step === path[at])) return;
    const key = stack.at(-1)?.key;
    best = key ? { value, key } : { value };
    depth = stack.length;
  });
  return best;
}

/** Line and column, both from 1, the column in UTF-16 units. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", start)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

function walk(text: string, visit: (stack: readonly Frame[], value: JsonRange) => void): number | undefined {
  const stack: Frame[] = [];
  let at = skip(text, 0);
  let expect: "value" | "first" | "next" = "value";
  for (;;) {
    const frame = stack.at(-1);
    const symbol = text[at];
    if (expect !== "value" && frame && symbol === (frame.array ? "]" : "}")) {
      stack.pop();
      at = skip(text, at + 1);
      expect = "next";
      if (stack.length === 0) return at < text.length ? at : undefined;
      continue;
    }
    if (expect === "next") {
      if (!frame) return at < text.length ? at : undefined;
      if (symbol !== ",") return at;
      at = skip(text, at + 1);
      if (frame.array) (frame.step as number)++;
    }
    if (frame && !frame.array) {
      const end = stringEnd(text, at);
      if (end < 0) return -end - 1;
      frame.step = JSON.parse(text.slice(at, end)) as string;
      frame.key = { start: at, end };
      at = skip(text, end);
      if (text[at] !== ":") return at;
      at = skip(text, at + 1);
    }
    const opening = text[at];
    if (opening === "{" || opening === "[") {
      visit(stack, { start: at, end: at + 1 });
      stack.push({ array: opening === "[", step: opening === "[" ? 0 : "" });
      at = skip(text, at + 1);
      expect = opening === "[" && text[at] !== "]" ? "value" : "first";
      continue;
    }
    const end = scalarEnd(text, at);
    if (end < 0) return -end - 1;
    visit(stack, { start: at, end });
    at = skip(text, end);
    expect = "next";
  }
}

/** End of the scalar at `at`; −1 − offset of the error where there is none. */
function scalarEnd(text: string, at: number): number {
  const symbol = text[at];
  if (symbol === '"') return stringEnd(text, at);
  return sticky(symbol === "-" || (symbol !== undefined && symbol >= "0" && symbol <= "9") ? NUMBER : WORD, text, at) ?? -1 - at;
}

function stringEnd(text: string, at: number): number {
  if (text[at] !== '"') return -1 - at;
  // A long string in one match overflows the engine's stack; pieces do not.
  let end = at + 1;
  for (let next = sticky(STRING_CHUNK, text, end); next !== undefined; next = sticky(STRING_CHUNK, text, end)) end = next;
  return text[end] === '"' ? end + 1 : -1 - end;
}

function skip(text: string, at: number): number {
  return sticky(SPACE, text, at) ?? at;
}

function sticky(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
