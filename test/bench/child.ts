// Owns the process of one part: does it and sends its sample to index.ts. Refuses printing.
import type { Context } from "./row.ts";
import { ROWS } from "./rows.ts";

/** What index.ts asks for; without a part the row's files are made. */
export interface Job {
  readonly row: string;
  readonly part?: string;
  readonly context: Context;
}

const { row: name, part, context } = JSON.parse(process.argv[2] ?? "{}") as Job;
const row = await ROWS[name]?.();
if (!row) throw new Error(`No row is called ${name}.`);
const answer = part === undefined ? ((await row.prepare?.(context)) ?? { absent: "" }) : await row.parts[part]?.(context);
await new Promise<void>((resolve) => {
  process.send?.(answer, () => resolve());
});
process.exit();
