// Owns redacting one conversation: its texts with the rules and with what its profile gives, its fields by their names. Refuses ids.
import { kindOfField, isNameField, personOf } from "./fields.ts";
import { folded } from "./folded.ts";
import { found, literally } from "./found.ts";
import { REDACTED_KINDS, type RedactedKind, type RedactionRule } from "./kinds.ts";
import { nameRules, type GivenName } from "./rules/names.ts";
import { TextRedaction } from "./textRedaction.ts";

export type RedactionCounts = Readonly<Partial<Record<RedactedKind, number>>>;

/** A placeholder and where it stands, `turn 3` (from 1) or `profile.phone`; never what was there. */
export interface RedactionExample {
  readonly placeholder: string;
  readonly place: string;
}

/** Counts by kind in the order of the kinds; kinds without any are absent. */
export function countsOf(counts: ReadonlyMap<string, number>): RedactionCounts {
  return Object.fromEntries(REDACTED_KINDS.flatMap((kind) => (counts.has(kind) ? [[kind, counts.get(kind) ?? 0]] : [])));
}

type Fields = Readonly<Record<string, unknown>>;

/** Examples kept of one conversation. */
const EXAMPLES = 20;

export class ConversationRedaction {
  readonly #texts: TextRedaction;
  readonly #counts = new Map<RedactedKind, number>();
  readonly #examples: RedactionExample[] = [];
  readonly #people: ReadonlyMap<string, string>;

  /** `profile` and `other` are where names and numbers of the person are given; `texts` are all that will be redacted. */
  constructor(profile: Readonly<Record<string, string>>, other: Fields, texts: Iterable<string>) {
    const names = [...namesIn(profile, true), ...namesIn(other, false)];
    this.#people = new Map(names.map(({ value, person }) => [value, person]));
    this.#texts = new TextRedaction([...nameRules(names), ...givenRules({ ...other, ...profile })], texts);
  }

  /** Placeholders put in, in the order of the kinds. */
  get counts(): RedactionCounts {
    return countsOf(this.#counts);
  }

  get examples(): readonly RedactionExample[] {
    return this.#examples;
  }

  /** Keeps the placeholders that stand in a text already from being given out; for texts that come one by one. */
  reserve(text: string): void {
    this.#texts.reserve(text);
  }

  text(text: string, place: string): string {
    const done = this.#texts.redact(text);
    for (const { kind, placeholder } of done.replaced) this.#count(kind, placeholder, place);
    return done.text;
  }

  /** A field of the profile: whole where its name says what it is, else as a text. */
  field(name: string, value: string, place: string, plain = true): string {
    const person = isNameField(name, plain) ? this.#people.get(value) : undefined;
    const kind = person === undefined ? kindOfField(name, value) : "name";
    if (kind === undefined || isPlaceholder(value)) return this.text(value, place);
    const stand = this.#texts.standIn(kind, person === undefined ? keyOf(kind, value) : `person ${person}`);
    this.#count(kind, stand, place);
    return stand;
  }

  /** Any JSON-like value: its texts, and its numbers where they are a number of a person. Shape and names of fields stay. */
  value(value: unknown, place: string): unknown {
    if (typeof value === "string") return this.text(value, place);
    if (typeof value === "number") return this.#number(value, place);
    if (Array.isArray(value)) return value.map((each, index) => this.value(each, `${place}.${index}`));
    if (typeof value !== "object" || value === null) return value;
    return this.fields(value as Fields, place);
  }

  /** The same of an object, each field also by its name. */
  fields(fields: Fields, place: string): Fields {
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => {
        const at = `${place}.${name}`;
        if (typeof value === "string") return [name, this.field(name, value, at, false)];
        if (typeof value === "number" && kindOfField(name, String(value)) !== undefined) return [name, this.field(name, String(value), at, false)];
        return [name, this.value(value, at)];
      }),
    );
  }

  #number(value: number, place: string): unknown {
    const text = String(value);
    if (!Number.isInteger(value) || text.length < 7) return value;
    const redacted = this.text(text, place);
    return redacted === text ? value : redacted;
  }

  #count(kind: RedactedKind, placeholder: string, place: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (this.#examples.length < EXAMPLES) this.#examples.push({ placeholder, place });
  }
}

function isPlaceholder(value: string): boolean {
  return /^\[[a-z]+ \d+\]$/u.test(value.trim()) || value.trim() === "";
}

function namesIn(fields: Fields, plain: boolean): readonly GivenName[] {
  return Object.entries(fields).flatMap(([field, value]) =>
    typeof value === "string" && isNameField(field, plain) && !isPlaceholder(value) && /\p{L}/u.test(value) ? [{ value, person: personOf(field) }] : [],
  );
}

/** What fields give under a name that says what it is, to be found again in the texts. */
function givenRules(fields: Fields): readonly RedactionRule[] {
  return Object.entries(fields).flatMap(([field, given]) => {
    const value = typeof given === "string" || typeof given === "number" ? folded(String(given)).trim() : "";
    const kind = value.length < 5 || value.length > 200 || isPlaceholder(value) ? undefined : kindOfField(field, value);
    if (kind === undefined) return [];
    const pattern = new RegExp(String.raw`(?<![A-Za-z\d])${literally(value)}(?![A-Za-z\d])`, "dgiu");
    return [{ kind, hint: new RegExp(pattern.source, "iu"), find: (text: string) => found(text, pattern).map((span) => ({ ...span, key: keyOf(kind, value) })) }];
  });
}

function keyOf(kind: RedactedKind, value: string): string {
  return kind === "phone" ? folded(value).replace(/\D/gu, "").slice(-9) : value;
}
