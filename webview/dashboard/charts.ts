// Owns drawing with chart.js in the editor's colours: points and bars with intervals, by mouse and by keyboard. Refuses choosing numbers.
import { BarElement, CategoryScale, Chart, LinearScale, LineElement, PointElement, Tooltip, type ChartDataset, type ChartType } from "chart.js";
import { BarWithErrorBar, BarWithErrorBarsController, LineWithErrorBarsController, PointWithErrorBar, type IErrorBarXYDataPoint } from "chartjs-chart-error-bars";
import type { Chart as ChartData, ChartSeries } from "../../src/core/figures/chart.ts";
import { element } from "./dom.ts";

Chart.register(BarElement, BarWithErrorBar, BarWithErrorBarsController, CategoryScale, LinearScale, LineElement, LineWithErrorBarsController, PointElement, PointWithErrorBar, Tooltip);

/** A chart that is updated in place, repainted when the theme changes, and walked by arrow keys. */
export class MarkChart<Q> {
  readonly element: HTMLElement;
  readonly #canvas = element("canvas", { tabindex: 0, role: "application" });
  readonly #live = element("div", { class: "spoken", "aria-live": "polite" });
  readonly #chosen: (query: Q) => void;
  #chart: Chart | undefined;
  #data: ChartData<Q> | undefined;
  #at: readonly [series: number, mark: number] = [0, -1];
  #keys = "";

  constructor(chosen: (query: Q) => void) {
    this.#chosen = chosen;
    this.element = element("div", { class: "chart" }, element("div", { class: "canvas" }, this.#canvas), this.#live);
    this.#canvas.addEventListener("focus", () => {
      if (this.#canvas.matches(":focus-visible")) this.#live.textContent = this.#keys;
    });
    this.#canvas.addEventListener("blur", () => {
      this.#live.textContent = "";
      this.#mark([]);
    });
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
    this.#canvas.addEventListener("click", (event) => {
      const [hit] = this.#chart?.getElementsAtEventForMode(event, "nearest", { intersect: true }, false) ?? [];
      const mark = hit && this.#data?.series[hit.datasetIndex]?.marks[hit.index];
      if (mark?.query) this.#chosen(mark.query);
    });
  }

  /** `keys` says how to walk the marks. */
  show(data: ChartData<Q>, name: string, keys: string): void {
    this.#data = data;
    this.#keys = keys;
    this.#canvas.setAttribute("aria-label", `${name}. ${keys}`);
    this.repaint();
  }

  /** Draws anew with the colours of the theme as it is now. */
  repaint(): void {
    const data = this.#data;
    if (!data) return;
    const ink = inkOf(document.body);
    const datasets = data.series.map((_, index) => datasetOf(data, index, ink));
    const type = (data.kind === "points" ? "lineWithErrorBars" : "barWithErrorBars") as ChartType;
    if (this.#chart) {
      this.#chart.data.labels = labelsOf(data);
      this.#chart.data.datasets = datasets;
      this.#chart.options = optionsOf(data, ink);
      this.#chart.update("none");
      return;
    }
    if (typeof this.#canvas.getContext !== "function" || !this.#canvas.getContext("2d")) return;
    this.#chart = new Chart(this.#canvas, { type, data: { labels: labelsOf(data), datasets }, options: optionsOf(data, ink), plugins: [{ id: "heads", afterDatasetsDraw: (chart) => drawHeads(chart, this.#data) }] });
  }

  #key(event: KeyboardEvent): void {
    const data = this.#data;
    if (!data) return;
    const [series, mark] = this.#at;
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowRight: [series, mark + 1], ArrowLeft: [series, mark - 1], ArrowDown: [series + 1, mark], ArrowUp: [series - 1, mark] };
    const to = moves[event.key];
    if (to) {
      event.preventDefault();
      const nextSeries = Math.min(Math.max(to[0], 0), data.series.length - 1);
      this.#at = [nextSeries, Math.min(Math.max(to[1], 0), data.categories.length - 1)];
      const shown = data.series[this.#at[0]]?.marks[this.#at[1]];
      this.#live.textContent = shown?.spoken ?? "";
      this.#mark(shown?.value === undefined ? [] : [{ datasetIndex: this.#at[0], index: this.#at[1] }]);
    } else if (event.key === "Enter" && mark >= 0) {
      const chosen = data.series[series]?.marks[mark];
      if (chosen?.query) this.#chosen(chosen.query);
    }
  }

  #mark(active: { datasetIndex: number; index: number }[]): void {
    this.#chart?.setActiveElements(active);
    this.#chart?.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    this.#chart?.update("none");
  }
}

interface Ink {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly negative: string;
  readonly positive: string;
  readonly line: string;
  readonly tip: string;
  readonly tipText: string;
  readonly font: string;
}

function inkOf(body: HTMLElement): Ink {
  const style = getComputedStyle(body);
  const variable = (name: string): string => style.getPropertyValue(`--fidelity-${name}`).trim() || "#888888";
  return { text: variable("text"), muted: variable("muted"), grid: variable("grid"), background: variable("background"), negative: variable("negative"), positive: variable("positive"), line: variable("line"), tip: variable("tip"), tipText: variable("tip-text"), font: style.fontFamily || "sans-serif" };
}

/** Bars stand on names; points on numbers, so that points of one category can stand beside each other. */
function labelsOf<Q>({ kind, categories }: ChartData<Q>): string[] {
  return kind === "bars" ? [...categories] : [];
}

/** How far the points of one category stand apart, in categories. */
const APART = 0.14;

function datasetOf<Q>({ kind, connected, series: all, range = [-Infinity, Infinity] }: ChartData<Q>, index: number, ink: Ink): ChartDataset {
  const series = all[index] as ChartSeries<Q>;
  const { label, tone, hollow, ghost, marks } = series;
  const colour = ghost ? ink.muted : tone === "neutral" ? ink.text : ink[tone];
  const shift = APART * shiftOf(all, index);
  // The error-bar plugin reads every point, so a missing one is a point without a place, not null.
  const data = marks.map(({ value, low, high }, at): IErrorBarXYDataPoint => ({ ...(kind === "points" ? { x: at + shift } : {}), y: value ?? NaN, ...(low === undefined || high === undefined ? {} : { yMin: Math.max(low, range[0]), yMax: Math.min(high, range[1]) }) }) as IErrorBarXYDataPoint);
  const whisker = kind === "points" ? colour : ink.text;
  const whiskers = { errorBarColor: whisker, errorBarWhiskerColor: whisker, errorBarLineWidth: 1.5, errorBarWhiskerLineWidth: 1.5, errorBarWhiskerSize: 8 };
  const paint = { borderColor: colour, backgroundColor: hollow ? ink.background : colour, borderWidth: ghost ? 1 : 2 };
  if (kind === "bars") return { label, data, ...paint, ...whiskers, barPercentage: 0.85, categoryPercentage: 0.78 };
  const points = { radius: ghost ? 4 : 6, hoverRadius: 8, pointStyle: tone === "positive" ? "rectRot" : "circle", pointRadius: ghost ? 4 : 6, pointHoverRadius: 8, pointBackgroundColor: hollow ? ink.background : colour, pointBorderColor: colour, pointBorderWidth: ghost ? 1.5 : 1, borderDash: ghost ? [2, 3] : tone === "negative" ? [] : [6, 4], tension: 0, showLine: connected === true };
  return { label, data, ...paint, ...whiskers, ...points };
}

/** Where a series stands beside its category; a ghost is outside of the series it belongs to, so that it moves nothing. */
function shiftOf<Q>(all: readonly ChartSeries<Q>[], index: number): number {
  const real = all.filter(({ ghost }) => !ghost);
  const middle = (real.length - 1) / 2;
  const own = index < real.length ? index : index - real.length;
  return index < real.length ? own - middle : (own - middle) * 3;
}

function optionsOf<Q>({ kind, axis, series, categories, range }: ChartData<Q>, ink: Ink): object {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ticks = { color: ink.muted, font: { family: ink.font } };
  const names = { ...ticks, autoSkip: false, maxRotation: 40, font: { family: ink.font, size: 11 } };
  const along = { grid: { display: false }, border: { color: ink.grid } };
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: still ? false : { duration: 150 },
    interaction: { mode: "nearest", intersect: true },
    scales: {
      x: kind === "bars" ? { ...along, offset: true, ticks: names } : { ...along, type: "linear", min: -0.5, max: categories.length - 0.5, ticks: { ...names, stepSize: 1, callback: (at: number | string) => categories[Number(at)] ?? "" } , afterBuildTicks: (scale: { ticks: { value: number }[] }) => { scale.ticks = categories.map((_, value) => ({ value })); } },
      y: {
        beginAtZero: true,
        ...(range ? { min: range[0], max: range[1] } : {}),
        title: { display: axis !== "", text: axis, color: ink.muted, font: { family: ink.font } },
        grid: { color: ({ tick }: { tick?: { value: number } }) => (tick?.value === 0 ? ink.muted : ink.grid) },
        border: { display: false },
        ticks: { ...ticks, callback: (value: number | string) => (kind === "bars" ? `${String(value)} %` : signedTick(Number(value))) },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        displayColors: false,
        backgroundColor: ink.tip,
        borderColor: ink.line,
        borderWidth: 1,
        bodyColor: ink.tipText,
        bodyFont: { family: ink.font },
        callbacks: { title: () => "", label: ({ datasetIndex, dataIndex }: { datasetIndex: number; dataIndex: number }) => series[datasetIndex]?.marks[dataIndex]?.spoken.split(/(?<=: |：)/u) ?? "" },
      },
    },
  };
}

/** Arrow heads at the ends of intervals that go on beyond the axis. */
function drawHeads<Q>(chart: Chart, data: ChartData<Q> | undefined): void {
  if (!data?.range) return;
  const { ctx, chartArea: { top, bottom } } = chart;
  const [least, most] = data.range;
  for (const [index, { marks }] of data.series.entries()) {
    for (const [at, { low, high }] of marks.entries()) {
      const point = chart.getDatasetMeta(index).data[at];
      if (!point || low === undefined || high === undefined) continue;
      ctx.fillStyle = String(point.options.borderColor);
      if (low < least) head(ctx, point.x, bottom, -1);
      if (high > most) head(ctx, point.x, top, 1);
    }
  }
}

/** A triangle whose point is at `y`; `towards` 1 is up. */
function head(ctx: CanvasRenderingContext2D, x: number, y: number, towards: 1 | -1): void {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - 5, y + 8 * towards);
  ctx.lineTo(x + 5, y + 8 * towards);
  ctx.fill();
}

function signedTick(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return rounded > 0 ? `+${rounded}` : String(rounded).replace("-", "−");
}
