// The page's entry: connects the editor and the page, and reports trouble. Refuses everything else.
import "./dashboard.css";
import "./figures.css";
import "./probes.css";
import { Channel, type Editor } from "./channel.ts";
import { Page } from "./page.ts";

declare function acquireVsCodeApi(): Editor;

const root = document.getElementById("page");
if (root) {
  const page: { shown?: Page } = {};
  const channel = new Channel(acquireVsCodeApi(), window, (snapshot) => page.shown?.show(snapshot));
  const trouble = (message: string): void => channel.send({ type: "trouble", message: message.slice(0, 500) });
  window.addEventListener("error", ({ message }) => trouble(message));
  window.addEventListener("unhandledrejection", ({ reason }) => trouble(String(reason)));
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => trouble(`policy: ${violatedDirective} ${blockedURI}`));
  page.shown = new Page(root, channel);
  channel.send({ type: "ready" });
}
