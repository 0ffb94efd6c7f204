// Owns the rules for payment cards and bank accounts, both by their check digits.
import { isIban, isLuhn } from "../checksums.ts";
import { digitsOf, found } from "../found.ts";
import type { RedactionRule, Span } from "../kinds.ts";

/** Prefix and lengths of the issuers: Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay. */
const ISSUED = /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6(?:011|4[4-9]\d|5\d{2})\d{12}|62\d{14,17})$/u;
const SHAPES: readonly RegExp[] = [
  /(?<!\d[A-Za-z_]{0,12})(?<!\d\.)\d{13,19}(?![A-Za-z_]{0,12}\d)/dgu,
  /(?<![A-Za-z\d_])\d{4}([ -])\d{4}\1\d{4}\1\d{4}\1\d{3}(?![A-Za-z\d_])/dgu,
  /(?<![A-Za-z\d_])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?![A-Za-z\d_])/dgu,
  /(?<![A-Za-z\d_])\d{4}([ -])\d{6}\1\d{4,5}(?![A-Za-z\d_])/dgu,
];

function isCard(value: string): boolean {
  const digits = digitsOf(value);
  return ISSUED.test(digits) && isLuhn(digits);
}

/** Countries with the length of their IBAN (ISO 13616 registry, release 99). */
const LENGTHS = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 " +
    "GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 " +
    "MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 " +
    "TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  ).split(" ").map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** As many letters and digits as the country has, single spaces or hyphens between them, and nothing of a word after. */
function ibansIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const { start } of found(text, /(?<![A-Za-z\d])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z\d])/dgu)) {
    const length = LENGTHS.get(text.slice(start, start + 2).toUpperCase()) ?? 0;
    let value = "";
    let end = start;
    while (value.length < length && /^[ -]?[A-Za-z\d]/u.test(text.slice(end, end + 2))) {
      if (/[ -]/u.test(text[end] ?? "")) end++;
      value += text.charAt(end++).toUpperCase();
    }
    if (length > 0 && value.length === length && !/[A-Za-z\d]/u.test(text[end] ?? "") && isIban(value)) spans.push({ start, end });
  }
  return spans;
}

export const BANKING: readonly RedactionRule[] = [
  { kind: "iban", hint: /[A-Za-z]{2}\d{2}/u, find: ibansIn },
  ...SHAPES.map((shape): RedactionRule => ({ kind: "card", hint: /\d{4}[ -]?\d{4}/u, find: (text) => found(text, shape, isCard) })),
];
