// Owns who speaks in a turn of a foreign record. Refuses guessing: a speaker the mapping does not list leaves the conversation out.
import type { Role } from "../../core/transcript/conversation.ts";
import { fieldName } from "../../protocol/issue.ts";
import type { JsonPath } from "../../protocol/jsonPosition.ts";
import type { Mapping } from "../../protocol/mapping.ts";
import { asText, fieldOf } from "./fieldPath.ts";
import { Misfit } from "./misfit.ts";

const PLAIN_ROLES = { agent: ["agent"], user: ["user"], system: ["system"] } as const;

/** The side of the turn at `index`; `path` is the turn's place. Throws a {@link Misfit}. */
export function roleOf({ role }: Mapping, record: object, turn: unknown, path: JsonPath, index: number): Role {
  if (typeof role === "object" && "first" in role) return index % 2 === 0 ? role.first : role.first === "agent" ? "user" : "agent";
  const sides = typeof role === "string" ? { field: role, ...PLAIN_ROLES } : role;
  const spoken = fieldOf(turn, sides.field);
  const at = [...path, ...spoken.path];
  const looked = "lookup" in sides && sides.lookup !== undefined ? fieldOf(record, sides.lookup.replace("{value}", () => String(spoken.value))) : spoken;
  const text = asText(looked.value);
  const byStart = "match" in sides && sides.match === "start";
  for (const side of ["agent", "user", "system"] as const) {
    if (text !== undefined && sides[side]?.some((each) => (byStart ? text.startsWith(asText(each) ?? "") : asText(each) === text))) return side;
  }
  if (spoken.value === undefined) throw new Misfit({ at, id: "field-missing", values: { field: fieldName(at) } });
  const known = [...sides.agent, ...sides.user, ...(sides.system ?? [])];
  throw new Misfit({ at, id: "field-value", values: { field: fieldName(at), values: known.join(", ") } });
}
