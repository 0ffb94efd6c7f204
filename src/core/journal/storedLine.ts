// Owns recognising, by its bytes, a line as nearly all of a large journal are: a continuation or a valid verdict in the form the encoder gives it.
// Refuses every other line and form: those are for the decoder, and a test holds the two to one answer.
import type { ContinuationKind } from "../probe/probe.ts";

/** What is counted of a line. Overwritten by the next one that is read. */
export interface StoredLine {
  readonly kind: "continuation" | "real" | "simulated";
  /** Bytes of the id between its quotes, which hold no escape. */
  readonly from: number;
  readonly to: number;
  /** Of those bytes; equal ids have equal hashes. */
  readonly hash: number;
  readonly turn: number;
  readonly sample: number;
  readonly continuation: ContinuationKind;
  /** Planned probes of the conversation; of continuations. */
  readonly of: number;
  /** The call was paid and says something of itself: what follows counts, with −1 for what it does not say. */
  readonly paid: boolean;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly milliseconds: number;
  readonly model: string | undefined;
  readonly fingerprint: string | undefined;
}

const CODE = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const START = CODE('{"v":1,"id":"');
const AT = CODE(',"at":"');
const CONTINUATION = CODE(',"kind":"continuation","probe":{"conversation":"');
const VERDICT = CODE(',"kind":"verdict","target":{"branch":"');
const REAL = CODE('real","conversation":"');
const SIMULATED = CODE('simulated","conversation":"');
const TURN = CODE(',"turn":');
const ORDINAL = CODE(',"ordinal":');
const POSITION = CODE(',"position":');
const CONTEXT = CODE('},"context":{"outcome":"');
const OUTCOMES = ["positive", "negative", "unknown"].map((word) => CODE(`${word}"`));
const FACTS = ["customer", "agent", "act"].map((word) => CODE(`,"${word}":"`));
const OF = CODE(',"of":');
const SAMPLE_BEHIND = CODE('},"sample":');
const KIND = CODE(',"continuation":"');
const KINDS = ["reply", "leave", "silence"] as const;
const KIND_CODES = KINDS.map((kind) => CODE(`${kind}"`));
const TEXT = CODE(',"text":"');
const PROVENANCE = CODE(',"provenance":"');
const PROVENANCES = ["generated", "imported", "invented"].map((word) => CODE(`${word}"`));
const PROMPT = CODE(',"promptHash":"');
const SAMPLE = CODE(',"sample":');
const STATE = CODE('},"verdict":{"status":"valid","state":{"stage":"');
const EMOTION = CODE(',"emotion":"');
const BLOCKER = CODE(',"blocker":"');
const COMMITTED = ["true", "false"].map((word) => CODE(`,"committedBefore":${word}`));
const EVIDENCE = CODE(',"evidence":"');
const CLOSED = CODE("}");
const RUNGS = ["schema", "json", "text"].map((word) => CODE(`,"rung":"${word}"`));
const REPAIRED = ["true", "false"].map((word) => CODE(`,"repaired":${word}`));
const HASH = CODE('},"judgeHash":"');
const CACHED = ["true", "false"].map((word) => CODE(`,"cached":${word}`));
const REPORTED = CODE(',"reported":{"');
const MODEL = CODE('model":"');
const FINISH = CODE('finishReason":"');
const FINGERPRINT = CODE('fingerprint":"');
const PROMPT_TOKENS = CODE('promptTokens":');
const COMPLETION_TOKENS = CODE('completionTokens":');
const MILLISECONDS = CODE('milliseconds":');
const CALLS = CODE('calls":');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const ZERO = 0x30;
/** Digits of the largest whole numbers that are surely exact. */
const MOST_DIGITS = 15;
/** Different names in memory; a journal has a handful. */
const MOST_NAMES = 100;
/** Behind a backslash: the escapes of JSON without \u. */
const ESCAPES = new Set(CODE('"\\/bfnrt'));
/** 1 for bytes that stand in a string for themselves. */
const ORDINARY = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x20 || byte === QUOTE || byte === BACKSLASH ? 0 : 1));

/** A cursor over the bytes of lines. */
export class StoredLineReader implements StoredLine {
  kind: StoredLine["kind"] = "real";
  from = 0;
  to = 0;
  hash = 0;
  turn = 0;
  sample = 0;
  continuation: ContinuationKind = "reply";
  of = 0;
  paid = false;
  calls = -1;
  promptTokens = -1;
  completionTokens = -1;
  milliseconds = -1;
  model: string | undefined;
  fingerprint: string | undefined;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #number = 0;
  /** Names of models: neighbours have the same. */
  #names = new Map<number, { readonly bytes: Uint8Array; readonly name: string }>();

  /** The line in `bytes` from `from` to its break at `to`, or undefined where only the decoder can tell. */
  read(bytes: Uint8Array, from: number, to: number): StoredLine | undefined {
    this.#bytes = bytes;
    this.#at = from;
    if (!(this.#is(START) && this.#string() && this.#is(AT) && this.#string())) return undefined;
    const known = this.#is(CONTINUATION) ? this.#readContinuation() : this.#is(VERDICT) && this.#readVerdict();
    return known && this.#is(CLOSED) && this.#at === to ? this : undefined;
  }

  #readContinuation(): boolean {
    this.kind = "continuation";
    if (!(this.#conversation() && this.#is(TURN) && this.#whole())) return false;
    this.turn = this.#number;
    if (!(this.#is(ORDINAL) && this.#whole() && this.#is(POSITION) && this.#decimal() && this.#is(CONTEXT) && this.#one(OUTCOMES) >= 0)) return false;
    for (const fact of FACTS) if (this.#is(fact) && !this.#string()) return false;
    if (!(this.#is(OF) && this.#whole())) return false;
    this.of = this.#number;
    if (!(this.#is(SAMPLE_BEHIND) && this.#whole() && this.#is(KIND))) return false;
    this.sample = this.#number;
    const kind = KINDS[this.#one(KIND_CODES)];
    if (!kind) return false;
    this.continuation = kind;
    if (!(this.#is(TEXT) && this.#string() && this.#is(PROVENANCE) && this.#one(PROVENANCES) >= 0)) return false;
    if (this.#is(PROMPT) && !this.#string()) return false;
    return this.#report(true);
  }

  #readVerdict(): boolean {
    this.kind = this.#is(REAL) ? "real" : "simulated";
    if (!((this.kind === "real" || this.#is(SIMULATED)) && this.#conversation() && this.#is(TURN) && this.#whole())) return false;
    this.turn = this.#number;
    if (this.kind === "simulated") {
      if (!(this.#is(SAMPLE) && this.#whole())) return false;
      this.sample = this.#number;
    }
    if (!(this.#is(STATE) && this.#string() && this.#is(EMOTION) && this.#string() && this.#is(BLOCKER) && this.#string())) return false;
    this.#one(COMMITTED);
    if (this.#is(EVIDENCE) && !this.#string()) return false;
    if (!this.#is(CLOSED)) return false;
    this.#one(RUNGS);
    this.#one(REPAIRED);
    if (!(this.#is(HASH) && this.#string())) return false;
    const cached = this.#one(CACHED);
    return cached >= 0 && this.#report(cached === 1);
  }

  #report(counts: boolean): boolean {
    this.paid = false;
    if (!this.#is(REPORTED)) return true;
    this.calls = this.promptTokens = this.completionTokens = this.milliseconds = -1;
    this.model = this.fingerprint = undefined;
    do {
      if (this.#is(PROMPT_TOKENS)) {
        if (!this.#whole()) return false;
        this.promptTokens = this.#number;
      } else if (this.#is(COMPLETION_TOKENS)) {
        if (!this.#whole()) return false;
        this.completionTokens = this.#number;
      } else if (this.#is(MILLISECONDS)) {
        if (!this.#whole()) return false;
        this.milliseconds = this.#number;
      } else if (this.#is(MODEL)) {
        if ((this.model = this.#name()) === undefined) return false;
      } else if (this.#is(FINISH)) {
        if (!this.#string()) return false;
      } else if (this.#is(FINGERPRINT)) {
        if ((this.fingerprint = this.#name()) === undefined) return false;
      } else if (this.#is(CALLS) && this.#whole()) this.calls = this.#number;
      else return false;
    } while (this.#bytes[this.#at] === COMMA && this.#bytes[this.#at + 1] === QUOTE && (this.#at += 2));
    if (!this.#is(CLOSED)) return false;
    this.paid = counts;
    return true;
  }

  /** The string that comes next, where it is of plain ASCII. */
  #name(): string | undefined {
    const bytes = this.#bytes;
    const from = this.#at;
    let hash = 0;
    let at = from;
    for (; bytes[at] !== QUOTE; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return undefined;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.#at = at + 1;
    const known = this.#names.get(hash);
    if (known && sameBytes(known.bytes, bytes, from, at)) return known.name;
    const own = bytes.slice(from, at);
    const name = String.fromCharCode(...own);
    if (this.#names.size >= MOST_NAMES) this.#names.clear();
    this.#names.set(hash, { bytes: own, name });
    return name;
  }

  #conversation(): boolean {
    const bytes = this.#bytes;
    let hash = 0;
    let at = this.#at;
    this.from = at;
    for (; ; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < 0x20 || byte === BACKSLASH) return false;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.hash = hash;
    this.to = at;
    this.#at = at + 1;
    return true;
  }

  /** Goes behind the quote that ends a string; false where JSON would not have it. */
  #string(): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    for (;;) {
      while (ORDINARY[bytes[at] as number] === 1) at++;
      const byte = bytes[at++];
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH) return false;
      const escape = bytes[at++] ?? 0;
      if (ESCAPES.has(escape)) continue;
      if (escape !== 0x75) return false;
      for (const end = at + 4; at < end; at++) if (!isHex(bytes[at] ?? 0)) return false;
    }
    this.#at = at;
    return true;
  }

  #whole(): boolean {
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let number = 0;
    for (; isDigit(bytes[at] ?? 0); at++) number = number * 10 + ((bytes[at] ?? 0) - ZERO);
    if (at === from || at - from > MOST_DIGITS || (bytes[from] === ZERO && at > from + 1)) return false;
    this.#number = number;
    this.#at = at;
    return true;
  }

  #decimal(): boolean {
    if (!this.#whole()) return false;
    if (this.#bytes[this.#at] !== 0x2e) return true;
    const from = ++this.#at;
    while (isDigit(this.#bytes[this.#at] ?? 0)) this.#at++;
    return this.#at > from;
  }

  /** Which of these comes next, and goes behind it; -1 where none does. */
  #one(codes: readonly Uint8Array[]): number {
    for (let place = 0; place < codes.length; place++) if (this.#is(codes[place] ?? CLOSED)) return place;
    return -1;
  }

  /** Goes behind these bytes where they come next. */
  #is(code: Uint8Array): boolean {
    const bytes = this.#bytes;
    const from = this.#at;
    const length = code.length;
    for (let place = 0; place < length; place++) if (bytes[from + place] !== code[place]) return false;
    this.#at = from + length;
    return true;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46);
}

/** `own` is what stands in `bytes` from `from` to `to`. */
export function sameBytes(own: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (own.length !== to - from) return false;
  for (let place = 0; place < own.length; place++) if (own[place] !== bytes[from + place]) return false;
  return true;
}
