import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportEndpoints } from "../../../../src/host/models/exportEndpoints.ts";

const LAB = { name: "my lab", address: "https://lab.example/v1", models: ["m"], prices: { m: { input: 1, output: 2, currency: "USD" } } };
const OWN = { name: "own", address: "http://localhost:11434/v1" };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fidelity-endpoints-"));
  file = path.join(folder, "deep", "endpoints.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const written = async (): Promise<unknown> => JSON.parse(await readFile(file, "utf8"));

describe("endpoints for the command line", () => {
  it("are written with the variable of their key, never with a key; one without a key has none", async () => {
    const exported = await exportEndpoints([LAB, OWN], ({ name }) => name === "my lab", file);
    expect(exported).toEqual({ path: file, endpoints: [{ name: "my lab", variable: "MY_LAB_API_KEY" }, { name: "own" }] });
    expect(await written()).toEqual({ endpoints: [{ ...LAB, keyVariable: "MY_LAB_API_KEY" }, OWN] });
  });

  it("take the place of those of their names; others, a variable named before and what the file holds besides stay", async () => {
    await exportEndpoints([LAB, OWN], ({ name }) => name === "my lab", file);
    await writeFile(file, JSON.stringify({ note: "mine", endpoints: [{ ...LAB, keyVariable: "LAB" }, OWN] }));
    const moved = { ...LAB, address: "https://new.example/v1" };
    expect((await exportEndpoints([moved], () => true, file)).endpoints).toEqual([{ name: "my lab", variable: "LAB" }]);
    expect(await written()).toEqual({ note: "mine", endpoints: [OWN, { ...moved, keyVariable: "LAB" }] });
  });

  it.each(["{", '{"endpoints": [{"name": "x"}]}', '{"endpoints": [{"name": "x", "address": "file:///etc"}]}'])("leave a file alone that is not theirs to read: %s", async (text) => {
    await exportEndpoints([OWN], () => false, file);
    await writeFile(file, text);
    await expect(exportEndpoints([LAB], () => true, file)).rejects.toMatchObject({ id: "endpoint-file-wrong", values: { path: file } });
    expect(await readFile(file, "utf8")).toBe(text);
  });
});
