// Owns how exit audit and agreement stand on a receipt's page. Refuses their numbers and words (study/exits, study/labels).
import type { Language } from "../../core/messages/sentence.ts";
import type { Block } from "../../core/receipt/document.ts";
import { wordingOf } from "../../core/receipt/page.ts";
import type { Receipt } from "../../core/receipt/shape.ts";
import type { ExitAudit } from "../exits/exitAudit.ts";
import { exitTables } from "../exits/exitTables.ts";
import type { RunAgreement } from "../labels/agreementReport.ts";
import { agreementBlocks } from "../labels/agreementWords.ts";

/** Blocks of the parts that were made. */
export function partBlocks(receipt: Receipt, language: Language): { readonly agreement?: readonly Block[]; readonly exits?: readonly Block[] } {
  const { agreement, exits, dataset, run } = receipt;
  return {
    ...(exits.made ? { exits: [{ kind: "code", text: exitTables(exits.value as ExitAudit, wordingOf(receipt, language)).join("\n"), aligned: true }] } : {}),
    ...(agreement.made
      ? {
          agreement: agreementBlocks(agreement.value as RunAgreement, { language, strata: dataset.strata, title: run.title }).flatMap(({ title, paragraphs, head, rows }): readonly Block[] => [
            ...(rows.length === 0 ? [{ kind: "text", text: title, strong: true } as const] : []),
            ...paragraphs.map((text): Block => ({ kind: "text", text })),
            ...(rows.length === 0 ? [] : [{ kind: "table", table: { title, rows: [head, ...rows] } } as const]),
          ]),
        }
      : {}),
  };
}
