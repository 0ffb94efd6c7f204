import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Ledger } from "../../../src/core/journal/entry.ts";
import { commandLine, containing, repository } from "./commandLine.ts";

const turn = (role: string, text: string) => ({ role, text });
const record = (id: string, more: object = {}) => JSON.stringify({ id, outcome: { value: "positive" }, turns: [turn("agent", "Hello?"), turn("user", "Yes?"), turn("agent", "Join?"), turn("user", "No.")], ...more });

describe("validate", () => {
  const cli = commandLine();

  it("names line and column of every problem and exits with 1 when one is an error", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), [record("a"), '{"id":"b","turns":[{"role":"agent"', record("a"), record("c", { turns: "none" })].join("\n"));
    const { code, stdout } = await cli.run(folder, ["validate", "data.jsonl"]);
    expect(code).toBe(1);
    const places = stdout.split("\n").flatMap((line) => /^(data\.jsonl:\d+:\d+): (error|warning)/.exec(line)?.slice(1).join(" ") ?? []);
    expect(places.map((place) => place.replace(/:\d+ /, " "))).toEqual(["data.jsonl:2 error", "data.jsonl:3 error", "data.jsonl:4 error"]);
    expect(stdout).toMatch(/Conversations read +4/);
    expect(stdout).toMatch(/Conversations kept +1/);
  });

  it("says the same as one JSON document, and nothing else on stdout", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), `${record("a")}\n${record("b", { profile: { paid: "soon" } })}\n`);
    const { code, stdout } = await cli.run(folder, ["validate", "data.jsonl", "--json"]);
    const document = JSON.parse(stdout) as { what: string; ledger: Ledger; problems: readonly { id: string; severity: string }[] };
    expect({ code, what: document.what, kept: document.ledger.conversationsKept }).toEqual({ code: 0, what: "decision-fidelity-validation", kept: 2 });
    expect(document.ledger.suspicious).toEqual({ "outcome-in-profile": 1 });
    expect(document.problems).toMatchObject([{ id: "outcome-in-profile", severity: "warning" }]);
  });

  it.each([
    ["a missing file", ["validate", "missing.jsonl"], 1, "does not exist"],
    ["a folder without a dataset", ["validate", "."], 1, "no file holds conversations"],
    ["no path", ["validate"], 2, "one path is needed"],
    ["no command", [], 2, "validate DATA"],
    ["a foreign command", ["destroy"], 2, "validate DATA"],
  ])("of %s exits with the right code and says why", async (_what, words, code, message) => {
    expect(await cli.run(await cli.folder(), words)).toMatchObject({ code, stdout: "", stderr: containing(message) });
  });

  it("of a folder with several shapes asks which is meant, and takes the answer", async () => {
    const folder = await cli.folder();
    await mkdir(path.join(folder, "mixed"));
    await writeFile(path.join(folder, "mixed/calls.jsonl"), record("a"));
    await writeFile(path.join(folder, "mixed/chats.jsonl"), JSON.stringify({ id: "b", messages: [{ role: "assistant", content: "Hello?" }, { role: "user", content: "Yes?" }] }));
    expect(await cli.run(folder, ["validate", "mixed"])).toMatchObject({ code: 1, stderr: containing("native (calls.jsonl), openai-messages (chats.jsonl)") });
    const { code, stdout } = await cli.run(folder, ["validate", "mixed", "--shape", "openai-messages"]);
    expect(code).toBe(0);
    expect(stdout).toContain("calls.jsonl:1:1: warning: The file is not part of the dataset: it is native (1 conversations), the dataset is openai-messages.");
    expect(await cli.run(folder, ["validate", "mixed", "--shape", "chats"])).toMatchObject({ code: 2, stderr: containing("--shape chats: native, ") });
  });

  it("reads as the study file above says, and warns of a study file with faults", async () => {
    const folder = await cli.folder();
    await mkdir(path.join(folder, "deep/er"), { recursive: true });
    await writeFile(path.join(folder, "data.jsonl"), record("a"));
    await writeFile(path.join(folder, "fidelity.json"), JSON.stringify({ datasets: [{ path: "data.jsonl", name: "Named", strata: { positive: "joiner", negative: "refuser" } }] }));
    const inside = path.join(folder, "deep/er");
    expect((await cli.run(inside, ["validate", "../../data.jsonl"])).stderr).toContain("Named: 1 of 1 conversations, 1 joiner, 0 refuser");
    await writeFile(path.join(folder, "fidelity.json"), '{"datasets": 7}');
    const faulty = await cli.run(inside, ["validate", "../../data.jsonl"]);
    expect(faulty.code).toBe(0);
    expect(faulty.stderr).toMatch(/warning: .*fidelity\.json:1:\d+: /);
  });
});

describe("convert", () => {
  const cli = commandLine();

  it("writes what is kept as filed, the ledger on stderr, and reads it back the same", async () => {
    const folder = await cli.folder();
    const sample = path.join(repository, "media/sample/conversations.jsonl");
    const { code, stdout, stderr } = await cli.run(folder, ["convert", sample, "-o", "out.jsonl", "--json"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/Conversations kept +40/);
    const { ledger } = JSON.parse(stdout) as { ledger: Ledger };
    const again = await cli.run(folder, ["convert", "out.jsonl", "-o", "again.jsonl", "--json"]);
    expect((JSON.parse(again.stdout) as { ledger: Ledger }).ledger).toEqual(ledger);
    expect(ledger.messagesCut).toBeGreaterThan(0);
    expect(await readFile(path.join(folder, "again.jsonl"), "utf8")).toBe(await readFile(path.join(folder, "out.jsonl"), "utf8"));
    expect((await readdir(folder)).sort()).toEqual(["again.jsonl", "out.jsonl"]);
  });

  it("never writes over the dataset, and leaves no half of a file", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), record("a"));
    expect(await cli.run(folder, ["convert", "data.jsonl", "-o", "./data.jsonl"])).toMatchObject({ code: 2, stderr: containing("this is the dataset itself") });
    expect(await readFile(path.join(folder, "data.jsonl"), "utf8")).toBe(record("a"));
    expect(await cli.run(folder, ["convert", "data.jsonl", "-o", "no/such/folder.jsonl"])).toMatchObject({ code: 1, stderr: containing("cannot be written") });
    expect(await cli.run(folder, ["convert", "data.jsonl"])).toMatchObject({ code: 2, stderr: containing("convert needs -o") });
    expect(await readdir(folder)).toEqual(["data.jsonl"]);
  });
});

describe("help and version", () => {
  const cli = commandLine();

  it("go to stdout", async () => {
    const folder = await cli.folder();
    expect(await cli.run(folder, ["--help"])).toMatchObject({ code: 0, stdout: containing("check --demo") });
    expect(await cli.run(folder, ["--version"])).toMatchObject({ code: 0, stdout: (JSON.parse(await readFile(path.join(repository, "package.json"), "utf8")) as { version: string }).version + "\n" });
  });
});

describe("a run's file", () => {
  const cli = commandLine();

  it("lies where --out says, is gone on with, and refuses another plan", async () => {
    const folder = await cli.folder();
    await writeFile(path.join(folder, "data.jsonl"), [record("a"), record("b", { outcome: { value: "negative" } }), record("c")].join("\n"));
    const words = ["check", "data.jsonl", "--out", "results/mine.jsonl"];
    expect((await cli.run(folder, words)).code).toBe(0);
    const text = await readFile(path.join(folder, "results/mine.jsonl"), "utf8");
    expect((await cli.run(folder, words)).code).toBe(0);
    expect(await readFile(path.join(folder, "results/mine.jsonl"), "utf8")).toBe(text);
    expect(await readdir(path.join(folder, "results"))).toEqual(["mine.jsonl"]);
    expect(await cli.run(folder, [...words, "--seed", "2"])).toMatchObject({ code: 1, stderr: containing("was made with another plan") });
    expect(await cli.run(folder, ["check", "data.jsonl", "--out", "results/mine"])).toMatchObject({ code: 2, stderr: containing("ends in .jsonl") });
  });

  it("without --out lies in the .fidelity of the study, and the same command finds it again", async () => {
    const folder = await cli.folder();
    await mkdir(path.join(folder, "inside"));
    await writeFile(path.join(folder, "fidelity.json"), JSON.stringify({ rule: { kind: "landmark", ordinals: [2] } }));
    await writeFile(path.join(folder, "data.jsonl"), [record("a"), record("b", { outcome: { value: "negative" } })].join("\n"));
    const first = await cli.run(path.join(folder, "inside"), ["check", "../data.jsonl", "--json"]);
    const second = await cli.run(folder, ["check", "data.jsonl", "--json"]);
    const [one, two] = [first, second].map(({ stdout }) => (JSON.parse(stdout) as { runs: readonly { journal: string; manifest: { rule: unknown } }[] }).runs[0]!);
    expect(one!.journal.startsWith(path.join(folder, ".fidelity/runs/"))).toBe(true);
    expect(two).toEqual(one);
    expect(one!.manifest.rule).toEqual({ kind: "landmark", ordinals: [2] });
    expect(await readdir(path.join(folder, ".fidelity/runs"))).toHaveLength(1);
  });
});
