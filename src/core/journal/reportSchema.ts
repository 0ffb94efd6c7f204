// Owns the schema of what a model call said of itself. Refuses anything else a server sends.
import * as z from "zod/mini";
import { NOTICED } from "../probe/noticedKinds.ts";

export const reportSchema = z.object({
  model: z.exactOptional(z.string()),
  finishReason: z.exactOptional(z.string()),
  promptTokens: z.exactOptional(z.number()),
  completionTokens: z.exactOptional(z.number()),
  milliseconds: z.exactOptional(z.number()),
  calls: z.exactOptional(z.int()),
  fingerprint: z.exactOptional(z.string()),
  dropped: z.exactOptional(z.array(z.string())),
  noticed: z.exactOptional(z.array(z.enum(NOTICED))),
});
