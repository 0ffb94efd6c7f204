// A page in jsdom with a hand-made editor: what it posts, and a way to send it messages.
import { Channel } from "../../webview/dashboard/channel.ts";
import { Page } from "../../webview/dashboard/page.ts";
import type { FromPage, KeptState, PanelSnapshot, ToPage } from "../../src/protocol/dashboard.ts";
import { fakeReport } from "./fakeReports.ts";

export interface Bench {
  readonly root: HTMLElement;
  readonly posted: FromPage[];
  /** What the page asked the editor to remember. */
  readonly kept: KeptState[];
  readonly send: (message: unknown) => void;
  readonly show: (snapshot: PanelSnapshot) => void;
  readonly text: (selector: string) => string;
}

/** jsdom lays nothing out: pictures are drawn at their widest and charts not at all. */
export function openPage(): Bench {
  HTMLElement.prototype.scrollIntoView = () => undefined;
  HTMLCanvasElement.prototype.getContext = () => null;
  document.body.innerHTML = '<main id="page"></main>';
  const root = document.getElementById("page");
  if (!root) throw new Error("no root");
  const posted: FromPage[] = [];
  const kept: KeptState[] = [];
  const listeners: ((event: MessageEvent) => void)[] = [];
  const source = { addEventListener: (_type: string, listener: (event: MessageEvent) => void) => void listeners.push(listener) };
  const shown: { page?: Page } = {};
  const channel = new Channel({ postMessage: (message) => void posted.push(message), setState: (state) => void kept.push(state) }, source as unknown as Window, (snapshot) => shown.page?.show(snapshot));
  shown.page = new Page(root, channel);
  const send = (data: unknown): void => {
    for (const listener of listeners) listener({ data } as MessageEvent);
  };
  return { root, posted, kept, send, show: (snapshot) => send({ type: "snapshot", snapshot } satisfies ToPage), text: (selector) => root.querySelector(selector)?.textContent ?? "" };
}

/** Answers have been taken in. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A finished planned run with the published pattern. */
export function snapshot(more: Partial<PanelSnapshot> = {}, run: Partial<NonNullable<PanelSnapshot["run"]>> = {}): PanelSnapshot {
  const line = { id: "r1", title: "model-x · persona", dataset: "sales.jsonl", status: "finished" as const, done: 1109, total: 1109, failed: 0, invented: false, ...run };
  const { id, title, dataset, status, done, total, failed, invented } = line;
  return {
    revision: 1,
    language: "en",
    page: "overview",
    state: { kind: status === "following" ? "running" : status },
    runs: [{ id, title, dataset, status, done, total, failed, invented }],
    moreRuns: 0,
    run: { strata: { positive: "buyer", negative: "non-buyer" }, human: true, simulator: "model-x", condition: "persona", judge: "judge-y", lexicon: false, control: false, sameFamily: false, instrument: "v1", rule: "30 %, 60 %, 90 %", seed: 1, planHash: "abcdef0123456789", ...line },
    report: fakeReport(),
    computing: false,
    handPicked: { count: 0, rows: [] },
    cut: [],
    ...more,
  };
}

/** What the page gets where nothing was run. */
export const NO_RUN: PanelSnapshot = { revision: 0, language: "en", page: "overview", state: { kind: "nothing" }, runs: [], moreRuns: 0, computing: false, handPicked: { count: 0, rows: [] }, cut: [] };
