// Owns the schema of a file that says how labels of a dataset are compared with a judge's. Refuses reading labels (core/labels/scale.ts).
import * as z from "zod/mini";
import { LABEL_FIELDS } from "../core/instrument/codebook.ts";

const map = z.record(z.string(), z.string());

/** One entry a field. */
export const labelScaleFileSchema = z.array(
  z.strictObject({
    /** The field of the judge's label that is compared. */
    field: z.enum(LABEL_FIELDS),
    /** Name of the dataset's label; several names hold scores, of which the highest counts. */
    label: z.union([z.string(), z.array(z.string()).check(z.minLength(2))]),
    /** Whose labels; all where absent. */
    by: z.exactOptional(z.string()),
    /** What both are read as; a turn of several sentences is of the first that any has. */
    categories: z.exactOptional(z.array(z.string()).check(z.minLength(2))),
    /** Label of the dataset: category; `*` for all others. */
    people: z.exactOptional(map),
    /** Label of the codebook: category; `*` for all others. */
    judge: z.exactOptional(map),
  }),
).check(z.minLength(1));
