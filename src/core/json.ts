// Owns JSON text that may be none. Refuses shapes: schemas and readers judge what was parsed.

/** The value of a JSON text; undefined, which JSON cannot say, where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
