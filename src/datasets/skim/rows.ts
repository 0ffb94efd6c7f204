// Owns the facts of a conversation straight from the bytes of its rows' cells, as skim/native.ts has them of a native record. Refuses whatever is
// unusual or would have anything to report: it gives up, and the conversation is read as ever.
import type { Outcome } from "../../core/transcript/conversation.ts";
import type { RecordFacts } from "../facts.ts";
import { asText } from "../mapping/fieldPath.ts";
import { outcomeOf } from "../mapping/mappedOutcome.ts";
import { roleOf } from "../mapping/mappedRole.ts";
import { mappedTime } from "../mapping/mappedTime.ts";
import { Misfit } from "../mapping/misfit.ts";
import { serves } from "../suspicion.ts";
import { ContentWalk, speaks } from "./content.ts";
import { QUOTE } from "./cursor.ts";
import { KnownCells } from "./knownCells.ts";
import { mayServe } from "./opening.ts";
import { CUSTOMER, ID, OUTCOME, ROLE, TEXT, TIME, type RowPlan } from "./rowPlan.ts";
import { textOf } from "./text.ts";
import { timeIn } from "./time.ts";
import { AGENT, SYSTEM, TurnCount, USER } from "./turnCount.ts";

const ROLES = { system: SYSTEM, agent: AGENT, user: USER } as const;

/** Reads one conversation after the other: `start`, its rows, `facts`. */
export class RowFacts {
  readonly #quoted: boolean;
  readonly #turns: TurnCount;
  readonly #content = new ContentWalk();
  readonly #roles: KnownCells<number>;
  readonly #outcomes: KnownCells<Outcome["value"] | "blank">;
  readonly #timeOf: (text: string) => number | undefined;
  readonly #isPlainTime: boolean;
  readonly #hasOutcome: boolean;
  #isUsual = true;
  #id = "";
  #customer: string | undefined;
  #outcome: Outcome["value"] | undefined;
  #latest = -Infinity;
  #userText: string | undefined;

  /** `quoted`: cells are as they stand in a CSV file, in quotes where need is; else they are the text itself. */
  constructor({ mapping, places }: RowPlan, mergeWithinMinutes: number, quoted: boolean) {
    this.#quoted = quoted;
    this.#turns = new TurnCount(mergeWithinMinutes);
    this.#roles = new KnownCells((cell) => {
      const field = typeof mapping.role === "string" ? mapping.role : "field" in mapping.role ? mapping.role.field : "";
      try {
        return ROLES[roleOf(mapping, {}, { [field]: cell }, [], 0)];
      } catch (error) {
        if (error instanceof Misfit) return undefined;
        throw error;
      }
    });
    const { outcome, time } = mapping;
    this.#hasOutcome = (places[OUTCOME] ?? -1) >= 0;
    this.#outcomes = new KnownCells((cell) => (cell.trim() === "" ? "blank" : outcomeOf(mapping, outcome && "field" in outcome ? { [outcome.field]: cell } : {}, []).value));
    this.#isPlainTime = typeof time === "string";
    this.#timeOf = (text) => {
      const read = time === undefined ? undefined : mappedTime({ [typeof time === "string" ? time : time.field]: text }, time);
      return read && "instant" in read ? read.instant : undefined;
    };
  }

  start(): void {
    this.#isUsual = true;
    this.#turns.start();
    this.#content.start();
    this.#id = "";
    this.#customer = undefined;
    this.#outcome = undefined;
    this.#latest = -Infinity;
    this.#userText = undefined;
  }

  /** The conversation must be read as ever, whatever else comes. */
  giveUp(): void {
    this.#isUsual = false;
  }

  /** A row of well-formed UTF-8: where its cells are in the bytes, by slot; both 0 for a slot without a column. */
  row(bytes: Uint8Array, from: Int32Array, to: Int32Array): void {
    if (this.#isUsual) this.#isUsual = this.#row(bytes, from, to);
  }

  /** Of the rows since `start`; undefined where they are not plain. */
  facts(): RecordFacts | undefined {
    if (!this.#isUsual || this.#id === "") return undefined;
    const counts = this.#turns.counted(Number.NaN);
    if (!counts || (this.#userText !== undefined && serves(this.#userText))) return undefined;
    const content = this.#content.hash();
    return {
      id: this.#id,
      ...(this.#customer !== undefined && { customer: this.#customer }),
      outcome: this.#outcome ?? "unknown",
      ...counts,
      ...(content !== undefined && { content }),
    };
  }

  /** False where the row is not plain. */
  #row(bytes: Uint8Array, from: Int32Array, to: Int32Array): boolean {
    const role = this.#roles.find(bytes, from[ROLE] ?? 0, to[ROLE] ?? 0, (text) => this.#unquoted(text));
    if (role === undefined) return false;
    const time = this.#time(bytes, from[TIME] ?? 0, to[TIME] ?? 0);
    // A time that cannot be read, or a clock that goes back, is a finding.
    if (time === undefined || time < this.#latest) return false;
    if (time === time) this.#latest = time;
    if (role !== SYSTEM && !this.#spoken(bytes, from[TEXT] ?? 0, to[TEXT] ?? 0, role)) return false;
    this.#turns.add(role, time);
    return this.#ofConversation(bytes, from, to);
  }

  /** What counts of the first row that has it. */
  #ofConversation(bytes: Uint8Array, from: Int32Array, to: Int32Array): boolean {
    if (this.#id === "") {
      const id = asText(this.#text(bytes, from[ID] ?? 0, to[ID] ?? 0));
      if (!id) return false;
      this.#id = id;
    }
    if (this.#customer === undefined && (from[CUSTOMER] ?? 0) < (to[CUSTOMER] ?? 0)) {
      const text = this.#text(bytes, from[CUSTOMER] ?? 0, to[CUSTOMER] ?? 0);
      if (text === undefined) return false;
      this.#customer = text.trim() || undefined;
    }
    if (this.#hasOutcome && this.#outcome === undefined && (from[OUTCOME] ?? 0) < (to[OUTCOME] ?? 0)) {
      const outcome = this.#outcomes.find(bytes, from[OUTCOME] ?? 0, to[OUTCOME] ?? 0, (text) => this.#unquoted(text));
      if (outcome === undefined) return false;
      if (outcome !== "blank") this.#outcome = outcome;
    }
    return true;
  }

  /** NaN without a time, undefined for one that cannot be read. */
  #time(bytes: Uint8Array, from: number, to: number): number | undefined {
    if (from === to) return Number.NaN;
    if (this.#isPlainTime) {
      const quote = this.#quoted && bytes[from] === QUOTE ? 1 : 0;
      if ((bytes[from + quote] ?? 0) <= 32 || (bytes[to - 1 - quote] ?? 0) <= 32) return undefined;
      return timeIn(bytes, from + quote, to - quote);
    }
    const text = this.#text(bytes, from, to)?.trim();
    return text === undefined || text === "" ? undefined : this.#timeOf(text);
  }

  /** Counts what was said; false where it may be nothing, or is not quoted as it should be. */
  #spoken(bytes: Uint8Array, from: number, to: number, role: number): boolean {
    const quotes = this.#quoted && bytes[from] === QUOTE ? 1 : 0;
    if (!speaks(bytes, from + quotes, to - quotes)) return false;
    let doubled = false;
    if (quotes === 1) {
      if (to - from < 2 || bytes[to - 1] !== QUOTE) return false;
      let begin = from + 1;
      for (let quote = bytes.indexOf(QUOTE, begin); quote >= 0 && quote < to - 1; quote = bytes.indexOf(QUOTE, begin)) {
        // Of two quotes one is meant.
        if (bytes[quote + 1] !== QUOTE || quote + 2 > to - 1) return false;
        this.#content.range(bytes, begin, quote + 1);
        doubled = true;
        begin = quote + 2;
      }
      this.#content.range(bytes, begin, to - 1);
    } else this.#content.range(bytes, from, to);
    this.#content.speaker(role === AGENT);
    if (role === USER && this.#userText === undefined) this.#userText = (mayServe(bytes, from, to) ? this.#text(bytes, from, to, doubled) : undefined) ?? "";
    return true;
  }

  /** The text of a cell; undefined for one that is not quoted as it should be. */
  #text(bytes: Uint8Array, from: number, to: number, mayDouble = true): string | undefined {
    if (!this.#quoted || bytes[from] !== QUOTE) return textOf(bytes, from, to);
    const text = textOf(bytes, from, to);
    return mayDouble ? this.#unquoted(text) : text.slice(1, -1);
  }

  #unquoted(text: string): string | undefined {
    if (!this.#quoted || !text.startsWith('"')) return text;
    return /^"((?:[^"]|"")*)"$/u.exec(text)?.[1]?.replaceAll('""', '"');
  }
}
