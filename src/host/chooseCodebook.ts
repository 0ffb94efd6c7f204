// Owns asking by which codebook a model labels, and how much of a conversation it sees of each turn. Refuses finding codebooks (study/instruments.ts).
import * as vscode from "vscode";
import type { Instrument } from "../core/instrument/instruments.ts";
import { sentence } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import { DEFAULT_INSTRUMENT, type JudgeChoice } from "../study/setup.ts";
import { language } from "./edge.ts";

type ModelJudge = Extract<JudgeChoice, { kind: "model" }>;

/** The judge with the codebook and window chosen, the default first; undefined when the person left. */
export async function chooseCodebook(judge: ModelJudge, instruments: readonly Instrument[]): Promise<ModelJudge | undefined> {
  const windows = [undefined, "full"] as const;
  const items = windows.flatMap((window) =>
    instruments.map(({ name, codebook }) => ({
      label: window ? `${name} · ${sentence("window-full", {}, language)}` : name,
      description: codebook.stages.map((stage) => visibleLabel(stage.name, 20)).join(" < "),
      detail: sentence(window ? "window-full-why" : "window-causal-why", {}, language),
      chosen: { ...judge, ...(name === DEFAULT_INSTRUMENT ? {} : { instrument: name }), ...(window && { window }) },
    })),
  );
  return (await vscode.window.showQuickPick(items, { title: sentence("choose-codebook", {}, language), matchOnDescription: true }))?.chosen;
}
