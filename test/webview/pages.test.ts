// @vitest-environment jsdom
// The pages of the panel: tabs, filter, what each shows, and what it says where it has nothing to show.
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { PAGES } from "../../src/protocol/panelParts.ts";
import type { PanelPage } from "../../src/protocol/dashboard.ts";
import { fakeLook } from "./fakeReports.ts";
import { madeReport, onPage, TRUST } from "./madeReport.ts";
import { openPage, settled, snapshot, type Bench } from "./pageBench.ts";

const tab = (page: Bench, name: PanelPage): HTMLElement | null => page.root.querySelector(`#tab-${name}`);
const key = (on: Element | null, name: string): unknown => on?.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));

function shown(name: PanelPage, more: Parameters<typeof onPage>[1] = {}): Bench {
  const page = openPage();
  page.show(onPage(name, more));
  return page;
}

describe("the tabs", () => {
  it("ask the host for a page, wait for it, and are kept over a reload", () => {
    const page = shown("overview");
    tab(page, "where")?.click();
    expect(page.posted.at(-1)).toEqual({ type: "showPage", page: "where" });
    expect(page.text('[role="tabpanel"]')).toBe("Reading the numbers…");
    expect(page.kept.at(-1)).toMatchObject({ run: "r1", page: "where" });
    page.show(onPage("overview"));
    expect(page.text('[role="tabpanel"]')).toBe("Reading the numbers…");
    page.show(onPage("where"));
    expect(page.text("h1")).toBe("Where the bias is");
  });

  it("are one stop of Tab and walked by arrow keys, round the ends", () => {
    const page = shown("overview");
    expect(PAGES.map((name) => tab(page, name)?.tabIndex)).toEqual([0, -1, -1, -1, -1]);
    tab(page, "overview")?.focus();
    key(document.activeElement, "ArrowLeft");
    expect(document.activeElement).toBe(tab(page, "trust"));
    expect(page.posted.at(-1)).toEqual({ type: "showPage", page: "trust" });
    key(document.activeElement, "Home");
    expect(document.activeElement).toBe(tab(page, "overview"));
    expect(tab(page, "overview")?.getAttribute("aria-selected")).toBe("true");
  });
});

describe("the filter", () => {
  const filter = { chosen: { position: 60, act: "pitch" }, words: "position 60; act pitch", description: true, kept: 12, of: 120 };

  it("is stated in every title, table and copy", () => {
    for (const name of ["overview", "where", "what"] as const) {
      const page = shown(name, { filter });
      const titles = [...page.root.querySelectorAll(".figure h2, .strata h2, .confusion")].filter((each) => !each.closest("[hidden]"));
      for (const title of titles) expect(title.getAttribute("aria-label") ?? title.textContent, name).toContain("position 60; act pitch");
    }
    const page = shown("overview", { filter });
    expect(page.text(".force")).toContain("12 of 120 probes. It asks for a label");
    page.root.querySelector<HTMLElement>(".strata .actions vscode-button")?.click();
    expect(page.posted.at(-1)).toMatchObject({ type: "copy", text: expect.stringContaining("position 60; act pitch") as string });
  });

  it("changes one part and leaves the others, and clears them all", () => {
    const page = shown("overview", { filter });
    const [, act, field] = page.root.querySelectorAll<HTMLElement>(".choices vscode-dropdown");
    choose(field, JSON.stringify({ name: "region", value: "north" }));
    expect(page.posted.at(-1)).toEqual({ type: "setFilter", filter: { ...filter.chosen, field: { name: "region", value: "north" } } });
    choose(act, "");
    expect(page.posted.at(-1)).toEqual({ type: "setFilter", filter: { position: 60 } });
    page.root.querySelector<HTMLElement>(".force vscode-button")?.click();
    expect(page.posted.at(-1)).toEqual({ type: "setFilter", filter: {} });
  });
});

function choose(dropdown: HTMLElement | undefined, value: string): void {
  Object.assign(dropdown ?? {}, { value });
  dropdown?.dispatchEvent(new Event("change"));
}

describe("published marks", () => {
  it("are drawn dashed beside the run's own, with their source, and go again", () => {
    const page = openPage();
    page.show(snapshot());
    expect(page.root.querySelectorAll(".ghost")).toHaveLength(0);
    toggle(page, true);
    expect(page.root.querySelectorAll("svg .ghost")).toHaveLength(6);
    expect(page.text(".figure .note")).toContain("arXiv:2606.20708v1");
    toggle(page, false);
    expect(page.root.querySelectorAll(".ghost")).toHaveLength(0);
  });

  it("stand in the table twin too", () => {
    const page = shown("where");
    toggle(page, true);
    page.root.querySelector<HTMLElement>(".figure .tools vscode-button")?.click();
    expect(page.text(".figure thead")).toContain("non-buyers, published");
    expect(page.text(".figure tbody tr")).toMatch(/\+0\.25\+0\.20\+0\.05$/);
  });
});

function toggle(page: Bench, checked: boolean): void {
  const box = page.root.querySelector<HTMLElement>(".filters vscode-checkbox");
  Object.assign(box ?? {}, { checked });
  box?.dispatchEvent(new Event("change"));
}

describe("a picture that is saved", () => {
  it("is the one for paper, with filter, source and what the dashes are in its caption", async () => {
    for (const [name, file] of [["overview", "depth.svg"], ["where", "positions.svg"]] as const) {
      const page = shown(name, { filter: { chosen: { position: 30 }, words: "only early", description: false, of: 120 } });
      toggle(page, true);
      page.root.querySelectorAll<HTMLElement>(".figure .tools vscode-button")[1]?.click();
      await settled();
      const saved = page.posted.at(-1);
      expect(saved).toMatchObject({ type: "saveSvg", name: file });
      const text = saved?.type === "saveSvg" ? saved.text.replaceAll(/<[^>]*>|\s+/g, " ").replaceAll(/ +/g, " ") : "";
      for (const part of ["only early", "sales.jsonl; model-x, persona; judge judge-y; plan abcdef01", "arXiv:2606.20708v1"]) expect(text, name).toContain(part);
      expect(saved).not.toMatchObject({ text: expect.stringMatching(/var\(--|style=|tabindex/) as string });
    }
  });
});

describe("the page Where", () => {
  it("splits by the field that is asked for, and says why it cannot", () => {
    const page = shown("where", { field: { name: "region", because: "The dataset is not open." } });
    expect(page.root.textContent).toContain("The dataset is not open.");
    choose(page.root.querySelector<HTMLElement>(".page .choice vscode-dropdown") ?? undefined, "region");
    expect(page.posted.at(-1)).toEqual({ type: "showField", field: "region" });
    page.show(onPage("where", { field: { name: "region", rows: [...(madeReport().byField[0]?.rows ?? [])] } }));
    expect(page.text(".page")).toContain("Bias by region");
  });
});

describe("the page What", () => {
  it("has a number, a tone and a way to its probes in every cell of the confusion", () => {
    const page = shown("what");
    const { counts } = madeReport().confusion.all;
    const cells = [...page.root.querySelectorAll(".confusion tbody tr")].map((row) => [...row.querySelectorAll(".cell")].map((cell) => cell.querySelector(".number")?.textContent ?? "0"));
    expect(cells).toEqual(counts.map((row) => row.map((count) => String(count))));
    expect([...page.root.querySelectorAll("button.cell")].every(({ className }) => /tone-[1-9]/.test(className))).toBe(true);
    page.root.querySelector<HTMLElement>('button.cell[aria-label^="real resisting, simulated considering"]')?.click();
    expect(page.posted.at(-1)).toMatchObject({ type: "probes", query: { realStage: "resisting", simulatedStage: "considering" } });
  });

  it("says what to do where the condition offers no exit, and where a look has no more", () => {
    const report = madeReport();
    const page = shown("what", { report: { ...report, options: { ...report.options, offersExit: false } } });
    expect(page.text(".exits")).toContain("Not offered");
    const { report: _report, ...look } = onPage("what", { live: fakeLook() });
    page.show(look);
    expect(page.text(".confusions")).toContain("Shown when the run is finished");
    expect(page.text(".exits")).toContain("Shown when the run is finished");
  });
});

describe("the page Compare", () => {
  const runs = ["r1", "r2", "r3"].map((id) => ({ id, title: `run ${id}`, dataset: "sales.jsonl", status: "finished" as const, done: 9, total: 9, failed: 0, invented: false }));

  it("asks for the runs in the order they were ticked, and shows the host's refusal", async () => {
    const page = shown("compare", { runs });
    const boxes = page.root.querySelectorAll<HTMLElement>(".runs vscode-checkbox");
    Object.assign(boxes[2] ?? {}, { checked: true });
    boxes[2]?.dispatchEvent(new Event("change"));
    page.root.querySelector<HTMLElement>('.page vscode-button[appearance="primary"]')?.click();
    const asked = page.posted.at(-1);
    expect(asked).toMatchObject({ type: "compare", runs: ["r1", "r3"] });
    page.send({ type: "failed", id: asked?.type === "compare" ? asked.id : 0, message: "r3 has an invented part." });
    await settled();
    expect(page.text(".page")).toContain("r3 has an invented part.");
  });

  it("says how to get a second run", () => {
    expect(shown("compare").text(".page")).toContain("Check the dataset once more");
  });
});

describe("the page Trust", () => {
  it("says how to get people's labels and the mark, and shows what was left out", () => {
    const page = shown("trust", { trust: TRUST });
    expect(page.text(".page")).toContain("Nobody has labelled turns of this run yet. Draw a queue and label it. Once its items");
    [...page.root.querySelectorAll<HTMLElement>(".trust vscode-button")].find(({ textContent }) => textContent.startsWith("Draw a Queue"))?.click();
    expect(page.posted.at(-1)).toMatchObject({ type: "act", action: "drawQueue", run: "r1" });
    expect(page.text(".page")).toContain("human-resample control");
    expect(page.text(".page")).toContain("Outcome: field bought");
    expect(page.text(".page")).toContain("No gate is set for this run");
  });

  it("shows gates with value, threshold, verdict and what would settle them; a finished run's receipt is one press away", () => {
    const interval = { low: -0.1, high: 0.3, level: 0.95, method: "welch" } as const;
    const gate = (name: string, atMost: number) => ({ name, measure: { of: "delta" }, range: { atMost } }) as const;
    const results = [
      { gate: gate("wide", 0.5), verdict: "pass", value: 0.1, interval, setBefore: true },
      { gate: gate("narrow", -0.2), verdict: "fail", value: 0.1, interval, setBefore: true },
      { gate: gate("between", 0.15), verdict: "inconclusive", value: 0.1, interval, because: "straddles", more: 1234, setBefore: true },
    ] as const;
    const page = shown("trust", { trust: { ...TRUST, gates: { run: "r1", title: "r1", verdict: "fail", humanReference: true, results } } });
    const rows = results.map(({ verdict }) => page.text(`tr.gate-${verdict}`));
    expect(rows).toEqual(["widecontrast Δpass+0.10[−0.10, +0.30]≤ +0.50", "narrowcontrast ΔFAIL+0.10[−0.10, +0.30]≤ −0.20", "betweencontrast Δinconclusive+0.10[−0.10, +0.30]≤ +0.15"]);
    expect(page.text(".page")).toContain("About 1,234 more conversations");
    [...page.root.querySelectorAll<HTMLElement>("header.run vscode-button")].find(({ textContent }) => textContent === "Write the Receipt")?.click();
    expect(page.posted.at(-1)).toEqual({ type: "act", action: "writeReceipt", run: "r1" });
    page.show(onPage("trust", { trust: TRUST, run: { ...onPage("trust").run!, control: true } }));
    expect(page.text(".page")).toContain("It enters no gate");
  });
});

describe("for people who do not see or do not use a mouse", () => {
  it.each(PAGES)("%s has nothing that axe calls serious", async (name) => {
    const page = shown(name, { trust: TRUST, runs: [] });
    const { violations } = await axe.run(page.root, { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120) ?? ""}`)).toEqual([]);
  });

  it.each(PAGES)("%s speaks Chinese throughout", (name) => {
    const page = shown(name, { language: "zh", trust: TRUST });
    // What is typed in a terminal is the same in every language.
    for (const code of page.root.querySelectorAll("code")) code.remove();
    const words = page.text(".page").replaceAll(/non-buyer|buyer|resisting|exploring|engaging|considering|deciding|positive|neutral|none|price|ask|pitch|push-close|region|Markdown|CSV|LaTeX|SVG|PNG|Cohen’s d|Holm|TVD|AUC|model-x|persona|judge-y|sales\.jsonl|v1|abcdef0123456789|conversation|field bought|too-short|…|ctrl/gi, "");
    expect(words.match(/[A-Za-z]{3,}/g) ?? []).toEqual([]);
  });

  it("the running numbers are said, not more often than every few seconds", () => {
    const { report: _report, ...running } = snapshot({ live: fakeLook() }, { status: "running", done: 5 });
    const page = openPage();
    page.show(running);
    expect(page.text(".heard")).toContain("Simulated non-buyers sound 0.40");
    if (running.run) page.show({ ...running, run: { ...running.run, done: 6 } });
    expect(page.text(".heard")).toContain("5 of 1,109");
  });
});
