// Owns elements as plain data, for pictures and for the page, and their SVG text. Refuses drawing: what they mean is the caller's.

/** An element: its name, its attributes, what is inside it. Texts are plain; whoever writes them out escapes them. */
export interface Drawn {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly (Drawn | string)[];
}

/** Attribute values; `undefined` and `false` leave the attribute out, `true` is an empty one. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** What may stand inside an element; nothing is left out. */
export type Inside = Drawn | string | undefined | false | readonly Inside[];

/** Makes an element. Nested lists are flattened, `undefined` and `false` dropped. */
export function drawn(name: string, attributes: Attributes = {}, ...inside: readonly Inside[]): Drawn {
  return { name, attributes, children: flat(inside) };
}

/** Everything inside as one list. */
export function flat(inside: readonly Inside[]): readonly (Drawn | string)[] {
  return inside.flatMap((each): readonly (Drawn | string)[] => {
    if (each === undefined || each === false) return [];
    return typeof each === "string" ? [each] : isList(each) ? flat(each) : [each];
  });
}

/** An attribute as it is written, or undefined where it is left out. Numbers keep at most two decimals, so that pictures are the same everywhere. */
export function attributeText(value: Attributes[string]): string | undefined {
  if (value === undefined || value === false) return undefined;
  if (value === true) return "";
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}

/** A file's worth of SVG: declaration, namespace, one element a line. Characters XML does not allow are replaced by U+FFFD. */
export function svgText(root: Drawn): string {
  const named = { ...root, attributes: { xmlns: "http://www.w3.org/2000/svg", ...root.attributes } };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(named, "").join("\n")}\n`;
}

function lines({ name, attributes, children }: Drawn, indent: string): readonly string[] {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    const text = attributeText(value);
    return text === undefined ? [] : [` ${key}="${escaped(text)}"`];
  });
  const open = `${indent}<${name}${written.join("")}`;
  if (children.length === 0) return [`${open}/>`];
  // Spaces between texts would be drawn, so an element with text stays on one line.
  if (children.some((child) => typeof child === "string")) return [`${open}>${children.map(inline).join("")}</${name}>`];
  return [`${open}>`, ...children.flatMap((child) => lines(child as Drawn, `${indent}  `)), `${indent}</${name}>`];
}

function inline(child: Drawn | string): string {
  return typeof child === "string" ? escaped(child) : lines(child, "").join("");
}

function escaped(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
  return allowed.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

function isList(each: Drawn | readonly Inside[]): each is readonly Inside[] {
  return Array.isArray(each);
}
