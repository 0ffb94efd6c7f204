// Owns writing endpoints to the command line's file, beside what is there. Refuses keys: the file names the variable that holds one.
import { mkdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as z from "zod/mini";
import { parsedJson } from "../../core/json.ts";
import { Failure } from "../../core/messages/failure.ts";
import { codeOf } from "../../node/systemError.ts";
import { writeWhole } from "../../node/wholeFile.ts";
import { endpointFileSchema, keyVariableOf, mergedEndpoints, type Endpoint, type EndpointFile } from "../../protocol/endpointFile.ts";

/** What was written where; `variable` is absent for an endpoint without a key. */
export interface Exported {
  readonly path: string;
  readonly endpoints: readonly { readonly name: string; readonly variable?: string }[];
}

/** The file the command line reads. */
export function endpointFilePath(): string {
  return path.join(os.homedir(), ".config", "decision-fidelity", "endpoints.json");
}

/** Writes them in place of those of the same names; a file that cannot be read is left as it is. `keyed`: which have a key. Rejects with `endpoint-file-wrong`. */
export async function exportEndpoints(endpoints: readonly Endpoint[], keyed: (endpoint: Endpoint) => boolean, file = endpointFilePath()): Promise<Exported> {
  const added = endpoints.map((endpoint) => ({ ...endpoint, ...(keyed(endpoint) ? { keyVariable: keyVariableOf(endpoint.name) } : {}) }));
  const merged = mergedEndpoints(await existing(file), added);
  await mkdir(path.dirname(file), { recursive: true });
  await writeWhole(file, text(merged), new AbortController().signal);
  const written = merged.endpoints.filter(({ name }) => endpoints.some((each) => each.name === name));
  return { path: file, endpoints: written.map(({ name, keyVariable }) => ({ name, ...(keyVariable === undefined ? {} : { variable: keyVariable }) })) };
}

async function* text(file: EndpointFile): AsyncIterable<string> {
  yield `${JSON.stringify(file, null, 2)}\n`;
}

async function existing(file: string): Promise<EndpointFile> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { endpoints: [] };
    throw error;
  }
  const parsed = z.safeParse(endpointFileSchema, parsedJson(text));
  if (parsed.success) return parsed.data;
  throw new Failure("endpoint-file-wrong", { path: file, detail: parsed.error.issues[0]?.message ?? "" });
}
