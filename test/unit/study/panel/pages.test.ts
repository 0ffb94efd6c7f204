import * as z from "zod/mini";
import { beforeAll, describe, expect, it } from "vitest";
import type { StatsReport } from "../../../../src/core/stats/reportShape.ts";
import { snapshotSchema, type PanelSnapshot } from "../../../../src/protocol/dashboard.ts";
import { PAGES } from "../../../../src/protocol/panelParts.ts";
import { inPieces } from "../../../../src/protocol/pieces.ts";
import type { PanelServices } from "../../../../src/study/panel/services.ts";
import type { Run } from "../../../../src/study/run.ts";
import { runToShow, snapshotOf, type PanelView } from "../../../../src/study/snapshot.ts";
import { checked, nativeText, opened, reportThere, servicesOn, windowOn, type Window } from "../onMemory.ts";

/** Two groups of people by city, so that a profile field can split them; ages tell them apart and cannot. */
function grouped(count: number): string {
  const acts = ["rapport", "ask"];
  return nativeText(count)
    .trim()
    .split("\n")
    .map((line, number) => {
      const record = JSON.parse(line) as { turns: { role: string; text: string; labels?: { by: string; act: string | undefined }[] }[]; profile: Record<string, string> };
      record.turns.forEach((turn, at) => turn.role === "agent" && (turn.labels = [{ by: "coder", act: acts[(at / 2) % 2] }]));
      return JSON.stringify({ ...record, profile: { ...record.profile, city: number % 4 < 2 ? "Graz" : "Linz" } });
    })
    .join("\n");
}

let window: Window;
let run: Run;
let services: PanelServices;

/** The snapshot after everything it waits for is there. */
async function settled(view: PanelView): Promise<PanelSnapshot> {
  for (let tries = 0; tries < 200; tries++) {
    const snapshot = z.parse(snapshotSchema, snapshotOf(services, run, view, "en"));
    const { computing, field, trust } = snapshot;
    const splitting = field !== undefined && !field.rows && (field.because?.includes("being read") ?? true);
    if (!computing && !splitting && trust?.noKnowledge?.startsWith("Computing") !== true) return snapshot;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nothing settled");
}

beforeAll(async () => {
  window = windowOn();
  run = await checked(window, await opened(window, grouped(24)));
  services = servicesOn(window);
  await reportThere(services, run);
});

describe("a page of the panel", () => {
  it.each(PAGES)("%s gets its own parts of the report, number for number, in a message under 100 KB", async (page) => {
    const snapshot = await settled({ page });
    const whole = services.reports.of(run) as StatsReport;
    const { report } = snapshot;
    for (const piece of inPieces({ type: "snapshot", snapshot })) expect(JSON.stringify(piece).length).toBeLessThan(100_000);
    expect([report?.counts, report?.headline.delta, report?.headline.strata, report?.power]).toEqual([whole.counts, whole.headline.delta, whole.headline.strata, whole.power]);
    expect(report?.byAct).toEqual(page === "where" ? whole.byAct : []);
    expect(report?.confusion).toEqual(page === "what" ? whole.confusion : undefined);
    expect(report?.headline.shares.blocker).toEqual(page === "what" ? whole.headline.shares.blocker : []);
    expect(report?.specifications).toEqual(page === "trust" ? whole.specifications : []);
    expect(snapshot.cut).toEqual([]);
    expect([snapshot.page, snapshot.strip !== undefined, snapshot.trust !== undefined]).toEqual([page, page === "overview", page === "trust"]);
  });

  it("Overview has the strip of Δ, which ends at the numbers of now", async () => {
    const { strip, report } = await settled({ page: "overview" });
    expect(strip?.map(({ conversations }) => conversations)).toEqual(Array.from({ length: 23 }, (_none, at) => at + 2));
    expect(strip?.at(-1)?.value).toBeCloseTo(report?.headline.delta.ok ? report.headline.delta.value : NaN, 12);
  });

  it("Where splits by a profile field that groups people, and offers none that names them", async () => {
    const { field, filters } = await settled({ page: "where", field: "city" });
    expect(field?.rows?.map(({ value }) => value)).toEqual(["Graz", "Linz"]);
    expect(filters?.fields).toEqual([{ name: "city", values: ["Graz", "Linz"] }]);
    expect(filters).toMatchObject({ positions: [30, 60, 90], acts: ["ask", "rapport"], datasets: [{ name: "conversations.jsonl", runs: 1 }] });
  });

  it("Trust has what was left out and what the prefix tells", async () => {
    const { trust } = await settled({ page: "trust" });
    expect(trust).toMatchObject({ ledger: { conversationsKept: 24 }, knowledge: { probes: 72 } });
    expect(trust?.noKnowledge).toBeUndefined();
  });
});

describe("a filter", () => {
  it("is said, counted, and gives the numbers of its probes without any p", async () => {
    const { filter, report, live } = await settled({ page: "where", filter: { position: 60, field: { name: "city", value: "Graz" } } });
    expect(filter).toMatchObject({ words: "position 60, city is Graz", description: false, kept: 12, of: 72 });
    expect(live).toBeUndefined();
    expect(report?.counts).toMatchObject({ probes: 12, conversations: 12 });
    expect(report?.headline.permutation.studentised.twoSided).toMatchObject({ ok: false, reason: "filtered" });
    expect(JSON.stringify(report)).not.toMatch(/"(holm|benjaminiHochberg)"/);
    expect(report?.headline.byPosition.map(({ position }) => position)).toEqual([60]);
  });

  it("by a label is a description", async () => {
    const stage = run.manifest.codebook.stages[0]?.name ?? "";
    const { filter } = await settled({ page: "overview", filter: { label: { branch: "real", what: "stage", value: stage } } });
    expect(filter).toMatchObject({ words: `real stage ${stage}`, description: true });
  });

  it("by dataset narrows the list of runs and no number", async () => {
    const other = await settled({ page: "overview", filter: { dataset: "another" } });
    expect([other.runs, other.filter, other.report?.counts.probes]).toEqual([[], undefined, 72]);
    expect(runToShow(window.study, run.id, { dataset: "another" })).toBeUndefined();
    expect(runToShow(window.study, "gone", { dataset: run.manifest.dataset.hash })).toBe(run);
  });
});

describe("a dataset that is closed", () => {
  it("takes profile fields and the prefix with it, and the panel says what to open", async () => {
    window.study.closeDataset("conversations");
    const where = await settled({ page: "where", field: "city" });
    expect([where.field?.because, where.filters?.noFields]).toEqual(Array(2).fill(expect.stringContaining("Open conversations.jsonl (/data/conversations.jsonl)")));
    expect((await settled({ page: "trust" })).trust?.noKnowledge).toContain("/data/conversations.jsonl");
    expect(where.handPicked).toEqual({ count: 0, rows: [] });
  });
});
