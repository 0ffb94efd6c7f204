// @vitest-environment jsdom
// The list of probes behind a mark: of any length, walked by keys, each row a way to its turn.
import { describe, expect, it } from "vitest";
import type { ProbePage } from "../../src/protocol/dashboard.ts";
import { openPage, settled, snapshot, type Bench } from "./pageBench.ts";

const TOTAL = 5000;

function rows(from: number, count: number): ProbePage["rows"] {
  return Array.from({ length: Math.min(count, TOTAL - from) }, (_none, at) => ({ conversation: `c-${from + at}`, turn: 5, position: 60, outcome: "negative", act: "pitch", realStage: "resisting", simulatedStages: ["engaging", "leave"], bias: 2 }));
}

/** Answers the last question for probes. */
async function answer(page: Bench, total = TOTAL): Promise<void> {
  const asked = page.posted.findLast((message) => message.type === "probes");
  if (asked?.type !== "probes") throw new Error("no question");
  page.send({ type: "answer", id: asked.id, page: { total, rows: total === 0 ? [] : rows(asked.query.from, asked.query.count) } });
  await settled();
}

async function listed(): Promise<Bench> {
  const page = openPage();
  page.show(snapshot());
  page.root.querySelector('[data-mark="negative"]')?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  await answer(page);
  return page;
}

const shown = (page: Bench): readonly HTMLElement[] => [...page.root.querySelectorAll<HTMLElement>(".probes .row")];
const press = (on: Element | null | undefined, key: string): unknown => on?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));

describe("the list of probes", () => {
  it("asks for the most telling first, and says so", async () => {
    const page = await listed();
    expect(page.posted.find((message) => message.type === "probes")).toMatchObject({ query: { run: "r1", outcome: "negative", order: "telling", from: 0, count: 100 } });
    expect(page.text(".probes .note")).toContain("5,000 probes · the six that tell most are on top");
    expect(shown(page).map(({ className }) => className).filter((name) => name.includes("telling"))).toHaveLength(6);
  });

  it("has only the rows in sight in the document, and reads others as they come into sight", async () => {
    const page = await listed();
    expect(shown(page).length).toBeLessThan(40);
    expect(page.root.querySelector(".rows")?.getAttribute("aria-rowcount")).toBe("5000");
    shown(page)[0]?.focus();
    press(document.activeElement, "End");
    expect(page.posted.at(-1)).toMatchObject({ type: "probes", query: { from: 4900 } });
    await answer(page);
    expect(shown(page).length).toBeLessThan(60);
    expect(shown(page).at(-1)?.textContent).toContain("c-4999");
  });

  it("is walked by arrow keys; Enter opens the turn and C copies a link", async () => {
    const page = await listed();
    shown(page)[0]?.focus();
    press(document.activeElement, "ArrowDown");
    expect(document.activeElement?.textContent).toContain("c-1");
    expect(document.activeElement?.textContent).toContain("resisting → engaging and 1 more");
    press(document.activeElement, "Enter");
    expect(page.posted.at(-1)).toEqual({ type: "openTurn", run: "r1", conversation: "c-1", turn: 5 });
    press(document.activeElement, "c");
    const asked = page.posted.at(-1);
    expect(asked).toMatchObject({ type: "copyLink", run: "r1", conversation: "c-1", turn: 5 });
    page.send({ type: "done", id: asked?.type === "copyLink" ? asked.id : 0 });
    await settled();
    expect(page.text(".probes .note")).toBe("Link copied.");
  });

  it("has a link in each row that does not open the turn", async () => {
    const page = await listed();
    shown(page)[2]?.querySelector<HTMLElement>(".link")?.click();
    expect(page.posted.at(-1)).toMatchObject({ type: "copyLink", conversation: "c-2" });
  });

  it("carries the filter in force and says it", async () => {
    const page = openPage();
    page.show(snapshot({ filter: { chosen: { position: 60 }, words: "position 60", description: false, kept: 3, of: 9 } }));
    page.root.querySelector('[data-mark="negative"]')?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    await answer(page, 0);
    expect(page.posted.at(-1)).toMatchObject({ query: { filter: { position: 60 } } });
    expect(page.text(".probes h2")).toBe("Probes: non-buyers · position 60");
    expect(page.text(".probes .note")).toBe("No probe is behind this mark.");
  });

  it("leaves the answer to an older question unused", async () => {
    const page = await listed();
    const [first] = page.posted.filter((message) => message.type === "probes");
    page.root.querySelector('[data-mark="positive"]')?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    await answer(page, 0);
    page.send({ type: "answer", id: first?.type === "probes" ? first.id : 0, page: { total: 3, rows: rows(0, 3) } });
    await settled();
    expect(page.text(".probes h2")).toBe("Probes: buyers");
    expect(shown(page)).toHaveLength(0);
  });

  it("shows the host's sentence when the answer is an error, and closes on Escape", async () => {
    const page = openPage();
    page.show(snapshot());
    press(page.root.querySelector('[data-mark="positive"]'), "Enter");
    const asked = page.posted.find((message) => message.type === "probes");
    page.send({ type: "failed", id: asked?.type === "probes" ? asked.id : 0, message: "no such run" });
    await settled();
    expect(page.text(".probes")).toContain("no such run");
    press(page.root.querySelector(".probes"), "Escape");
    expect(page.root.querySelector<HTMLElement>(".probes")?.hidden).toBe(true);
  });
});
