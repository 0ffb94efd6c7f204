// Every golden file has exactly one suite that leaves none of its values without an assertion.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { GIVEN } from "./given.ts";
import { hasGolden, sharedFolder } from "./golden.ts";

describe.skipIf(!hasGolden)("golden files", () => {
  const files = hasGolden ? readdirSync(path.join(sharedFolder, "reference/golden")).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length)) : [];
  const suites = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".test.ts")).map((file) => readFileSync(path.join(import.meta.dirname, file), "utf8"));

  it("are all named in given.ts", () => expect(Object.keys(GIVEN).sort()).toEqual(files.sort()));
  it.each(files)("%s has an owner", (name) => {
    const owners = suites.flatMap((text) => [...text.matchAll(/\bnothingLeft\("([^"]+)"\)/g)]).filter(([, owned]) => owned === name);
    expect(owners).toHaveLength(1);
  });
});
