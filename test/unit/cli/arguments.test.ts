import { describe, expect, it } from "vitest";
import { parseArguments, UsageError } from "../../../src/cli/arguments.ts";
import { setupOf } from "../../../src/cli/choices.ts";

describe("the words of a command line", () => {
  it("become a command with checked numbers", () => {
    expect(parseArguments(["check", "data.jsonl", "--rule", "0.25,1", "--samples", "3", "--seed", "0", "--limit", "10", "-o", "runs/x.jsonl"])).toMatchObject({
      command: "check",
      paths: ["data.jsonl"],
      rule: { kind: "fractions", fractions: [0.25, 1] },
      samples: 3,
      seed: 0,
      limit: 10,
      out: "runs/x.jsonl",
      json: false,
    });
    expect(parseArguments(["check", "--rule", "landmark:3,5,8"]).rule).toEqual({ kind: "landmark", ordinals: [3, 5, 8] });
    expect(parseArguments(["check", "--rule", "every"]).rule).toEqual({ kind: "every" });
    expect(parseArguments(["check"]).rule).toBeUndefined();
  });

  it.each([
    [["check", "--seed", "one"], "--seed one: a whole number"],
    [["check", "--seed", ""], "--seed : a whole number"],
    [["check", "--samples", "0"], "--samples 0"],
    [["check", "--limit", "1.5"], "--limit 1.5"],
    [["check", "--rule", "0.3,1.2"], "--rule 0.3,1.2"],
    [["check", "--rule", "0.3,"], "--rule 0.3,"],
    [["check", "--rule", "landmark:1"], "landmark 1"],
    [["check", "--endpoint", "http://localhost/v1"], "--endpoint and --model go together"],
    [["check", "--language", "fr"], "--language fr"],
    [["check", "--bogus"], "--bogus"],
    [["stats", "--margin", "0"], "--margin 0: depth steps above 0"],
    [["stats", "--margin", "wide"], "--margin wide"],
  ])("%j are refused with what is wrong", (words, message) => {
    expect(() => parseArguments(words)).toThrow(UsageError);
    expect(() => parseArguments(words)).toThrow(message);
  });
});

describe("what takes part", () => {
  const setup = (...words: readonly string[]) => setupOf(parseArguments(["check", "d", ...words]));

  it("is the control and the lexicon unless something else is said", () => {
    expect(setup()).toMatchObject({ simulator: { kind: "control", rung: "C1" }, judge: { kind: "lexicon" }, condition: "persona", samples: 1 });
    expect(setup("--simulator", "control:C2", "--judge", "local/m/x")).toMatchObject({ simulator: { rung: "C2" }, judge: { kind: "model", endpoint: "local", model: "m/x" } });
    expect(setup("--simulator", "made.jsonl")).toMatchObject({ simulator: { kind: "recorded", path: `${process.cwd()}/made.jsonl` }, judge: { kind: "recorded" } });
    expect(setup("--endpoint", "http://localhost/v1", "--model", "m", "--condition", "may-disengage")).toMatchObject({ simulator: { kind: "model", endpoint: "command-line", model: "m" }, condition: "may-disengage", judge: { kind: "lexicon" } });
  });

  it.each([["--simulator", "control:C9"], ["--simulator", "gpt"], ["--judge", "/m"], ["--judge", "local/"]])("is refused as %s %s", (option, value) => {
    expect(() => setup(option, value)).toThrow(UsageError);
  });
});
