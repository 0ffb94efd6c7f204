// Owns what redaction knows of a place in a text: its kind, its span, the rule that finds it. Refuses replacing anything.

/** Kinds in the order in which one wins over another of the same length. */
export const REDACTED_KINDS = ["link", "email", "id", "iban", "card", "phone", "ip", "account", "address", "name"] as const;
export type RedactedKind = (typeof REDACTED_KINDS)[number];

/** A place in a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** What makes two places the same thing; its letters and digits where absent. */
  readonly key?: string;
}

/** One way of finding one kind. `find` gets folded text (`folded.ts`), and only where `hint` matches. */
export interface RedactionRule {
  readonly kind: RedactedKind;
  /** Cheap, without the `g` flag: false where the rule certainly finds nothing. */
  readonly hint: RegExp;
  readonly find: (text: string) => readonly Span[];
}

/** What stands in place of the `number`-th thing of its kind in a conversation. */
export function placeholder(kind: RedactedKind, number: number): string {
  return `[${kind} ${number}]`;
}

/** Every placeholder in a text; kind and number are its groups. */
export const PLACEHOLDER = new RegExp(String.raw`\[(${REDACTED_KINDS.join("|")}) (\d{1,9})\]`, "gu");
