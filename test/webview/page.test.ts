// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { fakeLook, fakeReport } from "./fakeReports.ts";
import { NO_RUN, openPage, snapshot } from "./pageBench.ts";

const HOSTILE = '<img src=x onerror="alert(1)"> [x](command:evil) $(zap) \u202e\u2028 `a`';

describe("the page of a finished run", () => {
  it("says who sounds how much more engaged, in the dataset's words, with a p", () => {
    const page = openPage();
    page.show(snapshot());
    expect(page.text("h1")).toBe("Simulated non-buyers sound 0.40 stages more engaged than the real ones [0.30, 0.49]; buyers +0.09 [−0.04, 0.22]. Gap kept: 43\u00a0% [18, 70].");
    expect(page.text(".tiles")).toContain("+0.30 [0.14, 0.46]");
    expect(page.text(".tiles")).toContain("0.0004");
    expect(page.text(".conclusions")).toContain("Disengagement deficit");
    expect(page.root.textContent).not.toMatch(/\b(positive|negative)\b/i);
  });

  it("draws an arrow for each outcome that can take the focus and says what it shows", () => {
    const page = openPage();
    page.show(snapshot());
    const marks = [...page.root.querySelectorAll('.figure g:is([data-mark="negative"], [data-mark="positive"])[tabindex="0"]')];
    expect(marks.map((mark) => mark.textContent)).toEqual([expect.stringMatching(/^non-buyers.*\+0\.40\[0\.30, 0\.49\] over-engagedreal 1\.42simulated 1\.82$/), expect.stringMatching(/^buyers.*interval includes 0/)]);
  });

  it("speaks Chinese throughout", () => {
    const page = openPage();
    page.show(snapshot({ language: "zh" }));
    expect(page.text("h1")).toMatch(/[\u4e00-\u9fff]/);
    expect(document.documentElement.lang).toBe("zh-CN");
  });

  it("says recorded, not real, where the users are not people", () => {
    const page = openPage();
    page.show(snapshot({}, { human: false }));
    expect(page.text("h1")).toContain("the recorded ones");
    expect(page.text(".tiles")).toContain("Difference between simulators");
  });
});

describe("what a reader must not miss", () => {
  it("prints no p for an invented run and marks it", () => {
    const page = openPage();
    page.show(snapshot({ report: fakeReport({ invented: true }) }, { invented: true }));
    expect(page.text(".tiles")).toContain("invented – no p");
    expect(page.text(".tiles")).not.toContain("0.0004");
    expect(page.text(".marks")).toContain("ILLUSTRATIVE");
    expect(page.text("svg")).toContain("invented data");
  });

  it("calls the numbers of an unfinished run a look, without p", () => {
    const page = openPage();
    const { report: _report, ...rest } = snapshot({}, { status: "running", done: 213 });
    page.show({ ...rest, live: fakeLook() });
    expect(page.text(".state")).toContain("A look at 213 of 1,109 probes");
    expect(page.text(".tiles")).toContain("a look – no p");
    expect(page.text(".conclusions")).toBe("");
  });

  it("explains the control and the lexicon where their numbers are", () => {
    const page = openPage();
    page.show(snapshot({}, { control: true, lexicon: true }));
    expect(page.text(".marks")).toContain("not a target");
    expect(page.text(".marks")).toContain("floor");
  });

  it("marks a judge that saw later turns, and one that did badly on its anchors", () => {
    const page = openPage();
    page.show(snapshot({}, { fullWindow: true, preflightBelow: { agreed: 5, of: 16 } }));
    expect(page.text(".marks")).toContain("not for reported numbers");
    expect(page.text(".marks")).toContain("only 5 of 16 anchor turns");
  });

  it("says that a dataset cannot test the contrast instead of a gap kept", () => {
    const page = openPage();
    page.show(snapshot({ report: fakeReport({ kept: "real-gap-includes-zero" }) }));
    expect(page.text(".conclusions")).toContain("cannot test the contrast");
    expect(page.text(".conclusions")).not.toContain("deficit");
    expect(page.text("h1")).not.toContain("Gap kept");
  });

  it("warns where judge and simulator are of one family", () => {
    const page = openPage();
    page.show(snapshot({}, { sameFamily: true }));
    expect(page.text(".conclusions")).toContain("one family");
  });
});

describe("hostile names", () => {
  it("stand literally in every section and make no element", () => {
    const page = openPage();
    page.show(snapshot({}, { title: HOSTILE, dataset: HOSTILE, simulator: HOSTILE, condition: HOSTILE, judge: HOSTILE, rule: HOSTILE, strata: { positive: HOSTILE, negative: `${HOSTILE}2` } }));
    expect(page.root.querySelectorAll("img, a, script")).toHaveLength(0);
    expect(page.root.textContent).toContain("<img src=x");
    for (const section of [".strata", "svg", "h1"]) expect(page.text(section), section).not.toMatch(/[\u202e\u2028]/);
  });
});

describe("a page that goes on", () => {
  it("offers what to do when there is no run", () => {
    const page = openPage();
    page.show(NO_RUN);
    const [first] = page.root.querySelectorAll<HTMLElement>("vscode-button");
    first?.click();
    expect(page.posted.at(-1)).toEqual({ type: "act", action: "openSample" });
  });

  it("does not rebuild what did not change, so that focus stays", () => {
    const page = openPage();
    page.show(snapshot());
    const [before, picker] = [page.root.querySelector(".strata table"), page.root.querySelector("vscode-dropdown vscode-option")];
    page.show(snapshot({ revision: 2 }));
    expect(page.root.querySelector("vscode-dropdown vscode-option")).toBe(picker);
    page.show(snapshot());
    expect(before).not.toBeNull();
  });

  it("reports a message of no known shape and keeps what it shows", () => {
    const page = openPage();
    page.show(snapshot());
    const before = page.text("h1");
    for (const wrong of [null, 7, {}, { type: "snapshot", snapshot: { revision: "x" } }, { type: "answer", id: "1" }]) page.send(wrong);
    expect(page.text("h1")).toBe(before);
    expect(page.posted.filter(({ type }) => type === "trouble")).toHaveLength(5);
  });

  it("pauses and resumes by its buttons", () => {
    const page = openPage();
    const { report: _report, ...rest } = snapshot({}, { status: "paused", done: 10 });
    page.show(rest);
    page.root.querySelector<HTMLElement>(".progress vscode-button:not([hidden])")?.click();
    expect(page.posted.at(-1)).toEqual({ type: "act", action: "resumeRun", run: "r1" });
  });
});
