// The calls a suite in the extension host makes to the browser, and their answers. Types and names only.

/** Environment variable with the address of the control server. */
export const controlVariable = "FIDELITY_CONTROL";

/** Environment variable with the path of the file that holds the number of the phase. */
export const phaseVariable = "FIDELITY_PHASE_FILE";

/** Environment variable with a pattern; only tests whose full title matches it run. */
export const grepVariable = "FIDELITY_GREP";

/** Environment variable with the name of the colour theme a round starts in. */
export const themeVariable = "FIDELITY_THEME";

/** Which frame of a window a call means: the workbench itself, or the visible webview's inner document. */
export type Frame = "page" | "webview";

/** How a locator must stand before a call goes on. */
export type Presence = "visible" | "hidden" | "attached" | "detached";

/** One thing to do in the browser. Selectors are Playwright's (`css`, `text=…`, `role=button[name="…"]`). */
export type Action =
  | { readonly do: "screenshot"; readonly name: string; readonly selector?: string }
  | { readonly do: "click"; readonly selector: string; readonly button?: "left" | "right"; readonly times?: number }
  | { readonly do: "hover"; readonly selector: string }
  | { readonly do: "press"; readonly keys: string }
  | { readonly do: "type"; readonly text: string }
  | { readonly do: "text"; readonly selector: string }
  | { readonly do: "count"; readonly selector: string }
  | { readonly do: "waitFor"; readonly selector: string; readonly presence: Presence }
  | { readonly do: "evaluate"; readonly expression: string }
  | { readonly do: "accessible"; readonly selector: string }
  | { readonly do: "resize"; readonly width: number; readonly height: number }
  | { readonly do: "openWindow" }
  | { readonly do: "windows" }
  | { readonly do: "problems" }
  | { readonly do: "expectDeath" };

/** An action with the window (0 is the one that runs the suite) and frame it is for. */
export type HostCall = Action & { readonly window: number; readonly frame: Frame };

/** What comes back: a value, a failure, or that there is no page to act on. */
export type HostAnswer =
  | { readonly value: unknown }
  | { readonly error: string }
  | { readonly unavailable: string };

/** What a control in the accessibility tree is and is called. */
export interface Accessible {
  readonly role: string;
  readonly name: string;
}
