// Owns receipts as files: reading one, and the texts of one by the form its file has. Refuses where they lie and writing them.
import * as z from "zod/mini";
import { Failure } from "../../core/messages/failure.ts";
import type { Language } from "../../core/messages/sentence.ts";
import { compactJson } from "../../core/receipt/json.ts";
import { htmlPage, markdownPage } from "../../core/receipt/document.ts";
import { receiptPage } from "../../core/receipt/page.ts";
import { RECEIPT_VERSION, type Receipt, type StudyReceipt } from "../../core/receipt/shape.ts";
import { studyPage } from "../../core/receipt/studyPage.ts";
import { parsedJson } from "../../core/json.ts";
import type { Files } from "../../core/ports.ts";
import { anyReceiptSchema } from "../../protocol/receipt.ts";
import { partBlocks } from "./partBlocks.ts";
import { smallText } from "../smallText.ts";

/** The folder of receipts inside a `.fidelity` folder. */
export const RECEIPTS_FOLDER = "receipts";
const MOST_BYTES = 64 * 1024 * 1024;

export type AnyReceipt = Receipt | StudyReceipt;

/** A receipt from its file. Rejects with `receipt-not-one` or `receipt-newer`. */
export async function readReceipt(path: string, files: Pick<Files, "open">): Promise<AnyReceipt> {
  const value = parsedJson(await smallText(files, path, MOST_BYTES));
  if (typeof value === "object" && value !== null && "version" in value && typeof value.version === "number" && value.version > RECEIPT_VERSION) throw new Failure("receipt-newer", { path, version: value.version });
  const parsed = z.safeParse(anyReceiptSchema, value);
  if (parsed.success) return value as AnyReceipt;
  const issue = parsed.error.issues[0];
  throw new Failure("receipt-not-one", { path, reason: issue ? `${issue.path.join(".")}: ${issue.message}` : "JSON" });
}

/** The text of a receipt in the form a file name asks for: `.html`, `.md`, else JSON. */
export function receiptText(receipt: AnyReceipt, name: string, language: Language): string {
  if (!/\.(?:html?|md)$/u.test(name)) return compactJson(receipt);
  const page = receipt.what === "decision-fidelity-receipt" ? receiptPage(receipt, language, partBlocks(receipt, language)) : studyPage(receipt, language);
  return name.endsWith(".md") ? markdownPage(page) : htmlPage(page);
}
