// Owns the address of a probe for chats and pull requests: which run, conversation and turn. Refuses texts, labels and outcomes in it.
import * as z from "zod/mini";

/** Where a link leads. `turn` counts from 0. */
export interface ProbeLink {
  readonly run: string;
  readonly conversation: string;
  readonly turn: number;
}

const PATH = "/probe";
const LONGEST = 500;
const name = z.string().check(z.minLength(1), z.maxLength(LONGEST));
const linkSchema = z.object({ run: name, conversation: name, turn: z.string().check(z.regex(/^\d{1,6}$/)) });

/** `vscode://decision-fidelity.decision-fidelity/probe?run=…&conversation=…&turn=…`; `scheme` is the editor's own. */
export function linkText({ run, conversation, turn }: ProbeLink, scheme: string, extension: string): string {
  const query = new URLSearchParams({ run, conversation, turn: String(turn + 1) });
  return `${scheme}://${extension}${PATH}?${query.toString().replaceAll("+", "%20")}`;
}

/** Reads a link back; anybody may have written it. Undefined for anything that is not exactly one. */
export function readLink(path: string, query: string): ProbeLink | undefined {
  if (path !== PATH || query.length > 4 * LONGEST) return undefined;
  const pairs = [...new URLSearchParams(query)];
  const parsed = z.safeParse(linkSchema, Object.fromEntries(pairs));
  if (!parsed.success || pairs.length !== 3) return undefined;
  const turn = Number(parsed.data.turn) - 1;
  return turn < 0 ? undefined : { run: parsed.data.run, conversation: parsed.data.conversation, turn };
}
