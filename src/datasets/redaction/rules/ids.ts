// Owns the rules for numbers of identity papers: those with a check digit by it, others by their shape or where they are announced.
import { isAadhaar, isChineseId, isCpf, isFrenchId, isHongKongId, isSpanishId, isTaiwanId } from "../checksums.ts";
import { digitsOf, found } from "../found.ts";
import type { RedactionRule } from "../kinds.ts";

const LEFT = String.raw`(?<![A-Za-z\d])`;
const RIGHT = String.raw`(?![A-Za-z\d])`;

function rule(source: string, hint: RegExp, valid?: (value: string) => boolean): RedactionRule {
  const pattern = new RegExp(source, "dgu");
  return { kind: "id", hint, find: (text) => found(text, pattern, valid) };
}

const compact = (value: string): string => value.replace(/[ -]/gu, "");

const ANNOUNCED = /(?:身份证|证件|护照|驾照|驾驶证|社保卡|\b(?:passport|national id|identity card|id card|driver'?s licen[cs]e|social security|ssn)\b)(?: ?(?:\b(?:number|no|is)\b|号码|号|是|为|[:.#]))*[ (]{0,2}(?<value>[A-Za-z]{0,2}\d[A-Za-z\d-]{5,18})(?![A-Za-z\d])/dgiu;

export const IDS: readonly RedactionRule[] = [
  rule(String.raw`(?<!\d)[1-9]\d{5}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[\dXx](?![\dA-Za-z])`, /\d{6}/u, (value) => isChineseId(compact(value))),
  rule(String.raw`${LEFT}[A-Z]{1,2}\d{6} ?\([\dA]\)`, /\d{6} ?\(/u, isHongKongId),
  rule(String.raw`${LEFT}[A-Z][1289]\d{8}${RIGHT}`, /[A-Z]\d{9}/u, isTaiwanId),
  rule(String.raw`${LEFT}(?:\d{8}|[XYZ]\d{7})-?[A-Z]${RIGHT}`, /\d{7}-?[A-Z]/u, isSpanishId),
  rule(String.raw`${LEFT}\d{3}\.\d{3}\.\d{3}-\d{2}${RIGHT}`, /\d{3}\.\d{3}\.\d{3}-/u, (value) => isCpf(digitsOf(value))),
  rule(String.raw`${LEFT}[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}${RIGHT}`, /\d{2} ?\d{3} ?\d{3} ?\d{2}/u, (value) => isFrenchId(digitsOf(value))),
  rule(String.raw`${LEFT}[2-9]\d{3} ?\d{4} ?\d{4}${RIGHT}`, /\d{4} \d{4} \d{4}/u, (value) => value.includes(" ") && isAadhaar(digitsOf(value))),
  // The United States: no check digit, but areas, groups and serials that are never given.
  rule(String.raw`${LEFT}(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}${RIGHT}`, /\d{3}-\d{2}-/u),
  // The United Kingdom's national insurance number.
  rule(String.raw`${LEFT}(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]${RIGHT}`, /[A-Z]{2} ?\d{2} ?\d{2}/u),
  { kind: "id", hint: /\d{5}/u, find: (text) => found(text, ANNOUNCED) },
];
