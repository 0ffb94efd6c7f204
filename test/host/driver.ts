// What a suite in the extension host can do in the browser that shows it: look, click, type, take pictures.
// Knows no feature of the product. Every call waits twenty seconds at most and says what it looked for.
import fs from "node:fs";
import * as vscode from "vscode";
import { controlVariable, phaseVariable, type Accessible, type Action, type Frame, type HostAnswer, type HostCall, type Presence } from "../workbench/hostCall.ts";
import { printLine } from "../workbench/hostLine.ts";

const skip: { current: (why: string) => never } = {
  current: (why) => {
    throw new Error(why);
  },
};

/** Tells how to leave the current test as skipped; called once by the suite's entry. */
export function onUnavailable(leave: (why: string) => never): void {
  skip.current = leave;
}

async function call<T>(message: HostCall): Promise<T> {
  const address = process.env[controlVariable];
  if (address === undefined) return skip.current("the runner gave no channel to a page");
  const response = await fetch(address, {
    method: "POST",
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(40_000),
  }).catch((error: unknown) => {
    throw new Error(`${message.do}: the runner did not answer (${String(error)})`);
  });
  const answer = (await response.json()) as HostAnswer;
  if ("unavailable" in answer) return skip.current(answer.unavailable);
  if ("error" in answer) throw new Error(answer.error);
  return answer.value as T;
}

/** What can be done in one frame of one window. Selectors are Playwright's: CSS, `text=…`, `role=button[name="…"]`. */
export class Place {
  readonly #window: number;
  readonly #frame: Frame;

  constructor(window: number, frame: Frame) {
    this.#window = window;
    this.#frame = frame;
  }

  protected do<T>(action: Action): Promise<T> {
    return call<T>({ ...action, window: this.#window, frame: this.#frame });
  }

  /** Clicks the first match. */
  click(selector: string, how: { readonly button?: "left" | "right"; readonly times?: number } = {}): Promise<void> {
    return this.do({ do: "click", selector, ...how });
  }

  hover(selector: string): Promise<void> {
    return this.do({ do: "hover", selector });
  }

  /** Presses a key or chord where the focus is, e.g. `Control+K`, `Enter`. */
  press(keys: string): Promise<void> {
    return this.do({ do: "press", keys });
  }

  /** Types where the focus is. */
  type(text: string): Promise<void> {
    return this.do({ do: "type", text });
  }

  /** The visible text of the first match. */
  text(selector: string): Promise<string> {
    return this.do({ do: "text", selector });
  }

  /** How many elements match now; does not wait. */
  count(selector: string): Promise<number> {
    return this.do({ do: "count", selector });
  }

  /** Waits until the first match is visible, or as asked. */
  waitFor(selector: string, presence: Presence = "visible"): Promise<void> {
    return this.do({ do: "waitFor", selector, presence });
  }

  /** The value of a JavaScript expression, which must survive JSON; a promise is awaited. */
  evaluate<T>(expression: string): Promise<T> {
    return this.do({ do: "evaluate", expression });
  }

  /** Roles and accessible names below the first match, in reading order. */
  accessible(selector = "body"): Promise<readonly Accessible[]> {
    return this.do({ do: "accessible", selector });
  }
}

/** One window of the editor. */
export class Window extends Place {
  /** The inner document of the visible webview. */
  readonly webview: Place;

  constructor(window: number) {
    super(window, "page");
    this.webview = new Place(window, "webview");
  }

  /** Saves `out/screenshots/<name>.png`, of the window or of the first match, and returns its path. */
  screenshot(name: string, selector?: string): Promise<string> {
    return this.do({ do: "screenshot", name, ...(selector === undefined ? {} : { selector }) });
  }

  /** Changes the size of the window, in CSS pixels. */
  resize(width: number, height: number): Promise<void> {
    return this.do({ do: "resize", width, height });
  }
}

/** The window that runs the suite. */
export const page = new Window(0);

/** Opens a second window on the same folder; it has an extension host of its own. */
export async function openWindow(): Promise<Window> {
  return new Window(await call<number>({ do: "openWindow", window: 0, frame: "page" }));
}

/** How many windows are open; one moved out of the editor counts. The newest has the highest number. */
export function countWindows(): Promise<number> {
  return call({ do: "windows", window: 0, frame: "page" });
}

/** Console errors and policy violations of all windows since the start. */
export function consoleProblems(): Promise<readonly string[]> {
  return call({ do: "problems", window: 0, frame: "page" });
}

/** Kills this extension host as a crash would. Only in a phase that is not the last; the next phase goes on from there. */
export async function crashHost(): Promise<never> {
  await call({ do: "expectDeath", window: 0, frame: "page" });
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
}

/** The colour themes that pictures are taken in. */
export const themes = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  highContrast: "Default High Contrast",
  highContrastLight: "Default High Contrast Light",
} as const;

/** Switches the colour theme and waits until the window shows it. */
export async function setTheme(theme: keyof typeof themes): Promise<void> {
  await vscode.workspace.getConfiguration("workbench").update("colorTheme", themes[theme], vscode.ConfigurationTarget.Global);
  const classes = { light: ".vs", dark: ".vs-dark", highContrast: ".hc-black", highContrastLight: ".hc-light" };
  await page.waitFor(`.monaco-workbench${classes[theme]}`);
}

/** The number of this phase, from 1: how often the suite's window has been opened with this profile and folder. */
export function phase(): number {
  const file = process.env[phaseVariable];
  return file === undefined ? 1 : Number(fs.readFileSync(file, "utf8"));
}

/** Prints a line that the runner shows to people as it is. */
export function print(text: string): void {
  console.log(printLine(text));
}

/** Repeats `check` until it does not throw, thirty seconds at most; then throws what it threw last. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
