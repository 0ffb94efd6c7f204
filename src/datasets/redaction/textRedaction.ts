// Owns replacing what the rules find by placeholders, numbered over one conversation. Refuses keeping any of what was replaced.
import { folded } from "./folded.ts";
import { PLACEHOLDER, placeholder, REDACTED_KINDS, type RedactedKind, type RedactionRule, type Span } from "./kinds.ts";
import { ACCOUNTS } from "./rules/accounts.ts";
import { ADDRESSES } from "./rules/addresses.ts";
import { BANKING } from "./rules/banking.ts";
import { CHINESE_ADDRESSES } from "./rules/chineseAddresses.ts";
import { EMAILS } from "./rules/emails.ts";
import { IDS } from "./rules/ids.ts";
import { NETWORK } from "./rules/network.ts";
import { PHONES } from "./rules/phones.ts";

/** Most texts have none of what every rule needs one of: they are told apart by one look. */
const WORTH_LOOKING = /[\d@:/号號栋幢座弄信]|chat|weixin|vx|wx/iu;
const RULES: readonly RedactionRule[] = [...NETWORK, ...EMAILS, ...IDS, ...BANKING, ...PHONES, ...ACCOUNTS, ...ADDRESSES, ...CHINESE_ADDRESSES];

/** A placeholder that now stands in a text. */
export interface Replaced {
  readonly kind: RedactedKind;
  readonly placeholder: string;
}

interface Place extends Span {
  readonly kind: RedactedKind;
}

export class TextRedaction {
  readonly #own: readonly RedactionRule[];
  readonly #numbers = new Map<string, number>();
  readonly #used = new Map<RedactedKind, number>();

  /** `own`: rules of this conversation alone. `texts`: all of it, so that a placeholder that stands there already keeps its number to itself. */
  constructor(own: readonly RedactionRule[], texts: Iterable<string>) {
    this.#own = own;
    for (const text of texts) this.reserve(text);
  }

  /** Placeholders that stand in a text already keep their numbers to themselves. */
  reserve(text: string): void {
    if (!text.includes("[")) return;
    for (const [, kind, number] of text.matchAll(PLACEHOLDER)) this.#use(kind as RedactedKind, Number(number));
  }

  /**
   * The text with every place replaced; the same thing has the same number everywhere. Of places that overlap the longest counts.
   * A text without one is returned as it is, and so is a text that was redacted before.
   */
  redact(text: string): { readonly text: string; readonly replaced: readonly Replaced[] } {
    const replaced: Replaced[] = [];
    let now = text;
    // What stood beside a place may be one itself once that is gone; each turn leaves less to find.
    for (let places = this.#places(now); places.length > 0; places = this.#places(now)) {
      let next = "";
      let from = 0;
      for (const place of places) {
        const stand = this.standIn(place.kind, place.key ?? now.slice(place.start, place.end));
        replaced.push({ kind: place.kind, placeholder: stand });
        next += now.slice(from, place.start) + stand;
        from = place.end;
      }
      now = next + now.slice(from);
    }
    return { text: now, replaced };
  }

  /** The placeholder of a thing; `key` is compared by its letters and digits. */
  standIn(kind: RedactedKind, key: string): string {
    const compact = `${kind} ${folded(key).toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") || key}`;
    const number = this.#numbers.get(compact) ?? this.#use(kind, (this.#used.get(kind) ?? 0) + 1);
    this.#numbers.set(compact, number);
    return placeholder(kind, number);
  }

  #use(kind: RedactedKind, number: number): number {
    this.#used.set(kind, Math.max(number, this.#used.get(kind) ?? 0));
    return number;
  }

  /** In the order of the text, none over another or over a placeholder. */
  #places(text: string): readonly Place[] {
    if (DECIMAL.test(text)) return NOWHERE;
    const read = folded(text);
    let places: Place[] | undefined;
    for (const { kind, hint, find } of WORTH_LOOKING.test(read) ? [...RULES, ...this.#own] : this.#own) {
      if (!hint.test(read)) continue;
      for (const span of find(read)) if (span.end > span.start) (places ??= []).push({ ...span, kind });
    }
    if (!places) return NOWHERE;
    const taken = new Uint8Array(text.length);
    for (const { index, 0: stand } of text.matchAll(PLACEHOLDER)) taken.fill(1, index, index + stand.length);
    const chosen: Place[] = [];
    for (const place of places.sort((a, b) => b.end - b.start - (a.end - a.start) || REDACTED_KINDS.indexOf(a.kind) - REDACTED_KINDS.indexOf(b.kind) || a.start - b.start)) {
      if (taken.subarray(place.start, place.end).includes(1)) continue;
      taken.fill(1, place.start, place.end);
      chosen.push(place);
    }
    return chosen.sort((a, b) => a.start - b.start);
  }
}

/** A text that is one decimal number: its fraction is nobody's telephone. */
const DECIMAL = /^\s*[-+]?\d+\.\d+\s*$/u;
const NOWHERE: readonly Place[] = [];
