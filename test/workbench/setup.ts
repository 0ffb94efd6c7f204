// Gets everything the real workbench needs: VS Code, a browser, a font. By hand: `node test/workbench/setup.ts`.
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { findBrowser, type BrowserChoice, type FoundBrowser } from "./browser.ts";
import { sayToTerminal, type Say } from "./parts.ts";
import { ensureVscode } from "./vscode.ts";

/** Everything a round needs from the machine. */
export interface Machine {
  /** The program of the VS Code server. */
  readonly vscode: string;
  readonly browser: FoundBrowser;
}

/** Installs what is absent and returns what is there. Safe to call from several processes at once. */
export async function prepareMachine(browser: BrowserChoice, say: Say = sayToTerminal): Promise<Machine> {
  const vscode = await ensureVscode(say);
  return { vscode, browser: await findBrowser(browser, say) };
}

/** The choice that was asked for, else that of `FIDELITY_BROWSER`, else any. Throws for an unknown word. */
export function browserChoice(asked: string = process.env.FIDELITY_BROWSER ?? "any"): BrowserChoice {
  if (asked === "any" || asked === "system" || asked === "bundled") return asked;
  throw new Error(`A browser is any, system or bundled, not "${asked}".`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({ options: { browser: { type: "string" } } });
  const machine = await prepareMachine(browserChoice(values.browser));
  console.log(`VS Code: ${machine.vscode}\nbrowser: ${machine.browser.executable} (${machine.browser.origin})`);
}
