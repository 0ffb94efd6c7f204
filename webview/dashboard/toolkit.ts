// Owns every use of the webview toolkit, which is archived upstream, so that it can be swapped here alone. Refuses layout.
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeProgressRing } from "@vscode/webview-ui-toolkit";

/** Registers the elements; once, before anything is drawn. Badge, tag and determinate ring write styles the policy forbids. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing());
}

/** A button; `secondary` ones stand beside a more important one, `icon` ones beside what they belong to. */
export function button(label: string, pressed: () => void, appearance: "primary" | "secondary" | "icon" = "secondary"): HTMLElement {
  const made = document.createElement("vscode-button");
  made.setAttribute("appearance", appearance);
  made.textContent = label;
  // Without a name of its own the toolkit calls it "Icon Button".
  if (appearance === "icon" && label !== "") made.setAttribute("aria-label", label);
  made.addEventListener("click", pressed);
  return made;
}

/** A box to tick. */
export class Checkbox {
  readonly element = document.createElement("vscode-checkbox");
  #known = false;

  /** The element also tells of changes that the page made; those are no answer of a person. */
  constructor(changed: (checked: boolean) => void) {
    this.element.addEventListener("change", () => {
      if (this.checked === this.#known) return;
      this.#known = this.checked;
      changed(this.checked);
    });
  }

  get checked(): boolean {
    return (this.element as unknown as { checked: boolean }).checked;
  }

  show(label: string, checked: boolean): void {
    if (this.element.textContent !== label) this.element.textContent = label;
    this.#known = checked;
    if (this.checked !== checked) (this.element as unknown as { checked: boolean }).checked = checked;
  }
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A list to choose one from. */
export class Dropdown {
  readonly element = document.createElement("vscode-dropdown");
  #shown = "";

  constructor(name: string, chosen: (value: string) => void) {
    this.element.setAttribute("aria-label", name);
    this.element.addEventListener("change", () => chosen((this.element as unknown as { value: string }).value));
  }

  /** Shows these choices; nothing is rebuilt when they are the same, so an open list stays open. */
  show(choices: readonly Choice[], value: string | undefined): void {
    const key = JSON.stringify([choices, value]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.replaceChildren(
      ...choices.map((choice) => {
        const option = document.createElement("vscode-option");
        option.setAttribute("value", choice.value);
        if (choice.value === value) option.setAttribute("selected", "");
        option.textContent = choice.label;
        return option;
      }),
    );
    if (value !== undefined) (this.element as unknown as { value: string }).value = value;
  }
}

/** A ring that turns while something is awaited. */
export function ring(name: string): HTMLElement {
  const made = document.createElement("vscode-progress-ring");
  made.setAttribute("aria-label", name);
  return made;
}
