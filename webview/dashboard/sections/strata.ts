// Owns the table of outcomes: counts, depths, bias, and a way to the probes behind each row. Refuses drawing.
import { fixed, interval, percent, points, pointsInterval, probability, signed } from "../../../src/core/figures/numbers.ts";
import type { Role } from "../../../src/core/figures/roleArrows.ts";
import { people, realWord, reason, STRATA } from "../../../src/core/figures/words.ts";
import type { Reported } from "../../../src/core/stats/reportShape.ts";
import { element, type Child } from "../dom.ts";
import type { Table } from "../../../src/core/figures/tableText.ts";
import { button } from "../toolkit.ts";
import { speak, titled, type Actions, type View } from "../view.ts";

/** The strata as a table to read and copy. */
export function strataTable(view: View): Table {
  const { overview, wording } = view;
  const real = realWord(wording);
  const value = (reported: Reported | undefined, show: (value: number) => string): string => (reported?.ok ? show(reported.value) : "–");
  const head = [speak(view, "column-outcome"), speak(view, "column-conversations"), speak(view, "column-probes"), speak(view, "column-real", { real }), speak(view, "column-simulated"), speak(view, "column-bias"), speak(view, "column-interval"), speak(view, "column-sd"), speak(view, "column-zero")];
  const rows = STRATA.map((stratum) => {
    const row = overview?.strata[stratum];
    if (!row) return [people(stratum, wording)];
    return [people(stratum, wording), String(row.conversations), String(row.probes), value(row.real, fixed), value(row.simulated, fixed), row.bias.ok ? signed(row.bias.value) : reason(row.bias.reason, wording), interval(row.bias), value(row.sd, fixed), value(row.zeroTest, probability)];
  });
  return { title: titled(view, speak(view, "strata-title")), rows: [head, ...rows] };
}

/** Share of resisting or deliberating turns in each outcome, real and simulated. */
export function rolesTable(view: View, role: Role): Table {
  const { overview, wording } = view;
  const shares = overview?.report?.headline.shares[role];
  const share = (reported: Reported | undefined): readonly string[] => [reported?.ok ? percent(reported.value, wording.language, 1) : "–", reported ? interval(reported, (each) => percent(each, wording.language, 1)) : ""];
  const bounds = speak(view, "column-interval");
  const head = [speak(view, "column-outcome"), speak(view, "column-share-real"), bounds, speak(view, "column-share-simulated"), bounds, speak(view, "column-difference"), bounds];
  const rows = STRATA.map((stratum) => {
    const row = shares?.[stratum];
    return [people(stratum, wording), ...share(row?.real.averaged), ...share(row?.simulated.averaged), row?.difference.ok ? points(row.difference.value, wording.language) : "–", row ? pointsInterval(row.difference) : ""];
  });
  return { title: titled(view, speak(view, `role-${role}-title`)), rows: [head, ...rows] };
}

/** Buttons that list the probes of each outcome, and of all. */
export function strataLinks(view: View, actions: Actions): Child {
  const link = (label: string, outcome: "negative" | "positive" | undefined): HTMLElement => button(speak(view, "probes-title", { what: label }), () => actions.probes(outcome === undefined ? {} : { outcome }, label));
  return element("div", { class: "actions" }, STRATA.map((stratum) => link(people(stratum, view.wording), stratum)), link(speak(view, "probes-all"), undefined));
}
