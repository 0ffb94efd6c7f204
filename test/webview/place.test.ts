// @vitest-environment jsdom
// Nobody loses their place: focus and open details stay while a run goes on, and come back from the list of probes.
import { describe, expect, it } from "vitest";
import { fakeLook, missing, PUBLISHED, type FakeNumbers } from "./fakeReports.ts";
import type { PanelPage } from "../../src/protocol/dashboard.ts";
import { openPage, snapshot, type Bench } from "./pageBench.ts";

/** A look at a run that goes on; each step has other numbers. */
function step(page: Bench, done: number, name: PanelPage = "overview"): void {
  const { report: _report, ...rest } = snapshot({ revision: done, page: name }, { status: "running", done, left: 60_000 - done });
  const moved: FakeNumbers = { look: true, negative: { ...PUBLISHED.negative, bias: [0.4 + done / 1000, 0.3, 0.5] } };
  page.show({ ...rest, live: fakeLook(moved) });
}

function focused(page: Bench, selector: string): boolean {
  return document.activeElement !== null && document.activeElement === page.root.querySelector(selector);
}

describe("a person's place on the page", () => {
  it.each(['[data-mark="negative"]', '[data-mark="positive"]', ".table", ".facts summary"])("is kept at %s while numbers move", (selector) => {
    const page = openPage();
    step(page, 1);
    page.root.querySelector<HTMLElement>(selector)?.focus();
    expect(focused(page, selector)).toBe(true);
    const before = page.text("h1");
    step(page, 50);
    expect(page.text("h1")).not.toBe(before);
    expect(focused(page, selector)).toBe(true);
  });

  it("is kept at a chart while numbers move", () => {
    const page = openPage();
    step(page, 1, "where");
    page.root.querySelector<HTMLElement>("canvas")?.focus();
    step(page, 50, "where");
    expect(focused(page, "canvas")).toBe(true);
  });

  it("is kept in the head of the page, whose words change", () => {
    const page = openPage();
    step(page, 1);
    const [pause, status] = [page.root.querySelector(".progress vscode-button:not([hidden])"), page.root.querySelector('[role="status"]')];
    step(page, 50);
    expect(page.root.querySelector(".progress vscode-button:not([hidden])")).toBe(pause);
    expect(page.root.querySelector('[role="status"]')).toBe(status);
    expect(page.text(".progress")).toContain("50 of 1,109");
  });

  it("is kept in open details", () => {
    const page = openPage();
    step(page, 1);
    const details = page.root.querySelector<HTMLDetailsElement>(".facts details");
    if (details) details.open = true;
    const { report: _report, ...rest } = snapshot({ live: fakeLook() }, { status: "running", rule: "every" });
    page.show(rest);
    expect(page.text("dl")).toContain("every");
    expect(page.root.querySelector<HTMLDetailsElement>(".facts details")?.open).toBe(true);
  });

  it.each([['[data-mark="negative"]', "overview"], ["canvas", "where"]] as const)("is given back at %s when the list of probes closes, also when numbers moved meanwhile", (selector, name) => {
    const page = openPage();
    step(page, 1, name);
    const mark = page.root.querySelector<HTMLElement>(selector);
    mark?.focus();
    if (selector === "canvas") mark?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    mark?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    expect(focused(page, ".probes h2")).toBe(true);
    step(page, 50, name);
    page.root.querySelector(".probes h2")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(page.root.querySelector<HTMLElement>(".probes")?.hidden).toBe(true);
    expect(focused(page, selector)).toBe(true);
  });
});

describe("a page with little to show", () => {
  it("shows no table and no chart before the first number", () => {
    const page = openPage();
    const { report: _report, ...rest } = snapshot({}, { status: "running", done: 0 });
    page.show(rest);
    expect(page.root.querySelector<HTMLElement>(".strata")?.closest("[hidden]")).not.toBeNull();
    step(page, 3);
    expect(page.root.querySelector(".strata")?.closest("[hidden]")).toBeNull();
  });

  it("draws nothing for an outcome without conversations and shows everything else", () => {
    const page = openPage();
    const none = missing("positive-stratum-empty");
    const look = fakeLook();
    const empty = { ...look.strata.positive, conversations: 0, units: 0, probes: 0, bias: none, real: none, simulated: none };
    const live = { ...look, delta: none, strata: { ...look.strata, positive: empty }, byPosition: look.byPosition.map((row) => ({ ...row, delta: none, strata: { ...row.strata, positive: none } })), stageShares: look.stageShares.map((row) => ({ ...row, positive: { real: none, simulated: none } })) };
    const { report: _report, ...rest } = snapshot({ live }, { status: "paused", done: 6 });
    page.show(rest);
    expect(page.text('[data-mark="positive"]')).toContain("no buyers yet");
    expect(page.text(".facts")).toContain("model-x");
    page.show({ ...rest, page: "what" });
    expect(page.text("h1")).not.toBe("");
  });

  it("says that intervals are missing when they could not be computed, and does not wait", () => {
    const page = openPage();
    const { report: _report, ...rest } = snapshot({ live: fakeLook() });
    page.show({ ...rest, computing: true });
    expect(page.text(".state")).toContain("Computing");
    page.show({ ...rest, computing: false });
    expect(page.text(".state")).toContain("could not be computed");
  });
});
