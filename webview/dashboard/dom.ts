// Owns making elements from data. Refuses markup: text is always text, and there are no inline styles.
import { attributeText, type Drawn } from "../../src/core/figures/drawn.ts";

export type Child = Node | string | undefined | false | readonly Child[];
type AttributeValue = string | number | boolean | undefined;

/** An element with attributes and children; `undefined` and `false` are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Readonly<Record<string, AttributeValue>> = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    const text = attributeText(value);
    if (text !== undefined) made.setAttribute(key, text);
  }
  fill(made, ...children);
  return made;
}

/** Replaces what is inside. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...flat(children));
}

function flat(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child): (Node | string)[] => {
    if (child === undefined || child === false) return [];
    return Array.isArray(child) ? flat(child as readonly Child[]) : [child as Node | string];
  });
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawn picture as elements of the page. */
export function svgElement({ name, attributes, children }: Drawn): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    const text = attributeText(value);
    if (text !== undefined) made.setAttribute(key, text);
  }
  made.append(...children.map((child) => (typeof child === "string" ? child : svgElement(child))));
  return made;
}

/** A section that is replaced only when it looks different, and then keeps the focus and open details, so that nobody loses their place in a live run. */
export class Section<T> {
  readonly element: HTMLElement;
  readonly #draw: (value: T) => Child;
  #shown: string | undefined;

  constructor(className: string, draw: (value: T) => Child, name: "section" | "div" = "section") {
    this.element = element(name, { class: className });
    this.#draw = draw;
  }

  show(value: T): void {
    const drawn = element("div", {}, this.#draw(value));
    const html = drawn.innerHTML;
    if (html === this.#shown) return;
    this.#shown = html;
    const at = reachable(this.element).findIndex((each) => each === document.activeElement);
    const open = this.element.querySelector("details")?.open ?? false;
    this.element.replaceChildren(...drawn.childNodes);
    const details = this.element.querySelector("details");
    if (details) details.open = open;
    if (at >= 0) reachable(this.element)[at]?.focus({ preventScroll: true });
  }
}

function reachable(parent: Element): readonly (HTMLElement | SVGElement)[] {
  return [...parent.querySelectorAll<HTMLElement | SVGElement>("[tabindex], button, vscode-button, summary")];
}
