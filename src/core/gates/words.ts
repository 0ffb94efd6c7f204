// Owns gates as a table and sentences for people, and as JUnit's XML for build servers. Refuses judging.
import { fixed, percentage, signed } from "../figures/numbers.ts";
import type { Table } from "../figures/tableText.ts";
import type { Language } from "../messages/sentence.ts";
import { sentence } from "../messages/sentences.ts";
import { reason, type Wording } from "../figures/words.ts";
import type { Gate, GateReport, GateResult, Measure } from "./shape.ts";

/** A row a gate: name, what it is on, verdict, value, interval, threshold. */
export function gateTable({ results, title }: GateReport, wording: Wording): Table {
  const say = (id: Parameters<typeof sentence>[0]): string => sentence(id, {}, wording.language);
  const rows = results.map(({ gate, verdict, value, interval }) => {
    const show = shower(gate.measure);
    return [gate.name, measureText(gate.measure, wording), say(`gate-${verdict}`), value === null ? "–" : show(value), interval === null ? "" : `[${show(interval.low)}, ${show(interval.high)}]`, rangeText(gate)];
  });
  return { title, rows: [[say("gate-name"), say("gate-measure"), say("gate-verdict"), say("gate-value"), say("table-interval"), say("gate-threshold")], ...rows] };
}

/** Why gates are inconclusive and what would settle them; that a gate was set after the run began. */
export function gateNotes({ results, humanReference }: GateReport, wording: Wording): readonly string[] {
  const { language } = wording;
  return [
    ...results.flatMap((result) => whyNot(result, wording).map((text) => sentence("gate-note", { name: result.gate.name, text }, language))),
    ...(results.some(({ setBefore }) => !setBefore) ? [sentence("gate-set-after", { names: results.filter(({ setBefore }) => !setBefore).map(({ gate }) => gate.name).join(", ") }, language)] : []),
    ...(humanReference ? [] : [sentence("receipt-no-people", {}, language)]),
  ];
}

function whyNot({ because, reason: missing, more }: GateResult, wording: Wording): readonly string[] {
  const { language } = wording;
  if (because === undefined) return [];
  const why = sentence(`gate-because-${because}`, { reason: missing === undefined ? "" : reason(missing, wording) }, language);
  if (more === undefined) return [why];
  return [`${why} ${more === null ? sentence("gate-more-none", {}, language) : sentence("gate-more", { count: more.toString().replace(/\B(?=(\d{3})+$)/g, ",") }, language)}`];
}

function measureText(measure: Measure, { language, strata }: Wording): string {
  const say = (id: Parameters<typeof sentence>[0], values = {}): string => sentence(id, values, language);
  const inside = "in" in measure ? (measure.in === "negative" || measure.in === "positive" ? strata[measure.in] : say(`gate-in-${measure.in}`)) : "";
  switch (measure.of) {
    case "delta":
    case "delta-change":
      return say(`gate-of-${measure.of}`);
    case "suppression":
    case "balanced-exit":
      return `${say(`gate-of-${measure.of}`)}, ${inside}`;
    case "agreement":
      return say("gate-of-agreement", { field: measure.field, coefficient: measure.coefficient, branch: say(measure.branch === "real" ? "word-real" : "word-simulated"), weights: say(`gate-weights-${measure.weights}`) });
  }
}

/** `≤ 0.15`, `≥ 0.6`, or both. */
export function rangeText({ measure, range: { atLeast, atMost } }: Gate): string {
  const show = shower(measure);
  return [...(atLeast === undefined ? [] : [`≥ ${show(atLeast)}`]), ...(atMost === undefined ? [] : [`≤ ${show(atMost)}`])].join(", ");
}

function shower({ of }: Measure): (value: number) => string {
  return of === "suppression" ? (value) => `${percentage(value, 1)} pp` : of === "delta" || of === "delta-change" ? (value) => signed(value) : (value) => fixed(value);
}

/** JUnit's form: a suite a run, a case a gate. A fail is a failure; inconclusive is an error, since the gate could not be settled. */
export function junit(reports: readonly GateReport[], wordingOf: (report: GateReport) => Wording): string {
  const count = (all: readonly GateResult[], verdict: GateResult["verdict"]): number => all.filter((each) => each.verdict === verdict).length;
  const every = reports.flatMap(({ results }) => results);
  const suites = reports.map((report) => {
    const wording = wordingOf(report);
    const cases = report.results.map((result) => {
      const [value, interval, range] = gateTable({ ...report, results: [result] }, wording).rows[1]?.slice(3) ?? [];
      const told = [`${value ?? ""} ${interval ?? ""} (${range ?? ""})`.replace(/\s+/gu, " "), ...whyNot(result, wording)].join(" ");
      const open = `    <testcase classname=${quoted(report.title)} name=${quoted(result.gate.name)}`;
      if (result.verdict === "pass") return `${open}/>`;
      const tag = result.verdict === "fail" ? "failure" : "error";
      return `${open}>\n      <${tag} type=${quoted(result.verdict)} message=${quoted(told)}/>\n    </testcase>`;
    });
    return [`  <testsuite name=${quoted(report.title)} tests="${report.results.length}" failures="${count(report.results, "fail")}" errors="${count(report.results, "inconclusive")}">`, ...cases, "  </testsuite>"].join("\n");
  });
  return [`<?xml version="1.0" encoding="UTF-8"?>`, `<testsuites name="decision-fidelity" tests="${every.length}" failures="${count(every, "fail")}" errors="${count(every, "inconclusive")}">`, ...suites, "</testsuites>", ""].join("\n");
}

function quoted(text: string): string {
  const allowed = text.replace(/[^\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, " ");
  return `"${allowed.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;").replace(/"/gu, "&quot;")}"`;
}

/** The wording of a gate report, whose strata a run names. */
export function gateWording(strata: Wording["strata"], { humanReference }: Pick<GateReport, "humanReference">, language: Language): Wording {
  return { language, strata, human: humanReference };
}
