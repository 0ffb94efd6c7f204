// Owns the gates of a run on page Trust: each with its verdict in a word and a shape, and what would settle it. Refuses verdicts (core/gates).
import { gateNotes, gateTable } from "../../../src/core/gates/words.ts";
import type { SentenceId } from "../../../src/core/messages/sentences.ts";
import { element, type Child } from "../dom.ts";
import { tableElement } from "../table.ts";
import { button } from "../toolkit.ts";
import { speak, type Actions, type View } from "../view.ts";

export function gates(view: View, actions: Actions): Child {
  const report = view.snapshot.trust?.gates;
  const title = speak(view, "gates-heading");
  if (!report) return [element("h2", {}, title), element("p", { class: "note" }, speak(view, whyNone(view)))];
  const table = tableElement(view, { ...gateTable(report, view.wording), title }, actions.copy);
  table.classList.add("gates");
  table.querySelectorAll("tbody tr").forEach((row, at) => row.classList.add(`gate-${report.results[at]?.verdict ?? "none"}`));
  const notes = gateNotes(report, view.wording);
  return [
    element("h2", {}, title),
    element("p", { class: report.verdict === "pass" ? "" : "warning" }, speak(view, `gates-${report.verdict}`)),
    element("p", { class: "note" }, speak(view, "gates-page-note")),
    table,
    notes.length > 0 && element("ul", {}, notes.map((note) => element("li", {}, note))),
    element("div", { class: "actions" }, button(speak(view, "gates-page-check"), () => actions.act("checkGates"), "icon")),
  ];
}

function whyNone({ run, snapshot }: View): SentenceId {
  if (run.invented) return "gates-page-invented";
  if (run.control) return "gates-page-control";
  if (run.status !== "finished") return "gates-page-unfinished";
  return snapshot.computing ? "state-computing" : "gates-page-none";
}
