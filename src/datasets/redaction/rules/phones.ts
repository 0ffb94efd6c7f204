// Owns the rules for telephone numbers: Chinese mobile and landline, international, North American, European, and any that is announced.
import { digitsOf, found } from "../found.ts";
import type { RedactionRule, Span } from "../kinds.ts";

const DIGITS = /\d[\d ()./-]{5,}\d/u;
/** Neither part of a word or a longer number, nor the fraction of one below one. */
const LEFT = String.raw`(?<![A-Za-z\d_])(?<!\b0\.)`;
const RIGHT = String.raw`(?![A-Za-z\d_])`;
/** A mobile number may stand right beside letters (tel138…), but not inside a hash. */
const LEFT_OF_MOBILE = String.raw`(?<!\d[A-Za-z_]{0,12})(?<!\b0\.)`;
const RIGHT_OF_MOBILE = String.raw`(?![A-Za-z_]{0,12}\d)`;

const CHINESE_MOBILE = new RegExp(String.raw`${LEFT_OF_MOBILE}(?:(?:\+|00)?86[ -]?)?1[3-9]\d([ -]?)\d{4}\1\d{4}${RIGHT_OF_MOBILE}`, "dgu");
const CHINESE_LANDLINE = new RegExp(String.raw`${LEFT}(?<!\d\.)(?:\(0(?:10|2\d|[3-9]\d{2})\) ?|0(?:10|2\d|[3-9]\d{2})[ -]?)[2-8]\d{2,3}[ -]?\d{4}(?:(?:-|转| ?ext\.? ?)\d{1,6})?(?!\d)`, "dgu");
const CHINESE_SERVICE = new RegExp(String.raw`${LEFT}[48]00([ -])(?:\d{3}\1\d{4}|\d{4}\1\d{3})${RIGHT}`, "dgu");
const INTERNATIONAL = /(?<![\w+])(?:\+|\(\+)[1-9](?:[ ()./-]{0,2}\d){7,14}(?!\d)/dgu;
const INTERNATIONAL_BY_00 = new RegExp(String.raw`${LEFT}(?<!\d )00[1-9]\d{0,2}(?:[ /-]\(?0?\)?\d{1,5}){2,5}${RIGHT}`, "dgu");
const NORTH_AMERICAN = new RegExp(String.raw`${LEFT}(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}([.-]))[2-9]\d{2}[.-]\d{4}${RIGHT}`, "dgu");
const EUROPEAN = new RegExp(String.raw`${LEFT}0[1-9](?:([ .-])\d{2}(?:\1\d{2}){3}|\d{0,3}[ -]\d{3,4}[ -]?\d{3,4}|\d{1,3}\/\d{5,8})${RIGHT}`, "dgu");
const BRITISH_MOBILE = new RegExp(String.raw`${LEFT}07\d{3} ?\d{6}${RIGHT}`, "dgu");
const ANNOUNCED = /(?:\b(?:phone|telephone|tel|cell|mobile|whatsapp|fax|(?:call|text|ring|reach) (?:me|us|him|her) (?:at|on))\b|电话|手机|座机|传真|联系方式|热线)(?: ?(?:\b(?:number|no|is|at|on|my)\b|号码|号|是|为|[:.=#-]))*[ (]{0,2}(?<value>\d(?:[ ()./-]{0,2}\d){6,14})(?!\d)/dgiu;

/** As many digits as a number with its trunk zero has; two times of the day have more. */
function isNational(value: string): boolean {
  const { length } = digitsOf(value);
  return length >= 9 && length <= 11;
}

/** Round numbers with grouped thousands look international: +20 000 000. */
function isNoAmount(value: string): boolean {
  return !/(?:[ .]000){2}$/u.test(value);
}

/** A day, with or without a time. */
function isNoDate(value: string): boolean {
  return !/^(?:(?:19|20)\d{2}[ ./-]?(?:0?[1-9]|1[0-2])[ ./-]?[0-3]?\d|[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d{2})(?!\d)/u.test(value);
}

/** The last nine digits: the same with and without country code or trunk zero. */
function keyed(text: string, spans: readonly Span[]): readonly Span[] {
  return spans.map((span) => ({ ...span, key: digitsOf(text.slice(span.start, span.end)).slice(-9) }));
}

function rule(pattern: RegExp, valid?: (value: string) => boolean): RedactionRule {
  return { kind: "phone", hint: DIGITS, find: (text) => keyed(text, found(text, pattern, valid)) };
}

export const PHONES: readonly RedactionRule[] = [
  rule(CHINESE_MOBILE),
  rule(CHINESE_LANDLINE),
  rule(CHINESE_SERVICE),
  rule(INTERNATIONAL, isNoAmount),
  rule(INTERNATIONAL_BY_00),
  rule(NORTH_AMERICAN),
  rule(EUROPEAN, isNational),
  rule(BRITISH_MOBILE),
  rule(ANNOUNCED, isNoDate),
];
