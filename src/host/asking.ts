// Owns asking a series of questions in the editor, one step at a time and back again. Refuses what is asked.
import * as vscode from "vscode";

/** What a question resolves with when the person goes back; undefined is that they gave up. */
export const BACK = Symbol("back");

/** One thing to choose; `value` is what it stands for. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** One question: changes the answers so far. `"skip"`: there was nothing to ask. */
export type Step<A> = (answers: A, ask: Asking<A>) => Promise<A | "skip" | typeof BACK | undefined>;

/**
 * Asks every step in turn; resolves with the answers, or undefined when the person gave up. Going back asks the last step that
 * asked something again. `onDraft` hears the answers as they would be with what is highlighted.
 */
export async function askAll<A>(title: string, first: A, steps: readonly Step<A>[], onDraft: (answers: A) => void): Promise<A | undefined> {
  const asked: { readonly step: number; readonly before: A }[] = [];
  let answers = first;
  for (let at = 0; at < steps.length;) {
    onDraft(answers);
    const answer = await steps[at]?.(answers, new Asking(title, at + 1, steps.length, asked.length > 0, onDraft));
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      const last = asked.pop();
      if (last) ({ step: at, before: answers } = last);
      continue;
    }
    if (answer !== "skip") {
      asked.push({ step: at, before: answers });
      answers = answer;
    }
    at++;
  }
  return answers;
}

export class Asking<A> {
  readonly #title: string;
  readonly #step: number;
  readonly #of: number;
  readonly #canGoBack: boolean;
  readonly #onDraft: (answers: A) => void;

  constructor(title: string, step: number, of: number, canGoBack: boolean, onDraft: (answers: A) => void) {
    this.#title = title;
    this.#step = step;
    this.#of = of;
    this.#canGoBack = canGoBack;
    this.#onDraft = onDraft;
  }

  /** One of several; the first is highlighted. `draft` makes the answers of a choice, shown while it is highlighted. */
  async one<T>(question: string, choices: readonly Choice<T>[], draft: (value: T) => A): Promise<A | typeof BACK | undefined> {
    const pick = this.#quickPick<T>(question, choices);
    pick.onDidChangeActive(([active]) => { if (active) this.#onDraft(draft(active.value)); });
    const chosen = await shown(pick, () => pick.activeItems[0]);
    return chosen === undefined || chosen === BACK ? chosen : draft(chosen.value);
  }

  /** Any number of several, those with `picked` ticked at first. */
  async many<T>(question: string, choices: readonly Choice<T>[], draft: (values: readonly T[]) => A): Promise<A | typeof BACK | undefined> {
    const pick = this.#quickPick<T>(question, choices);
    pick.canSelectMany = true;
    pick.selectedItems = choices.filter(({ picked }) => picked);
    pick.onDidChangeSelection((selected) => { this.#onDraft(draft(selected.map(({ value }) => value))); });
    const chosen = await shown(pick, () => pick.selectedItems);
    return chosen === undefined || chosen === BACK ? chosen : draft(chosen.map(({ value }) => value));
  }

  /** A line of text; `wrong` says what is wrong with it, or nothing. What is `secret` is not shown while it is typed. */
  async text(question: string, value: string, wrong: (text: string) => string | undefined, draft: (text: string) => A, secret = false): Promise<A | typeof BACK | undefined> {
    const box = vscode.window.createInputBox();
    Object.assign(box, { title: this.#title, step: this.#step, totalSteps: this.#of, prompt: question, value, password: secret, ignoreFocusOut: true, buttons: this.#buttons() });
    box.onDidChangeValue((text) => { box.validationMessage = wrong(text); });
    const chosen = await shown(box, () => (wrong(box.value) === undefined ? box.value : undefined));
    return chosen === undefined || chosen === BACK ? chosen : draft(chosen);
  }

  #quickPick<T>(question: string, choices: readonly Choice<T>[]): vscode.QuickPick<Choice<T>> {
    const pick = vscode.window.createQuickPick<Choice<T>>();
    Object.assign(pick, { title: this.#title, step: this.#step, totalSteps: this.#of, placeholder: question, items: choices, ignoreFocusOut: true, matchOnDescription: true, buttons: this.#buttons() });
    return pick;
  }

  #buttons(): readonly vscode.QuickInputButton[] {
    return this.#canGoBack ? [vscode.QuickInputButtons.Back] : [];
  }
}

interface Question extends vscode.QuickInput {
  readonly onDidAccept: vscode.Event<void>;
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
}

/** Shows a question until it is answered, gone back from or given up; nothing to take stays unanswered. */
function shown<T>(question: Question, taken: () => T | undefined): Promise<T | typeof BACK | undefined> {
  return new Promise((resolve) => {
    const end = (value: T | typeof BACK | undefined): void => {
      resolve(value);
      question.dispose();
    };
    question.onDidAccept(() => {
      const value = taken();
      if (value !== undefined) end(value);
    });
    question.onDidTriggerButton(() => { end(BACK); });
    question.onDidHide(() => { end(undefined); });
    question.show();
  });
}
