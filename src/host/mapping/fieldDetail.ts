// Owns how a field of a file is shown beside its name. Refuses finding fields (datasets/).
import { sentence } from "../../core/messages/sentences.ts";
import { language } from "../edge.ts";

/** How a field is shown: its name, how many have it, a few of its values. */
export function fieldDetail({ present, of, values }: { readonly present: number; readonly of: number; readonly values: readonly (readonly [string, number])[] }): string {
  const some = values.slice(0, 4).map(([value]) => (value.length > 40 ? `${value.slice(0, 39)}…` : value)).join(" · ");
  return present === of ? some : sentence("mapping-field-detail", { share: Math.round((100 * present) / Math.max(1, of)), values: some }, language);
}
