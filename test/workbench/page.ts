// One browser context on a VS Code server: its windows, what they print, what goes wrong in them. Runs no suite itself.
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";

/** What a window is opened with. */
export interface WindowOptions {
  readonly port: number;
  /** The folder to open, absolute. */
  readonly folder: string;
  /** The extension that carries the suite, absolute. */
  readonly developmentPath: string;
  /** The bundled suite, absolute; without it the window only shows. */
  readonly testsPath?: string;
}

/** The windows of one person: same settings, same storage. */
export interface Windows {
  readonly pages: () => readonly Page[];
  /** Opens the main window, or opens it again: then its extension host is a new one. */
  readonly open: (options: WindowOptions) => Promise<void>;
  /** Opens one more window on the same folder, without a suite. */
  readonly openAnother: () => Promise<number>;
  /** Console errors and policy violations so far. */
  readonly problems: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** What the main window tells. */
export interface WindowListener {
  /** A line that the extension host printed. */
  readonly onLine: (line: string) => void;
  /** The suite's `run()` ended, or its extension host did: the code does not tell which. */
  readonly onExit: (code: number) => void;
}

/** The size of a window unless a suite changes it, in CSS pixels. */
export const defaultViewport = { width: 1440, height: 900 };

/** Opens a browser context whose windows report to `listener`. */
export async function openContext(browser: Browser, listener: WindowListener): Promise<Windows> {
  const context = await browser.newContext({ viewport: defaultViewport, deviceScaleFactor: 1, locale: "en-US", reducedMotion: "reduce" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const problems = watchProblems(context);
  let last: WindowOptions | undefined;
  let main: Page | undefined;
  return {
    pages: () => context.pages(),
    problems: () => problems,
    close: () => context.close(),
    async open(options) {
      last = options;
      if (!main) {
        main = await context.newPage();
        await main.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => {
          const text = args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" ");
          for (const line of text.split("\n")) listener.onLine(line);
        });
        await main.exposeFunction("codeAutomationExit", listener.onExit);
      }
      await main.goto("about:blank");
      await main.goto(windowAddress(options));
    },
    async openAnother() {
      if (!last) throw new Error("There is no first window yet.");
      const { testsPath: _, ...show } = last;
      const page = await context.newPage();
      await page.goto(windowAddress(show));
      await page.locator(".monaco-workbench .part.statusbar").waitFor();
      return context.pages().indexOf(page);
    },
  };
}

/** The address of a window on a folder, with the development paths in its payload. */
export function windowAddress(options: WindowOptions): string {
  const remote = (file: string): string => `vscode-remote://localhost:${options.port}${encodeURI(file)}`;
  const payload = [
    ["extensionDevelopmentPath", remote(options.developmentPath)],
    ...(options.testsPath === undefined ? [] : [["extensionTestsPath", remote(options.testsPath)]]),
    ["skipWelcome", "true"],
  ];
  const query = new URLSearchParams({ folder: options.folder, payload: JSON.stringify(payload) });
  return `http://localhost:${options.port}/?${query.toString()}`;
}

/** The inner document of the visible webview: two frames deep. Throws when there is none within twenty seconds. */
export async function webviewFrame(page: Page): Promise<Frame> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    for (const outer of await page.locator("iframe.webview").all()) {
      if (!(await outer.isVisible())) continue;
      const frame = await (await outer.elementHandle()).contentFrame();
      const inner = await frame?.$("#active-frame");
      const content = await inner?.contentFrame();
      if (content) return content;
    }
    await page.waitForTimeout(100);
  }
  throw new Error("no webview is visible");
}

function watchProblems(context: BrowserContext): readonly string[] {
  const problems: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => problems.push(String(error.error())));
  return problems;
}
