// npm run schemas: writes media/schemas and media/conditions anew.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { conditionFiles } from "./conditions.ts";
import { schemaFiles } from "./schemas.ts";

for (const [folder, files] of [["schemas", schemaFiles()], ["conditions", conditionFiles()]] as const) {
  const target = path.resolve(import.meta.dirname, "../../media", folder);
  mkdirSync(target, { recursive: true });
  for (const [name, text] of files) writeFileSync(path.join(target, name), text);
}
