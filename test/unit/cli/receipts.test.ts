// Receipts and gates from the command line: three prepared runs, a study, and the recordings on the published corpus.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { GateReport } from "../../../src/core/gates/shape.ts";
import type { Receipt, StudyReceipt } from "../../../src/core/receipt/shape.ts";
import { anyReceiptSchema } from "../../../src/protocol/receipt.ts";
import { commandLine, containing, shared, type Ran } from "./commandLine.ts";

const STAGES = ["resisting", "exploring", "engaging", "considering", "deciding"];
const EACH = 40;

interface Prepared {
  /** Depth of the simulated turn from that of the real one, for the conversation of this number. */
  readonly simulated: (real: number, number: number, positive: boolean) => number;
}

/** Half of the conversations end well; real turns are two stages apart. Labels are invented and said to be imported: what is tested is what is made of them. */
async function prepare(folder: string, name: string, { simulated }: Prepared, each = EACH): Promise<void> {
  const conversations: string[] = [];
  const continuations: string[] = [];
  for (let number = 0; number < 2 * each; number++) {
    const positive = number % 2 === 0;
    const id = `c-${number}`;
    const turns = [["agent", "Hello, may I ask you something?"], ["user", "Yes?"], ["agent", "Would you like to join?"], ["user", `Words ${number}.`]];
    conversations.push(JSON.stringify({ id, outcome: { value: positive ? "positive" : "negative", label: positive ? "buyer" : "non-buyer" }, turns: turns.map(([role, text]) => ({ role, text })) }));
    const real = (positive ? 3 : 1) + (number % 4 < 2 ? 0 : 1) - (number % 8 < 4 ? 0 : 1);
    const depth = Math.min(4, Math.max(0, simulated(real, number, positive)));
    const state = (stage: number): object => ({ stage: STAGES[stage], emotion: "neutral", blocker: "none" });
    continuations.push(JSON.stringify({ conversation: id, turn: 3, kind: "reply", text: `Said ${number}.`, simulator: name, condition: "persona", sample: 0, real_state: state(real), sim_state: state(depth) }));
  }
  await writeFile(path.join(folder, "data.jsonl"), `${conversations.join("\n")}\n`);
  await writeFile(path.join(folder, `${name}.jsonl`), `${continuations.join("\n")}\n`);
}

const FAITHFUL: Prepared = { simulated: (real, number) => real + (number % 20 === 0 ? 1 : number % 20 === 11 ? -1 : 0) };
const ENGAGED: Prepared = { simulated: () => 3 };
const UNSURE: Prepared = { simulated: (real, number, positive) => real + (positive ? 0 : [2, -2, 1, -1, 1, 0][Math.floor(number / 2) % 6]!) };

const GATES = { contrast: { of: "delta", atMost: 0.25, conversations: 30 }, resistance: { of: "suppression", atMost: 0.15, conversations: 30 } };
const study = (gates: object): string => JSON.stringify({ datasets: [{ path: "data.jsonl" }], gates });

describe("gates and receipts of prepared runs", () => {
  const cli = commandLine();
  let folder = "";
  const run = (...words: readonly string[]): Promise<Ran> => cli.run(folder, words);

  beforeAll(async () => {
    folder = await cli.folder();
    await writeFile(path.join(folder, "fidelity.json"), study(GATES));
    for (const [name, prepared] of Object.entries({ faithful: FAITHFUL, engaged: ENGAGED, unsure: UNSURE })) {
      await prepare(folder, name, prepared);
      const { code, stderr } = await run("import", "data.jsonl", `${name}.jsonl`, "--rule", "0.9", "--out", `.fidelity/runs/${name}.jsonl`);
      expect(code, stderr).toBe(0);
    }
    expect((await run("check", "data.jsonl", "--rule", "0.9", "--out", ".fidelity/runs/control.jsonl")).code).toBe(0);
  }, 60_000);

  const gates = async (...words: readonly string[]): Promise<Ran & { readonly document: { readonly verdict: string; readonly runs: readonly GateReport[] } }> => {
    const ran = await run("gate", ...words, "--json");
    return { ...ran, document: JSON.parse(ran.stdout || "{}") as { verdict: string; runs: GateReport[] } };
  };

  it.each([["faithful", 0, "pass"], ["engaged", 1, "fail"], ["unsure", 3, "inconclusive"]])("%s: exit code %i, %s", async (name, code, verdict) => {
    const ran = await gates(`.fidelity/runs/${name}.jsonl`);
    expect(ran.code, ran.stderr).toBe(code);
    expect(ran.document).toMatchObject({ verdict, runs: [{ run: name, verdict, humanReference: true }] });
    for (const { setBefore, gate, because, more } of ran.document.runs[0]!.results) {
      expect(setBefore).toBe(true);
      expect(gate.name in GATES).toBe(true);
      if (because === "straddles") expect(more).toBeGreaterThan(0);
    }
  });

  it("prints a table people can read and JUnit's XML, in both languages", async () => {
    const table = await run("gate", ".fidelity/runs/unsure.jsonl", "--junit", "out/gates.xml");
    expect(table.stdout).toMatch(/contrast\s+contrast Δ\s+inconclusive\s+\S+\s+\[.*\]\s+≤ \+0\.25/u);
    expect(table.stdout).toMatch(/About [\d,]+ more conversations/u);
    expect(table.stdout).toContain("INCONCLUSIVE");
    const xml = await readFile(path.join(folder, "out/gates.xml"), "utf8");
    expect(xml).toMatch(/<testsuite name="unsure · persona" tests="2" failures="0" errors="\d"/u);
    expect(xml).toContain('<error type="inconclusive"');
    expect((await run("gate", ".fidelity/runs/engaged.jsonl", "--language", "zh")).stdout).toContain("未通过");
  });

  it("says what is missing: too few conversations, a dataset that cannot test, labels of people; a gate set later is no proof", async () => {
    const other = await cli.folder();
    await prepare(other, "flat", { simulated: () => 2 }, 12);
    await writeFile(path.join(other, "fidelity.json"), study({ contrast: { of: "delta", atMost: 0.25 }, judge: { of: "agreement", coefficient: "kappa", branch: "real", weights: "drawn", atLeast: 0.6 }, leaving: { of: "balanced-exit", atLeast: 0.6, conversations: 10 } }));
    await cli.run(other, ["import", "data.jsonl", "flat.jsonl", "--rule", "0.9", "--out", "runs/flat.jsonl"]);
    await writeFile(path.join(other, "fidelity.json"), study({ contrast: { of: "delta", atMost: 0.3 }, judge: { of: "agreement", coefficient: "kappa", branch: "real", weights: "drawn", atLeast: 0.6 }, leaving: { of: "balanced-exit", atLeast: 0.6, conversations: 10 } }));
    const ran = await cli.run(other, ["gate", "runs/flat.jsonl", "--json"]);
    expect(ran.code).toBe(3);
    const [contrast, judge, leaving] = (JSON.parse(ran.stdout) as { runs: GateReport[] }).runs[0]!.results;
    expect(contrast).toMatchObject({ because: "few-conversations", setBefore: false });
    expect(judge).toMatchObject({ because: "no-agreement", value: null, setBefore: true });
    expect(leaving).toMatchObject({ because: "no-value" });
  });

  it("holds a run against a baseline on common probes, and never the control against anything", async () => {
    expect((await gates(".fidelity/runs/faithful.jsonl", "--baseline", ".fidelity/runs/engaged.jsonl")).document).toMatchObject({ verdict: "pass", runs: [{ baseline: "engaged", results: [{}, {}, { gate: { name: "change", range: { atMost: 0.15 } }, verdict: "pass" }] }] });
    expect((await gates(".fidelity/runs/engaged.jsonl", "--baseline", ".fidelity/runs/faithful.jsonl")).code).toBe(1);
    expect(await run("gate", ".fidelity/runs/control.jsonl")).toMatchObject({ code: 1, stderr: containing("enters no gate") });
    expect(await run("gate", ".fidelity/runs/faithful.jsonl", "--baseline", ".fidelity/runs/control.jsonl")).toMatchObject({ code: 1, stderr: containing("enters no gate") });
  });

  it("of a whole study leaves the control out and fails where one run fails", async () => {
    const ran = await gates("fidelity.json");
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.document.runs.map((each) => each.run).sort()).toEqual(["engaged", "faithful", "unsure"]);
  });

  it("writes a receipt as JSON and Markdown, and as HTML where that is asked for; it verifies, and not after one byte", async () => {
    const written = await run("receipt", ".fidelity/runs/faithful.jsonl");
    expect(written.code, written.stderr).toBe(0);
    const receipts = path.join(folder, ".fidelity/receipts");
    expect((await readdir(receipts)).sort()).toEqual(["faithful.json", "faithful.md"]);
    const receipt = JSON.parse(await readFile(path.join(receipts, "faithful.json"), "utf8")) as Receipt;
    expect(anyReceiptSchema.parse(receipt)).toBeTruthy();
    expect(receipt.gates).toEqual(GATES);
    expect(await run("receipt", ".fidelity/runs/faithful.jsonl", "-o", "page.html")).toMatchObject({ code: 0 });
    expect(await readFile(path.join(folder, "page.html"), "utf8")).toMatch(/^<!doctype html>[\s\S]*<svg /u);

    expect(await run("receipt", "--verify", ".fidelity/receipts/faithful.json")).toMatchObject({ code: 0, stdout: containing("Verified") });
    const changed = async (file: string, change: (text: string) => string): Promise<Ran> => {
      const place = path.join(folder, file);
      const before = await readFile(place, "utf8");
      await writeFile(place, change(before));
      const ran = await run("receipt", "--verify", ".fidelity/receipts/faithful.json");
      await writeFile(place, before);
      return ran;
    };
    expect(await changed("data.jsonl", (text) => text.replace("Words 7", "Words 8"))).toMatchObject({ code: 1, stdout: containing("DIFFERS    Dataset.") });
    expect(await changed(".fidelity/runs/faithful.jsonl", (text) => text.replace("Said 7", "Said 8"))).toMatchObject({ code: 1, stdout: containing("DIFFERS    Journal of the run.") });
    await rename(path.join(folder, "data.jsonl"), path.join(folder, "moved.jsonl"));
    expect(await run("receipt", "--verify", ".fidelity/receipts/faithful.json")).toMatchObject({ code: 1, stdout: containing("UNCHECKED  Dataset.") });
    expect(await run("receipt", "--verify", ".fidelity/receipts/faithful.json", "--data", "moved.jsonl")).toMatchObject({ code: 0 });
    await rename(path.join(folder, "moved.jsonl"), path.join(folder, "data.jsonl"));
  }, 60_000);

  it("joins the receipts of a study with their comparisons, which verify, and sets two beside one another", async () => {
    const { code, stderr, stdout } = await run("receipt", ".fidelity/runs/faithful.jsonl", ".fidelity/runs/engaged.jsonl", ".fidelity/runs/control.jsonl", "--json");
    expect(code, stderr).toBe(0);
    const joined = anyReceiptSchema.parse(JSON.parse(stdout)) as StudyReceipt;
    expect(joined.family.map((each) => each.run)).toEqual(["faithful", "engaged"]);
    expect(joined.comparisons[0]!.pairs.map(({ a, b, holm }) => [a, b, holm.size])).toEqual([["faithful", "engaged", 2], ["faithful", "control", 2]]);
    expect(await run("receipt", "--verify", ".fidelity/receipts/study.json")).toMatchObject({ code: 0 });
    const place = path.join(folder, ".fidelity/receipts/study.json");
    await writeFile(place, JSON.stringify({ ...joined, family: [{ ...joined.family[0]!, holm: 0.5 }, joined.family[1]!] }));
    expect(await run("receipt", "--verify", ".fidelity/receipts/study.json")).toMatchObject({ code: 1, stdout: containing("family.0.holm is 0.5") });

    await run("receipt", ".fidelity/runs/engaged.jsonl", "-o", "b.json");
    await run("receipt", ".fidelity/runs/faithful.jsonl", "-o", "a.json");
    const compared = await run("receipt", "a.json", "b.json");
    expect(compared.stdout).toContain("faithful beside engaged");
    expect(compared.stdout).toMatch(/Contrast Δ\s+\S+\s+\[.*\]\s+\S+\s+\[/u);
  }, 60_000);

  it("refuses what is no finished planned run of real conversations, and says how it is called", async () => {
    const invented = await cli.folder();
    await cli.run(invented, ["check", "--demo"]);
    const media = path.resolve(import.meta.dirname, "../../../media/sample");
    await cli.run(invented, ["check", path.join(media, "conversations.jsonl"), "--simulator", path.join(media, "runs/persona.jsonl"), "--out", "runs/sample.jsonl"]);
    expect(await cli.run(invented, ["receipt", "runs/sample.jsonl"])).toMatchObject({ code: 1, stderr: containing("invented") });
    expect(await cli.run(invented, ["gate", "runs/sample.jsonl"])).toMatchObject({ code: 1, stderr: containing("invented") });
    await mkdir(path.join(invented, "half"));
    const lines = (await readFile(path.join(folder, ".fidelity/runs/faithful.jsonl"), "utf8")).split("\n");
    await writeFile(path.join(invented, "half/half.jsonl"), `${lines.slice(0, lines.length / 2).join("\n")}\n`);
    expect(await cli.run(invented, ["receipt", "half/half.jsonl"])).toMatchObject({ code: 1, stderr: containing("not finished") });
    expect(await cli.run(invented, ["receipt"])).toMatchObject({ code: 2 });
    expect(await run("receipt", "fidelity.json", "-o", "x.pdf")).toMatchObject({ code: 2 });
    await writeFile(path.join(invented, "no.json"), "{}");
    expect(await cli.run(invented, ["receipt", "--verify", "no.json"])).toMatchObject({ code: 1, stderr: containing("is no receipt") });
  }, 60_000);
});

const DATA = path.join(shared, "data/persuasionforgood");
const RECORDINGS = path.join(shared, "recordings/persuasionforgood");

describe.skipIf(!existsSync(DATA) || !existsSync(RECORDINGS))("the recordings on PersuasionForGood", () => {
  const cli = commandLine();
  const names = process.env.DF_LONG === "1" ? ["persona", "may-disengage"] : ["may-disengage"];

  it("have receipts that recompute from journal and dataset alone in a fresh process and folder, to the last digit", async () => {
    const made = await cli.folder();
    for (const name of names) {
      expect((await cli.run(made, ["import", DATA, path.join(RECORDINGS, `${name}.jsonl`), "--out", `.fidelity/runs/${name}.jsonl`])).code).toBe(0);
      const { code, stderr } = await cli.run(made, ["receipt", `.fidelity/runs/${name}.jsonl`, "-o", `${name}.json`]);
      expect(code, stderr).toBe(0);
    }
    const fresh = await cli.folder();
    for (const name of names) {
      await writeFile(path.join(fresh, `${name}.json`), await readFile(path.join(made, `${name}.json`)));
      await writeFile(path.join(fresh, `${name}.jsonl`), await readFile(path.join(made, `.fidelity/runs/${name}.jsonl`)));
      const { code, stdout, stderr } = await cli.run(fresh, ["receipt", "--verify", `${name}.json`, `${name}.jsonl`, "--data", DATA]);
      expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: containing("to the last digit") });
    }
    // Sixty conversations an outcome, whose real turns hardly differ: nothing can be settled, and it says so.
    await writeFile(path.join(fresh, "fidelity.json"), JSON.stringify({ gates: { contrast: { of: "delta", atMost: 0.15 } } }));
    expect(await cli.run(fresh, ["gate", "may-disengage.jsonl"])).toMatchObject({ code: 3, stdout: containing("cannot test the contrast") });
  }, 180_000);
});
