// Makes the JSON schemas of the files people write from the zod schemas the code uses, so that the two cannot drift.
import * as z from "zod/mini";
import { annotationSchema, queueLineSchema } from "../../src/core/labels/codec.ts";
import { codebookFileSchema } from "../../src/protocol/codebookFile.ts";
import { labelScaleFileSchema } from "../../src/protocol/labelScale.ts";
import { nativeRecordSchema } from "../../src/protocol/nativeRecord.ts";
import { anyReceiptSchema } from "../../src/protocol/receipt.ts";
import { statsDocumentSchema } from "../../src/protocol/statsDocument.ts";
import { studyFileSchema } from "../../src/protocol/studyFile.ts";

const title: Readonly<Record<string, string>> = { "codebook.schema.json": "Decision Fidelity codebook", "fidelity.schema.json": "Decision Fidelity study file", "conversation.schema.json": "Decision Fidelity conversation, one a line", "annotation.schema.json": "Decision Fidelity label or note of a person, one a line", "queue.schema.json": "Decision Fidelity queue of turns to label: the manifest, then an item a line", "label-scale.schema.json": "Decision Fidelity scale for labels a dataset came with", "receipt.schema.json": "Decision Fidelity receipt", "stats.schema.json": "Decision Fidelity statistics, as stats --json prints them" };

/** Text of each schema file by its name in media/schemas. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const schemas = { "codebook.schema.json": codebookFileSchema, "fidelity.schema.json": studyFileSchema, "conversation.schema.json": nativeRecordSchema, "annotation.schema.json": annotationSchema, "queue.schema.json": queueLineSchema, "label-scale.schema.json": labelScaleFileSchema, "receipt.schema.json": anyReceiptSchema, "stats.schema.json": statsDocumentSchema };
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, `${JSON.stringify({ title: title[name], ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) }, null, 2)}\n`]));
}
