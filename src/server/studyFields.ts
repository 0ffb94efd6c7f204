// Owns which fields the schema of fidelity.json knows at a place. Refuses checking values (protocol/studyFile.ts).
import type { JsonPath } from "../protocol/jsonPosition.ts";
import { studyFileSchema } from "../protocol/studyFile.ts";

/** The part of a schema that is looked at; unions list alternatives, wrappers hold one inner schema. */
interface Schema {
  readonly _zod: {
    readonly def: {
      readonly type: string;
      readonly shape?: Readonly<Record<string, Schema>>;
      readonly innerType?: Schema;
      readonly element?: Schema;
      readonly valueType?: Schema;
      readonly options?: readonly Schema[];
    };
  };
}

/** Names of the fields an object at `path` may have, those of every alternative; empty where the schema has no object there. */
export function fieldsAt(path: JsonPath): readonly string[] {
  let at = alternatives(studyFileSchema);
  for (const step of path) at = at.flatMap((schema) => inside(schema, step)).flatMap(alternatives);
  return [...new Set(at.flatMap(({ _zod: { def } }) => Object.keys(def.shape ?? {})))];
}

function inside({ _zod: { def } }: Schema, step: string | number): readonly Schema[] {
  const inner = typeof step === "number" ? def.element : def.shape && Object.hasOwn(def.shape, step) ? def.shape[step] : def.valueType;
  return inner ? [inner] : [];
}

function alternatives(schema: Schema): readonly Schema[] {
  const { innerType, options } = schema._zod.def;
  if (innerType) return alternatives(innerType);
  return options ? options.flatMap(alternatives) : [schema];
}
