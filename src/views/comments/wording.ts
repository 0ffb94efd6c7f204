// Owns the words of a thread: author, label and body of the real turn and of each continuation, all plain text. Refuses the editor's types.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { TextLabels } from "../../core/labels/fold.ts";
import type { Conversation, Users } from "../../core/transcript/conversation.ts";
import { visibleLabel, visibleLines } from "../../core/transcript/visible.ts";
import { failureText } from "../../study/failureText.ts";
import { differenceText, marksOf, realTurn, standingText, stateText, authorText } from "../../study/turnWords.ts";
import type { ContinuationView, TurnView } from "../../study/turnViews.ts";
import { saidLines } from "../../study/labels/labelWords.ts";

/** What one comment says. `flags` are those the manifest's `when` clauses read. */
export interface CommentWords {
  readonly author: string;
  readonly label: string;
  readonly body: string;
  readonly flags: readonly ("continuation" | "failed" | "sent" | "labelled" | "labellable" | "disputed")[];
}

/** Longest body of a comment; a longer one is cut, the whole text is in copy and document. */
const BODY = 20_000;
/** Pages fold ordinary spaces into one. */
const EM_SPACE = "\u2003";

/** `said`: what people said of the turn. */
export function realWords(conversation: Conversation, { turn, real }: TurnView, users: Users, said: TextLabels | undefined, language: Language): CommentWords {
  const verdict = real?.verdict;
  const label =
    verdict === undefined
      ? sentence("kind-unlabelled", {}, language)
      : verdict.status === "valid"
        ? stateText(verdict.state)
        : sentence("kind-invalid-cause", { cause: visibleLabel(verdict.cause, 60) }, language);
  return { author: realTurn(users, language), label: `${label}${saidMark(said, language)}`, body: withSaid(shown(conversation.turns[turn]?.text ?? ""), said, language), flags: saidFlags(verdict?.status === "valid", said) };
}

/** `pointed`: our own commands point at it. `said`: what people said of it. */
export function continuationWords(view: ContinuationView, pointed: boolean, said: TextLabels | undefined, language: Language): CommentWords {
  const difference = view.difference === undefined ? "" : `${EM_SPACE}${differenceText(view.difference)}`;
  const marks = marksOf(view, language).map((mark) => ` · ${mark}`).join("");
  const current = pointed ? ` · ▸ ${sentence("lens-current", {}, language)}` : "";
  return {
    author: authorText(view, language),
    label: `${standingText(view, language)}${difference}${marks}${current}${saidMark(said, language)}`,
    body: withSaid(bodyOf(view, language), said, language),
    flags: [...flagsOf(view), ...(view.kind === "reply" && view.donors === undefined ? saidFlags(view.state !== undefined, said) : [])],
  };
}

/** Another sample differs only where a model writes it: a recording has no more, the control's donors stay the same. */
function flagsOf({ kind, sent, failed, simulator }: ContinuationView): CommentWords["flags"] {
  if (kind === "arriving") return [];
  const another = kind !== "failed" && simulator.kind === "model";
  return [...(another ? (["continuation"] as const) : []), ...(failed ? (["failed"] as const) : []), ...(sent ? (["sent"] as const) : [])];
}

/** What can be done with the label of a turn: taken over where there is one, given anew, resolved where it is disputed. */
function saidFlags(judged: boolean, said: TextLabels | undefined): CommentWords["flags"] {
  return ["labellable", ...(judged ? (["labelled"] as const) : []), ...(said?.disputed ? (["disputed"] as const) : [])];
}

function saidMark(said: TextLabels | undefined, language: Language): string {
  return said?.disputed ? ` · ${sentence("people-disputed", {}, language)}` : "";
}

/** What people said stands below the text, apart from it. */
function withSaid(body: string, said: TextLabels | undefined, language: Language): string {
  const lines = said ? saidLines(said, language) : [];
  return lines.length === 0 ? body : [body, "", ...lines].join("\n");
}

function bodyOf(view: ContinuationView, language: Language): string {
  const cause = visibleLabel(view.failed ? failureText(view.failed, language) : (view.cause ?? ""), 400);
  switch (view.kind) {
    case "leave":
    case "silence":
      return sentence(`body-${view.kind}`, {}, language);
    case "failed":
      return sentence("body-failed", { cause }, language);
    case "arriving":
      return `${shown(view.text)} …`;
    case "reply": {
      const notes = [
        ...(view.donors === undefined ? [] : [sentence("body-donor", { count: view.donors }, language)]),
        ...(cause === "" || view.state ? [] : [sentence("body-label-failed", { cause }, language)]),
      ];
      return [shown(view.text), ...notes].join("\n");
    }
  }
}

function shown(text: string): string {
  const cut = text.length > BODY ? `${text.slice(0, BODY)}…` : text;
  return visibleLines(cut).join("\n");
}
