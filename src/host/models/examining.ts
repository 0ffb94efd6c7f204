// Owns having a model looked at and showing what was found as a page. Refuses how it is found out (study/examine.ts).
import { sentence } from "../../core/messages/sentences.ts";
import type { ChatModel, Clock } from "../../core/ports.ts";
import type { OpenDataset } from "../../study/study.ts";
import { language } from "../edge.ts";
import { probeRule } from "../settings.ts";
import type { TextPages } from "../textPages.ts";
import type { Examine } from "./models.ts";

export interface ExaminingParts {
  readonly chatModel: (endpoint: string, model: string) => Promise<ChatModel>;
  readonly clock: Clock;
  readonly pages: TextPages;
  /** The dataset whose prompts the model is wanted for, if one is open. */
  readonly dataset: () => OpenDataset | undefined;
}

/** Asks the model a few things and opens the page; the summary is its first lines. */
export function examining({ chatModel, clock, pages, dataset }: ExaminingParts): Examine {
  return async ({ name, address }, model, tell, signal) => {
    const [{ examine, USUAL_PROMPT }, { examinationLines }, { promptNeeds }] = await Promise.all([import("../../study/examine.ts"), import("../../study/examinationWords.ts"), import("../../study/promptNeeds.ts")]);
    const chat = await chatModel(name, model);
    const open = dataset();
    const needs = open && (await promptNeeds(open, open.rule ?? probeRule(), signal));
    const found = await examine(chat, clock, needs?.longest ?? USUAL_PROMPT, (step) => tell(sentence(`examining-${step}`, {}, language)), signal);
    const lines = examinationLines(found, address, needs, language);
    const title = sentence("examined-page", { model, endpoint: name }, language);
    const head = [title, address, ...(open ? [sentence("examined-for", { dataset: open.dataset.name }, language)] : [])];
    await pages.show(pages.page(title, `${[...head, "", ...lines.map((line) => `· ${line}`)].join("\n")}\n`));
    return { summary: lines[0] ?? "" };
  };
}
