// Owns the facts of a native record straight from its bytes, since a large file has millions of turns and nearly all are plain. Refuses everything else:
// where reading the record would have anything to report, or the bytes are unusual, it gives up and the record is read as ever.
import type { OutcomeValue } from "../../core/stats/labelledProbe.ts";
import type { RecordFacts } from "../facts.ts";
import { outcomeField } from "../outcomeWords.ts";
import { textFields } from "../readers/native.ts";
import { concatenated } from "../sources/concatenated.ts";
import { decode } from "../sources/decode.ts";
import { serves } from "../suspicion.ts";
import { ContentWalk, speaks } from "./content.ts";
import { bytesOf, CLOSE_LIST, CLOSE_OBJECT, COMMA, fourAt, GIVEN_UP, goesOn, matches, OPEN_LIST, OPEN_OBJECT, QUOTE, quoted, skipNull, skipNumber, skipPlain, skipSpaces, skipValue } from "./cursor.ts";
import { KnownCells } from "./knownCells.ts";
import { fieldIn, fieldsOf, valueStart } from "./names.ts";
import { mayServe } from "./opening.ts";
import { mayTell, skipProfile } from "./profile.ts";
import { textAt, textOf } from "./text.ts";
import { timeIn } from "./time.ts";
import { AGENT, SYSTEM, TurnCount, USER } from "./turnCount.ts";

const [USER_WORD, AGENT_WORD, SYSTEM_WORD] = [quoted("user"), quoted("agent"), quoted("system")] as const;
const OUTCOMES: readonly (readonly [OutcomeValue, Uint8Array])[] = (["positive", "negative", "unknown"] as const).map((value) => [value, bytesOf(`"${value}"`)]);
const KINDS = [bytesOf('"message"'), bytesOf('"action"')] as const;

const [ID, CUSTOMER, AGENT_NAME, OUTCOME, PROFILE, TURNS, META] = [1, 2, 4, 8, 16, 32, 64] as const;
const RECORD_FIELDS = fieldsOf({ id: ID, customer: CUSTOMER, agent: AGENT_NAME, outcome: OUTCOME, profile: PROFILE, turns: TURNS, meta: META });
const [ROLE, TEXT, AT, KIND, LABELS] = [1, 2, 4, 8, 16] as const;
const [ROLE_NAME, TEXT_NAME, AT_NAME, KIND_NAME, LABELS_NAME] = [quoted("role"), quoted("text"), quoted("at"), quoted("kind"), quoted("labels")] as const;
/** Bytes of the quoted name of a turn's field, and of a role. */
const TURN_LENGTHS = { [ROLE]: 6, [TEXT]: 6, [AT]: 4, [KIND]: 6, [LABELS]: 8 } as const;
const ROLE_LENGTHS = { [SYSTEM]: 8, [AGENT]: 7, [USER]: 6 } as const;
const [VALUE, LABEL, OUTCOME_AT, ENDED_BY, END] = [1, 2, 4, 8, 16] as const;
const OUTCOME_FIELDS = fieldsOf({ value: VALUE, label: LABEL, at: OUTCOME_AT, endedBy: ENDED_BY, end: END });

/** Reads one record after the other; what it holds between two is only room. */
export class NativeSkim {
  readonly #turns: TurnCount;
  readonly #content = new ContentWalk();
  readonly #labels = new KnownCells((text) => text);
  #bytes: Uint8Array = new Uint8Array(0);
  #latest = -Infinity;
  #id = "";
  #customer: string | undefined;
  #outcome: OutcomeValue = "unknown";
  #label: string | undefined;
  #outcomeAt = Number.NaN;
  #text = "";
  /** Where the user's first text and the profile begin. */
  #userText = -1;
  #userTextEnd = -1;
  #profile = -1;
  /** Names of profile fields that do not name the outcome. */
  readonly #harmless: Uint8Array[] = [];

  constructor(mergeWithinMinutes: number) {
    this.#turns = new TurnCount(mergeWithinMinutes);
  }

  /** The facts of the record of well-formed UTF-8 from `from` to `to`, or undefined where it is not plain. */
  facts(bytes: Uint8Array, from = 0, to = bytes.length): RecordFacts | undefined {
    // A walk ends at a control character: a copy has one.
    if ((bytes[to] ?? 0xff) >= 32) return this.facts(concatenated([bytes.subarray(from, to), NOTHING]), 0, to - from);
    this.#bytes = bytes;
    this.#turns.start();
    this.#latest = -Infinity;
    this.#customer = undefined;
    this.#outcome = "unknown";
    this.#label = undefined;
    this.#outcomeAt = Number.NaN;
    this.#userText = -1;
    this.#profile = -1;
    this.#content.start();
    const end = this.#record(skipSpaces(bytes, from));
    if (end === GIVEN_UP || skipSpaces(bytes, end) !== to || this.#looksSwapped() || this.#tellsOutcome()) return undefined;
    return this.#counted();
  }

  /** The user opens as only an agent does: whether the agent does too is for the record to say. */
  #looksSwapped(): boolean {
    if (this.#userText < 0 || !mayServe(this.#bytes, this.#userText + 1, this.#userTextEnd)) return false;
    return serves(textAt(this.#bytes, this.#userText));
  }

  /** A profile that names the outcome, as far as bytes tell; in doubt its values are made. */
  #tellsOutcome(): boolean {
    const bytes = this.#bytes;
    if (this.#profile < 0 || !mayTell(bytes, this.#profile, this.#label, this.#harmless)) return false;
    const end = skipValue(bytes, this.#profile);
    const profile = JSON.parse(decode(bytes.subarray(this.#profile, end)).text) as Readonly<Record<string, string | number | boolean | null>>;
    if (outcomeField(textFields(profile), this.#label) !== undefined) return true;
    for (const field of Object.keys(profile)) if (this.#harmless.length < MOST_HARMLESS && outcomeField({ [field]: "" }, undefined) === undefined) this.#harmless.push(bytesOf(field));
    return false;
  }

  #record(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== OPEN_OBJECT) return GIVEN_UP;
    let seen = 0;
    let others = false;
    do {
      const name = skipSpaces(bytes, at + 1);
      const nameEnd = skipPlain(bytes, name);
      if (nameEnd === GIVEN_UP) return GIVEN_UP;
      const field = fieldIn(RECORD_FIELDS, bytes, name + 1, nameEnd - 1);
      if ((seen & field) !== 0) return GIVEN_UP;
      seen |= field;
      others ||= field === 0;
      at = valueStart(bytes, nameEnd);
      if (at === GIVEN_UP) return GIVEN_UP;
      switch (field) {
        case ID:
          at = this.#identifier(at);
          this.#id = this.#text;
          break;
        case CUSTOMER:
          if (isNull(bytes, at)) at = skipNull(bytes, at);
          else {
            at = this.#identifier(at);
            this.#customer = this.#text;
          }
          break;
        case AGENT_NAME:
          at = isNull(bytes, at) ? skipNull(bytes, at) : this.#identifier(at);
          break;
        case OUTCOME:
          at = isNull(bytes, at) ? skipNull(bytes, at) : this.#outcomeAtByte(at);
          break;
        case PROFILE:
          if (isNull(bytes, at)) at = skipNull(bytes, at);
          else {
            this.#profile = at;
            at = skipProfile(bytes, at);
          }
          break;
        case TURNS:
          at = this.#turnList(at);
          break;
        case META:
          at = isNull(bytes, at) || bytes[at] === OPEN_OBJECT ? skipValue(bytes, at) : GIVEN_UP;
          break;
        default:
          at = skipValue(bytes, at);
      }
      if (at === GIVEN_UP) return GIVEN_UP;
      at = skipSpaces(bytes, at);
    } while (bytes[at] === COMMA);
    // A field of one name beside `meta` and in it is a finding.
    if (bytes[at] !== CLOSE_OBJECT || (seen & ID) === 0 || (seen & TURNS) === 0 || (others && (seen & META) !== 0)) return GIVEN_UP;
    return at + 1;
  }

  #turnList(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== OPEN_LIST) return GIVEN_UP;
    do {
      at = this.#turn(skipSpaces(bytes, at + 1));
      if (at === GIVEN_UP) return GIVEN_UP;
      at = skipSpaces(bytes, at);
    } while (bytes[at] === COMMA);
    return bytes[at] === CLOSE_LIST ? at + 1 : GIVEN_UP;
  }

  #turn(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== OPEN_OBJECT) return GIVEN_UP;
    let seen = 0;
    let role: number = SYSTEM;
    let time = Number.NaN;
    let text = 0;
    let textEnd = 0;
    this.#content.save();
    do {
      const name = skipSpaces(bytes, at + 1);
      const field = turnField(bytes, name);
      if ((seen & field) !== 0) return GIVEN_UP;
      seen |= field;
      at = valueStart(bytes, field === 0 ? skipPlain(bytes, name) : name + TURN_LENGTHS[field]);
      if (at === GIVEN_UP) return GIVEN_UP;
      switch (field) {
        case ROLE: {
          const found = roleAt(bytes, at);
          if (found === GIVEN_UP) return GIVEN_UP;
          role = found;
          at += ROLE_LENGTHS[found];
          break;
        }
        case TEXT:
          text = at;
          textEnd = at = this.#content.text(bytes, at);
          break;
        case AT:
          if (isNull(bytes, at)) at = skipNull(bytes, at);
          else {
            const end = bytes[at + 26] === QUOTE && bytes[at + 11] === 84 ? at + 27 : skipPlain(bytes, at);
            const read = end === GIVEN_UP ? undefined : timeIn(bytes, at + 1, end - 1);
            // A clock that goes back is a finding.
            if (read === undefined || read < this.#latest) return GIVEN_UP;
            this.#latest = time = read;
            at = end;
          }
          break;
        case KIND: {
          const kind = KINDS.find((word) => matches(bytes, at, word));
          at = kind ? at + kind.length : skipNull(bytes, at);
          break;
        }
        case LABELS:
          // Only no labels at all: an unknown act is a finding.
          at = isNull(bytes, at) ? skipNull(bytes, at) : bytes[at] === OPEN_LIST && bytes[at + 1] === CLOSE_LIST ? at + 2 : GIVEN_UP;
          break;
        default:
          at = skipValue(bytes, at);
      }
      if (at === GIVEN_UP) return GIVEN_UP;
      at = skipSpaces(bytes, at);
    } while (bytes[at] === COMMA);
    if (bytes[at] !== CLOSE_OBJECT || (seen & ROLE) === 0 || (seen & TEXT) === 0) return GIVEN_UP;
    if (role === SYSTEM) this.#content.restore();
    else if (!speaks(bytes, text + 1, textEnd - 1)) return GIVEN_UP;
    else this.#content.speaker(role === AGENT);
    if (role === USER && this.#userText < 0) {
      this.#userText = text;
      this.#userTextEnd = textEnd;
    }
    this.#turns.add(role, time);
    return at + 1;
  }

  #outcomeAtByte(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== OPEN_OBJECT) return GIVEN_UP;
    let seen = 0;
    do {
      const name = skipSpaces(bytes, at + 1);
      const nameEnd = skipPlain(bytes, name);
      if (nameEnd === GIVEN_UP) return GIVEN_UP;
      const field = fieldIn(OUTCOME_FIELDS, bytes, name + 1, nameEnd - 1);
      // A field unknown to the format is kept, and may be taken in `meta`.
      if (field === 0 || (seen & field) !== 0) return GIVEN_UP;
      seen |= field;
      at = valueStart(bytes, nameEnd);
      if (at === GIVEN_UP) return GIVEN_UP;
      if (field === VALUE) {
        const found = OUTCOMES.find(([, word]) => matches(bytes, at, word));
        if (!found) return GIVEN_UP;
        this.#outcome = found[0];
        at += found[1].length;
      } else if (isNull(bytes, at)) at = skipNull(bytes, at);
      else {
        const end = skipPlain(bytes, at);
        if (end === GIVEN_UP) return GIVEN_UP;
        if (field === LABEL) this.#label = this.#labels.find(bytes, at + 1, end - 1, (text) => text);
        if (field === OUTCOME_AT) {
          const read = timeIn(bytes, at + 1, end - 1);
          if (read === undefined) return GIVEN_UP;
          this.#outcomeAt = read;
        }
        at = end;
      }
      if (at === GIVEN_UP) return GIVEN_UP;
      at = skipSpaces(bytes, at);
    } while (bytes[at] === COMMA);
    return bytes[at] === CLOSE_OBJECT && (seen & VALUE) !== 0 ? at + 1 : GIVEN_UP;
  }

  /** Past an id: text that is not empty, or a whole number that reads as it is written. */
  #identifier(at: number): number {
    const bytes = this.#bytes;
    const quoted = bytes[at] === QUOTE;
    const end = quoted ? skipPlain(bytes, at) : skipNumber(bytes, at);
    if (end === GIVEN_UP) return GIVEN_UP;
    this.#text = quoted ? textOf(bytes, at + 1, end - 1) : textOf(bytes, at, end);
    return this.#text === "" || (!quoted && !/^(?:0|[1-9][0-9]{0,14})$/u.test(this.#text)) ? GIVEN_UP : end;
  }

  /** What normalising the record would count. */
  #counted(): RecordFacts | undefined {
    const counts = this.#turns.counted(this.#outcome === "positive" ? this.#outcomeAt : Number.NaN);
    if (!counts) return undefined;
    const content = this.#content.hash();
    const facts: { -readonly [field in keyof RecordFacts]: RecordFacts[field] } = { id: this.#id, outcome: this.#outcome, ...counts };
    if (this.#customer !== undefined) facts.customer = this.#customer;
    if (this.#label !== undefined) facts.label = this.#label;
    if (content !== undefined) facts.content = content;
    return facts;
  }
}

const MOST_HARMLESS = 32;
const NOTHING = new Uint8Array(1);

/** The field of a turn whose quoted name begins at `at`; 0 for one that is not known. */
function turnField(bytes: Uint8Array, at: number): 0 | keyof typeof TURN_LENGTHS {
  switch (fourAt(bytes, at)) {
    case ROLE_NAME.first:
      return goesOn(bytes, at, ROLE_NAME) ? ROLE : 0;
    case TEXT_NAME.first:
      return goesOn(bytes, at, TEXT_NAME) ? TEXT : 0;
    case AT_NAME.first:
      return AT;
    case KIND_NAME.first:
      return goesOn(bytes, at, KIND_NAME) ? KIND : 0;
    case LABELS_NAME.first:
      return goesOn(bytes, at, LABELS_NAME) ? LABELS : 0;
    default:
      return 0;
  }
}

/** The role whose quoted name begins at `at`. */
function roleAt(bytes: Uint8Array, at: number): keyof typeof ROLE_LENGTHS | typeof GIVEN_UP {
  switch (fourAt(bytes, at)) {
    case USER_WORD.first:
      return goesOn(bytes, at, USER_WORD) ? USER : GIVEN_UP;
    case AGENT_WORD.first:
      return goesOn(bytes, at, AGENT_WORD) ? AGENT : GIVEN_UP;
    case SYSTEM_WORD.first:
      return goesOn(bytes, at, SYSTEM_WORD) ? SYSTEM : GIVEN_UP;
    default:
      return GIVEN_UP;
  }
}

function isNull(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 110;
}
