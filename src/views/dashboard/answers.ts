// Owns answering what the page asks for by number: probes, comparisons, pictures to save, links. Refuses the page's lifetime (panel.ts).
import * as vscode from "vscode";
import { isFailure, Failure } from "../../core/messages/failure.ts";
import { sentence } from "../../core/messages/sentences.ts";
import { language } from "../../host/edge.ts";
import type { FromPage, ToPage } from "../../protocol/dashboard.ts";
import { panelComparison } from "../../study/panel/compare.ts";
import { linkText } from "../../study/panel/link.ts";
import type { PanelServices } from "../../study/panel/services.ts";

/** A message that is answered. */
export type Request = Exclude<Extract<FromPage, { id: number }>, { type: "drawnPng" }>;

const EXTENSION = "decision-fidelity.decision-fidelity";
const PNG = [0x89, 0x50, 0x4e, 0x47];

/** The answer, or why there is none; never rejects. `signal`: the page is gone. */
export async function answerTo(request: Request, services: PanelServices, signal: AbortSignal): Promise<ToPage> {
  const { id } = request;
  try {
    return await answer(request, services, signal);
  } catch (error) {
    if (!isFailure(error)) services.parts.log.error(`bias panel: ${request.type}`, error);
    return { type: "failed", id, message: isFailure(error) ? sentence(error.id, error.values, language) : sentence("unexpected", { message: error instanceof Error ? error.message : String(error) }, language) };
  }
}

async function answer(request: Request, services: PanelServices, signal: AbortSignal): Promise<ToPage> {
  const { id } = request;
  switch (request.type) {
    case "probes": {
      const run = services.study.run(request.query.run);
      if (!run?.state.manifest) throw new Failure("run-not-found", { run: request.query.run, folder: ".fidelity" });
      const open = services.study.datasetOf(run);
      const profiles = open && (request.query.field ?? request.query.filter?.field) ? await services.profiles.read(open, signal) : undefined;
      return { type: "answer", id, page: await services.lists.page(run, request.query, profiles?.of) };
    }
    case "compare":
      return { type: "compared", id, comparison: await panelComparison(services, request.runs, signal) };
    case "savePng": {
      const bytes = Buffer.from(request.bytes, "base64");
      if (PNG.some((byte, at) => bytes[at] !== byte)) throw new Failure("picture-not-png", {});
      return { type: "done", id, saved: await saved(request.name, "png", bytes) };
    }
    case "saveSvg":
      return { type: "done", id, saved: await saved(request.name, "svg", new TextEncoder().encode(request.text)) };
    case "copyLink":
      await vscode.env.clipboard.writeText(linkText(request, vscode.env.uriScheme, EXTENSION));
      return { type: "done", id };
  }
}

/** False where the person gave up. */
async function saved(name: string, kind: "png" | "svg", bytes: Uint8Array): Promise<boolean> {
  const file = `${name.replace(/[^\p{L}\p{N} ._-]+/gu, " ").trim().slice(0, 80) || "figure"}.${kind}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: { [kind.toUpperCase()]: [kind] },
    saveLabel: sentence("picture-save", {}, language),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, file) } : {}),
  });
  if (!target) return false;
  await vscode.workspace.fs.writeFile(target, bytes);
  return true;
}
