// Owns the schema of endpoints where people keep them: the editor's user settings and the command line's file. Never a key.
import * as z from "zod/mini";

/** Prices of a model for a million tokens, as Price of study/paid/money.ts. */
const price = z.object({ input: z.number().check(z.nonnegative()), output: z.number().check(z.nonnegative()), currency: z.string() });

/** An OpenAI-compatible endpoint. `prices` by model. */
export const endpointSchema = z.object({
  name: z.string().check(z.minLength(1)),
  address: z.url({ protocol: /^https?$/ }),
  models: z.exactOptional(z.array(z.string())),
  prices: z.exactOptional(z.record(z.string(), price)),
});

export type Endpoint = z.infer<typeof endpointSchema>;

/** An endpoint of the command line: the variable `keyVariable` of the environment holds its key. */
const fileEndpoint = z.extend(endpointSchema, { keyVariable: z.exactOptional(z.string()) });

export const endpointFileSchema = z.looseObject({ endpoints: z.array(fileEndpoint) });

export type EndpointFile = z.infer<typeof endpointFileSchema>;

/** The file with these endpoints in place of those of the same names; a variable for the key stays as it was named before. */
export function mergedEndpoints(file: EndpointFile, added: EndpointFile["endpoints"]): EndpointFile {
  const before = (name: string): string | undefined => file.endpoints.find((each) => each.name === name)?.keyVariable;
  const merged = added.map((each) => {
    const keyVariable = before(each.name) ?? each.keyVariable;
    return { ...each, ...(keyVariable === undefined ? {} : { keyVariable }) };
  });
  return { ...file, endpoints: [...file.endpoints.filter(({ name }) => !added.some((each) => each.name === name)), ...merged] };
}

/** A name for the variable that holds the key of an endpoint, such as `MY_LAB_API_KEY`. */
export function keyVariableOf(name: string): string {
  const word = name.toUpperCase().replace(/[^A-Z0-9]+/gu, "_").replace(/^_+|_+$/gu, "");
  return `${/^[A-Z]/u.test(word) ? word : `ENDPOINT_${word}`}_API_KEY`;
}
