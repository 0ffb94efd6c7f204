// Owns what is asked before an export: which conversations, which format, redacted or not, where to. Refuses exporting.
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import * as z from "zod/mini";
import { count } from "../core/figures/numbers.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { ExportFormat, Selection } from "../study/exports.ts";
import type { OpenDataset } from "../study/study.ts";
import { concealed } from "./concealed.ts";
import { language } from "./edge.ts";
import { studyFolderOf } from "./home.ts";
import type { Choice } from "./asking.ts";

const outcome = z.enum(["positive", "negative", "unknown"]);
const wantedSchema = z.object({
  selection: z.optional(z.union([z.object({ kind: z.literal("all") }), z.object({ kind: z.literal("outcome"), outcome }), z.object({ kind: z.literal("ids"), ids: z.array(z.string()) })])),
  format: z.optional(z.enum(["native", "openai-messages", "csv"])),
  redaction: z.optional(z.enum(["none", "redact", "preview"])),
  /** Absolute path of the file to write. */
  target: z.optional(z.string()),
});

/** What a caller of the command has decided already; the rest is asked. */
export type Wanted = z.infer<typeof wantedSchema>;
export type Redaction = NonNullable<Wanted["redaction"]>;

/** The options in what a command was called with; those of another shape are none. */
export function wantedFrom(value: unknown): Wanted {
  const parsed = Array.isArray(value) ? undefined : z.safeParse(wantedSchema, value);
  return parsed?.success ? parsed.data : {};
}

const rowSchema = z.object({ kind: z.string(), open: z.unknown(), group: z.optional(z.string()), entry: z.optional(z.object({ id: z.string() })) });

/** The conversations that rows of the explorer stand for; undefined for a whole dataset or no row. `group` is an outcome or `all`. */
export function selectionOfRows(open: OpenDataset, rows: readonly unknown[]): Selection | undefined {
  const own = rows.flatMap((row) => {
    const parsed = z.safeParse(rowSchema, row);
    return parsed.success && parsed.data.open === open ? [parsed.data] : [];
  });
  const [only] = own;
  if (own.length === 1 && only?.group !== undefined && only.kind === "group") {
    const named = z.safeParse(outcome, only.group);
    return named.success ? { kind: "outcome", outcome: named.data } : { kind: "all" };
  }
  if (own.some(({ kind }) => kind === "dataset")) return undefined;
  const groups = new Set(own.filter(({ kind }) => kind === "group").map(({ group }) => group));
  const inGroups = groups.size === 0 ? [] : open.dataset.entries.filter((entry) => groups.has("all") || groups.has(entry.outcome)).map(({ id }) => id);
  const ids = [...inGroups, ...own.flatMap(({ entry }) => (entry ? [entry.id] : []))];
  return ids.length > 0 ? { kind: "ids", ids: [...new Set(ids)] } : undefined;
}

async function choose<T>(title: string, items: readonly Choice<T>[]): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.value;
}

/** Strata are offered under their own names, and not while outcomes are hidden. */
export async function askSelection({ dataset }: OpenDataset): Promise<Selection | undefined> {
  const of = (value: "positive" | "negative" | "unknown"): number => dataset.entries.filter((entry) => entry.outcome === value).length;
  const strata = concealed.outcomes ? [] : (["positive", "negative", "unknown"] as const).filter((value) => of(value) > 0);
  const name = (value: (typeof strata)[number]): string => (value === "unknown" ? sentence("transcript-outcome-unknown", {}, language) : visibleLabel(dataset.strata[value], 60));
  const chosen = await choose<Selection | "ids">(sentence("export-select-title", { dataset: visibleLabel(dataset.name, 60) }, language), [
    { label: sentence("export-all", {}, language), description: count(dataset.entries.length), value: { kind: "all" } },
    ...strata.map((value) => ({ label: name(value), description: count(of(value)), value: { kind: "outcome", outcome: value } as const })),
    { label: sentence("export-by-id", {}, language), value: "ids" },
  ]);
  return chosen === "ids" ? askIds(dataset) : chosen;
}

async function askIds(dataset: OpenDataset["dataset"]): Promise<Selection | undefined> {
  const idsIn = (typed: string): readonly string[] => typed.split(/[,\n，]/u).map((id) => id.trim()).filter((id) => id !== "");
  const typed = await vscode.window.showInputBox({
    title: sentence("export-by-id-title", {}, language),
    prompt: sentence("export-by-id-prompt", {}, language),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const missing = idsIn(text).find((id) => !dataset.entry(id));
      return missing === undefined ? undefined : sentence("conversation-not-found", { conversation: missing, dataset: dataset.name }, language);
    },
  });
  return typed === undefined || idsIn(typed).length === 0 ? undefined : { kind: "ids", ids: idsIn(typed) };
}

export function askFormat(): Promise<ExportFormat | undefined> {
  return choose(
    sentence("export-format-title", {}, language),
    (["native", "openai-messages", "csv"] as const).map((value) => ({ label: sentence(`export-format-${value}`, {}, language), detail: sentence(`export-format-${value}-detail`, {}, language), value })),
  );
}

export function askRedaction(): Promise<Redaction | undefined> {
  return choose<Redaction>(sentence("export-redaction-title", {}, language), [
    { label: sentence("export-redaction-none", {}, language), value: "none" },
    { label: sentence("export-redaction-preview", {}, language), detail: sentence("export-redaction-preview-detail", {}, language), value: "preview" },
  ]);
}

export async function askTarget({ dataset }: OpenDataset, format: ExportFormat, redacted: boolean): Promise<vscode.Uri | undefined> {
  const ending = format === "csv" ? "csv" : "jsonl";
  const name = path.basename(dataset.path).replace(/(?:\.(?:jsonl|ndjson|json|csv|tsv|parquet|gz|zip|eval))+$/iu, "");
  const file = [name, ...(redacted ? ["redacted"] : []), ...(format === "openai-messages" ? ["messages"] : []), ...(ending === "jsonl" && !redacted && format === "native" ? ["export"] : []), ending].join(".");
  const folder = studyFolderOf(dataset.path) ?? os.homedir();
  return vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(path.join(folder, file)), filters: { [ending.toUpperCase()]: [ending] }, saveLabel: sentence("export-save", {}, language) });
}
