// Owns how Δ of a run that goes on becomes a strip over its conversations. Refuses drawing (strip.ts) and numbers of its own.
import { niceAxis } from "./axis.ts";
import { count, interval, signed } from "./numbers.ts";
import type { Provenanced } from "./outcomes.ts";
import type { StripFigure, StripPoint } from "./strip.ts";
import { deltaTitle, say, type Wording } from "./words.ts";

/** The strip, or nothing before Δ had a value. `published` is drawn as a dashed line. */
export function deltaStrip(points: readonly StripPoint[], wording: Wording, { invented, source }: Provenanced, published?: number): StripFigure | undefined {
  const end = points.at(-1);
  if (!end) return undefined;
  // The first intervals are as wide as the axis of all that follows would be high; what they say is that nothing is known yet.
  const settled = points.slice(Math.floor(points.length / 4)).flatMap(({ value, low = value, high = value }) => [low, high]);
  const values = [...settled, ...points.map(({ value }) => value).filter((value) => Math.abs(value) <= 1), ...(published === undefined ? [] : [published])];
  const bounds = end.low === undefined || end.high === undefined ? "" : interval({ interval: { ok: true, value: { low: end.low, high: end.high, level: 0.95, method: "mean" } } });
  const said = `${signed(end.value)} ${bounds}`.trim();
  const title = say("strip-title", { delta: deltaTitle(wording) }, wording);
  return {
    title,
    description: say("strip-spoken", { count: count(end.at), delta: said }, wording),
    caption: [say("strip-note", {}, wording), source].filter((text) => text !== "").join(" "),
    axis: { ...niceAxis("Δ", Math.min(-0.1, ...values), Math.max(0.1, ...values), (at) => (at === 0 ? "0" : signed(at, Number.isInteger(at * 10) ? 1 : 2))), zero: 0 },
    along: { ...niceAxis(say("strip-axis", {}, wording), 0, Math.max(1, end.at), count), high: Math.max(1, end.at) },
    points,
    last: said,
    ...(published === undefined ? {} : { published: { value: published, label: say("published-delta", { delta: signed(published) }, wording) } }),
    ...(invented ? { watermark: say("figure-watermark", {}, wording) } : {}),
  };
}
