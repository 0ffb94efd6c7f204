// Owns mending JSON that a model broke: what stands around the object, commas, quotes. Refuses judging what it says.
import { jsonrepair } from "jsonrepair";

/** The object in a text as valid JSON, or undefined where none can be made of it. */
export function mendedObject(text: string): string | undefined {
  try {
    return jsonrepair(text.slice(text.indexOf("{"), text.includes("}") ? text.lastIndexOf("}") + 1 : undefined));
  } catch {
    return undefined;
  }
}
