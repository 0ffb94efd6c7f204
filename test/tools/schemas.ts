// Makes the JSON schemas of the files people write from the zod schemas the code uses, so that the two cannot drift.
import * as z from "zod/mini";
import { codebookFileSchema } from "../../src/protocol/codebookFile.ts";
import { nativeRecordSchema } from "../../src/protocol/nativeRecord.ts";
import { anyReceiptSchema } from "../../src/protocol/receipt.ts";
import { statsDocumentSchema } from "../../src/protocol/statsDocument.ts";
import { studyFileSchema } from "../../src/protocol/studyFile.ts";

const title: Readonly<Record<string, string>> = { "codebook.schema.json": "Decision Fidelity codebook", "fidelity.schema.json": "Decision Fidelity study file", "conversation.schema.json": "Decision Fidelity conversation, one a line", "receipt.schema.json": "Decision Fidelity receipt", "stats.schema.json": "Decision Fidelity statistics, as stats --json prints them" };

/** Text of each schema file by its name in media/schemas. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const schemas = { "codebook.schema.json": codebookFileSchema, "fidelity.schema.json": studyFileSchema, "conversation.schema.json": nativeRecordSchema, "receipt.schema.json": anyReceiptSchema, "stats.schema.json": statsDocumentSchema };
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, `${JSON.stringify({ title: title[name], ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) }, null, 2)}\n`]));
}
