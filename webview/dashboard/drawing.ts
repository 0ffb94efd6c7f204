// Owns what a figure can have inside: a chart, or a picture of core/figures whose marks can be chosen. Refuses choosing numbers.
import { arrows, type ArrowFigure } from "../../src/core/figures/arrows.ts";
import { chartDots, type Chart } from "../../src/core/figures/chart.ts";
import { dots, type DotFigure } from "../../src/core/figures/dots.ts";
import type { Drawn } from "../../src/core/figures/drawn.ts";
import type { Said } from "../../src/core/figures/frame.ts";
import { strip, type StripFigure } from "../../src/core/figures/strip.ts";
import { PAPER_STYLE, THEME_STYLE, type FigureStyle } from "../../src/core/figures/style.ts";
import { MarkChart } from "./charts.ts";
import { element, fill, svgElement } from "./dom.ts";
import type { MarkQuery } from "./view.ts";

/** A picture to draw, with the probes behind its marks by their ids. */
export type Picture =
  | { readonly kind: "arrows"; readonly figure: ArrowFigure; readonly marks: Readonly<Record<string, Chosen>> }
  | { readonly kind: "dots"; readonly figure: DotFigure }
  | { readonly kind: "strip"; readonly figure: StripFigure }
  | { readonly kind: "chart"; readonly chart: Chart<Chosen>; readonly said: Said; readonly watermark: string | undefined };

/** The probes behind a mark and what they are called. */
export interface Chosen {
  readonly query: MarkQuery;
  readonly what: string;
}

const WIDEST = 1180;
const UNMEASURED = 860;
const PAPER = 720;

/** The picture for files: light, with its caption. */
export function onPaper(picture: Picture): Drawn {
  return picture.kind === "chart" ? dots(chartDots(picture.chart, picture.said, picture.watermark), PAPER, PAPER_STYLE) : drawnPicture(picture, PAPER, PAPER_STYLE);
}

function drawnPicture(picture: Exclude<Picture, { kind: "chart" }>, width: number, style: FigureStyle): Drawn {
  switch (picture.kind) {
    case "arrows":
      return arrows(picture.figure, width, style);
    case "dots":
      return dots(picture.figure, width, style);
    case "strip":
      return strip(picture.figure, width, style);
  }
}

/** Draws whichever picture it is given in one place, follows width and theme, and leads from marks to probes. */
export class Drawing {
  readonly element = element("div", { class: "drawing" });
  readonly #choose: (chosen: Chosen) => void;
  readonly #chart: MarkChart<Chosen>;
  #shown: { readonly picture: Picture; readonly keys: string } | undefined;
  #html = "";
  #width = 0;

  constructor(choose: (chosen: Chosen) => void) {
    this.#choose = choose;
    this.#chart = new MarkChart(choose);
    new ResizeObserver(() => requestAnimationFrame(() => this.#resized())).observe(this.element);
  }

  /** `keys` says how to walk the marks of a chart. */
  show(picture: Picture, keys: string): void {
    this.#shown = { picture, keys };
    if (picture.kind === "chart") {
      // Moving the canvas would take its focus, so what is in place stays.
      if (this.element.firstElementChild !== this.#chart.element) fill(this.element, this.#chart.element);
      this.#html = "";
      this.#chart.show(picture.chart, picture.said.title, keys);
    } else this.#draw(picture);
  }

  repaint(): void {
    if (this.#shown?.picture.kind === "chart") this.#chart.repaint();
  }

  #resized(): void {
    const { picture } = this.#shown ?? {};
    if (picture && picture.kind !== "chart" && this.#room() !== this.#width) this.#draw(picture);
  }

  #room(): number {
    return Math.max(268, Math.min(WIDEST, this.element.clientWidth || UNMEASURED));
  }

  /** Drawn anew only when it looks different; the mark with the focus keeps it. */
  #draw(picture: Exclude<Picture, { kind: "chart" }>): void {
    this.#width = this.#room();
    const drawn = svgElement(drawnPicture(picture, this.#width, THEME_STYLE));
    if (drawn.outerHTML === this.#html) return;
    this.#html = drawn.outerHTML;
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.getAttribute("data-mark") : undefined;
    fill(this.element, drawn);
    if (picture.kind !== "arrows") return;
    for (const [id, chosen] of Object.entries(picture.marks)) this.#lead(id, chosen);
    if (focused) this.#mark(focused)?.focus({ preventScroll: true });
  }

  #lead(id: string, chosen: Chosen): void {
    const mark = this.#mark(id);
    mark?.addEventListener("click", () => this.#choose(chosen));
    mark?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.#choose(chosen);
    });
  }

  #mark(id: string): SVGElement | null {
    return this.element.querySelector<SVGElement>(`[data-mark="${CSS.escape(id)}"]`);
  }
}
