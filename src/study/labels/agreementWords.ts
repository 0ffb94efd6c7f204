// Owns agreement and corrected bias of a run in words, for the command line and the text page: first what it rests on. Refuses the tables (core/figures).
import { judgeBlock, reportBlocks, type AgreementBlock, type AgreementWording } from "../../core/figures/agreementBlocks.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { visibleLabel } from "../../core/transcript/visible.ts";
import type { RunAgreement } from "./agreementReport.ts";

/** The whole document, first what it rests on. */
export function agreementBlocks(agreement: RunAgreement, wording: AgreementWording & { readonly title: string }): readonly AgreementBlock[] {
  const { language } = wording;
  const { counts, people, queues, unit, report, why, others, invented } = agreement;
  const numbers = { used: counts.used, ...counts.notUsed, others: Object.values(counts.notUsed).reduce((sum, n) => sum + n, 0) };
  const first: AgreementBlock = {
    title: sentence("agreement-title", { judge: visibleLabel(agreement.judge, 60), run: visibleLabel(wording.title, 80) }, language),
    paragraphs: [
      ...(invented ? [sentence("mark-invented", {}, language)] : []),
      report ? sentence("agreement-counts", { ...numbers, people: sentence(people.length === 1 ? "agreement-one-person" : "agreement-people-count", { people: people.length }, language) }, language) : sentence(`agreement-none-${why ?? "no-labels"}`, numbers, language),
      ...(unit === "probes" ? [sentence("agreement-by-probes", {}, language)] : unit === "none" ? [] : [sentence("agreement-by-turns", {}, language)]),
      ...queues.map(({ id, answered, items, missing }) => sentence(missing ? "agreement-queue-missing" : "agreement-queue", { queue: id, answered, items }, language)),
    ],
    head: [],
    rows: [],
  };
  return [
    first,
    ...(report ? reportBlocks(report, wording) : []),
    ...others.map((other): AgreementBlock => ({ ...judgeBlock(other.report, wording), title: sentence("agreement-other-heading", { name: visibleLabel(other.instrument.name, 40), version: visibleLabel(other.instrument.version, 40) }, language) })),
  ];
}
