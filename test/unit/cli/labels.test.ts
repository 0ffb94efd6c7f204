// Labels of people and of a second judge from the command line, on the sample: judged again, compared, drawn, filled in as a table, taken in, measured.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine, containing, repository } from "./commandLine.ts";

const SAMPLE = path.join(repository, "media/sample");
const DATA = path.join(SAMPLE, "conversations.jsonl");
const cli = commandLine();

interface Judges {
  readonly check: string;
  readonly turns: number;
  readonly alone: number;
  readonly runs: readonly { readonly judge: string; readonly bias: { readonly delta: { readonly ok: boolean } } }[];
}

describe("the sample's run", () => {
  it("is judged again and labelled by people", { timeout: 120_000 }, async () => {
    const folder = await cli.folder();
    const done = async (...words: string[]): Promise<string> => {
      const ran = await cli.run(folder, words);
      expect(ran.code, ran.stderr).toBe(0);
      return ran.stdout;
    };
    const run = ".fidelity/runs/first.jsonl";
    await done("import", DATA, path.join(SAMPLE, "runs/persona.jsonl"), "--out", run);

    expect(await cli.run(folder, ["import", DATA, run])).toMatchObject({ code: 2, stderr: containing("needs --judge") });
    await done("import", DATA, run, "--judge", "lexicon", "--out", ".fidelity/runs/again.jsonl");
    const judges = JSON.parse(await done("agreement", run, "--against", ".fidelity/runs/again.jsonl", "--draws", "100", "--json")) as Judges;
    expect(judges).toMatchObject({ check: "swap", alone: 0, runs: [{ bias: { delta: { ok: true } } }, { judge: "lexicon 1", bias: { delta: { ok: true } } }] });
    expect(judges.turns).toBe(240);
    await done("check", DATA, "--out", ".fidelity/runs/control.jsonl");
    expect(await cli.run(folder, ["import", DATA, ".fidelity/runs/control.jsonl", "--judge", "lexicon"])).toMatchObject({ code: 1, stderr: containing("has no continuations that can be judged again") });

    const drawn = JSON.parse(await done("queue", "draw", run, "--target", "16", "--by", "turns", "--annotators", "ann", "--json")) as { readonly manifest: { readonly id: string }; readonly items: number };
    await done("queue", "packet", drawn.manifest.id, "-o", "packet.csv", "--by", "ann");
    const [head = "", ...rows] = (await readFile(path.join(folder, "packet.csv"), "utf8")).split("\n");
    expect(head).toBe("before,text,by,queue,item,content,stage,emotion,blocker,reason");
    await writeFile(path.join(folder, "packet.csv"), [head, ...rows.map((row) => row.replace(/,,,,(\r?)$/u, ",resisting,,,$1"))].join("\n"));
    await done("labels", "import", "packet.csv");
    expect(await done("queue", "status")).toContain(`ann ${drawn.items}/${drawn.items}`);
    const measured = JSON.parse(await done("agreement", run, "--draws", "100", "--json")) as { readonly agreement: { readonly report?: { readonly labelled: number } } };
    expect(measured.agreement.report?.labelled).toBe(drawn.items);
  });
});
