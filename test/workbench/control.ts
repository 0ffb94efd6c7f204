// The runner's end of the channel from a suite in the extension host to the browser: an HTTP server on 127.0.0.1.
// Answers only requests that know its secret path.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Frame, Locator, Page } from "playwright-core";
import type { Accessible, HostAnswer, HostCall } from "./hostCall.ts";
import { webviewFrame } from "./page.ts";

/** The browser as the calls need it. */
export interface Controlled {
  readonly pages: () => readonly Page[];
  readonly openAnother: () => Promise<number>;
  readonly problems: () => readonly string[];
}

/** What the channel is made with. */
export interface ControlOptions {
  readonly screenshots: string;
  /** The browser at the moment of a call, or why there is none. */
  readonly browser: () => Controlled | string;
  /** The suite is about to kill its own host on purpose. */
  readonly onExpectDeath: () => void;
}

/** A channel that listens. */
export interface Control {
  /** For the environment variable `FIDELITY_CONTROL`. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

const limit = { timeout: 20_000 };

/** Starts the channel on a free port. */
export async function startControl(options: ControlOptions): Promise<Control> {
  const secret = `/${randomBytes(16).toString("hex")}`;
  const server = http.createServer((request, response) => {
    void (async () => {
      if (request.url !== secret || request.method !== "POST") return response.writeHead(404).end();
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const call = JSON.parse(Buffer.concat(parts).toString()) as HostCall;
      return response.end(JSON.stringify(await answer(call, options)));
    })().catch((error: unknown) => response.end(JSON.stringify({ error: String(error) })));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${secret}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
}

async function answer(call: HostCall, options: ControlOptions): Promise<HostAnswer> {
  if (call.do === "expectDeath") {
    options.onExpectDeath();
    return { value: null };
  }
  const browser = options.browser();
  if (typeof browser === "string") return { unavailable: browser };
  try {
    return { value: (await perform(call, browser, options.screenshots)) ?? null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: `${describe(call)}: ${message}` };
  }
}

function describe(call: HostCall): string {
  const subject = "selector" in call ? call.selector : "keys" in call ? call.keys : "name" in call ? call.name : "";
  const place = call.frame === "webview" ? " in the webview" : call.window > 0 ? ` in window ${call.window}` : "";
  return `${call.do} ${subject}${place}`.replace(/\s+/gu, " ");
}

async function perform(call: Exclude<HostCall, { do: "expectDeath" }>, browser: Controlled, screenshots: string): Promise<unknown> {
  if (call.do === "openWindow") return browser.openAnother();
  if (call.do === "windows") return browser.pages().length;
  if (call.do === "problems") return browser.problems();
  const page = browser.pages()[call.window];
  if (!page) throw new Error(`there is no window ${call.window}; ${browser.pages().length} are open`);
  if (call.do === "resize") return page.setViewportSize({ width: call.width, height: call.height });
  if (call.do === "press") return page.keyboard.press(call.keys);
  if (call.do === "type") return page.keyboard.type(call.text);
  const frame: Frame = call.frame === "webview" ? await webviewFrame(page) : page.mainFrame();
  if (call.do === "evaluate") return frame.evaluate(call.expression);
  if (call.do === "screenshot") {
    fs.mkdirSync(screenshots, { recursive: true });
    const file = path.join(screenshots, `${call.name}.png`);
    await (call.selector === undefined ? page : frame.locator(call.selector).first()).screenshot({ path: file, ...limit });
    return file;
  }
  const found = frame.locator(call.selector);
  if (call.do === "count") return found.count();
  return onElement(call, found.first());
}

type OnElement = Extract<HostCall, { do: "click" | "hover" | "text" | "waitFor" | "accessible" }>;

function onElement(call: OnElement, found: Locator): Promise<unknown> {
  switch (call.do) {
    case "click":
      return found.click({ button: call.button ?? "left", clickCount: call.times ?? 1, ...limit });
    case "hover":
      return found.hover(limit);
    case "text":
      return found.innerText(limit);
    case "waitFor":
      return found.waitFor({ state: call.presence, ...limit });
    case "accessible":
      return found.ariaSnapshot(limit).then(readAccessible);
  }
}

/** Roles and names of a Playwright aria snapshot, in order; what has no name has the empty one. The page itself, which some browsers list, is left out. */
export function readAccessible(snapshot: string): readonly Accessible[] {
  const lines = snapshot.matchAll(/^\s*- '?([a-z]+)(?: ("(?:[^"\\]|\\.)*"))?/gmu);
  return [...lines].map(([, role = "", name = '""']) => ({ role, name: JSON.parse(name) as string })).filter(({ role }) => role !== "document");
}
