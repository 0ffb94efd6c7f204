// Owns the rules for postal addresses in English: streets with a number, post boxes, places with a code. Refuses cities by themselves.
import { found } from "../found.ts";
import type { RedactionRule } from "../kinds.ts";

const WORD = String.raw`(?:[A-Z][\p{L}'’.-]{0,30}|\d{1,3}(?:st|nd|rd|th))`;
const ALWAYS = "Street|Avenue|Boulevard|Lane|Road|Ave|Blvd|Rd|Ln";
const CAPITALISED = "St|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Ter|Way|Highway|Hwy|Parkway|Pkwy|Close|Crescent|Row|Walk|Mews|Alley|Circle|Cir|Trail|Quay";
const UNIT = String.raw`(?:,? ?(?:(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Room|Rm)\b\.? ?#?|# ?)[A-Za-z]?\d{1,5}[A-Za-z]?)?`;
const BRITISH_CODE = String.raw`[A-Z]{1,2}\d[A-Z\d]? \d(?!GB|TB)[ABD-HJLNP-UW-Z]{2}`;
const STATE = "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]";
const TOWN = String.raw`[A-Z][\p{L}'’.-]{1,30}(?: [A-Z][\p{L}'’.-]{1,30}){0,2}`;
const TOWN_WITH_CODE = String.raw`${TOWN},? (?:(?:${STATE}) \d{5}(?:-\d{4})?|${BRITISH_CODE})`;
const NUMBER = String.raw`(?<![\p{L}\d.,/$€£¥#:-])\d{1,5}(?:-\d{1,4})?[A-Za-z]?`;

const STREET = new RegExp(String.raw`${NUMBER} (?:${WORD} ){1,4}(?:${ALWAYS}|${CAPITALISED})\b\.?(?: [NSEW][EW]?\b)?${UNIT}(?:,? (?:${TOWN_WITH_CODE}))?`, "dgu");
const LOWER_CASE = new RegExp(String.raw`${NUMBER} (?:[a-z]{2,20} |\d{1,3}(?:st|nd|rd|th) ){1,2}(?:${ALWAYS.toLowerCase()})\b(?! (?:food|art|trip|view|show|map|test|works?|bike|level)\b)${UNIT}`, "dgiu");
/** Words that make "10 minutes down the road" of a number and a road. */
const NO_NAME = /\b(?:the|a|an|of|on|in|to|by|at|down|up|off|or|and|per|day|week|month|year|hour|minute|mile|block|meter|metre|km|more|other|different|new|long|star|way|lane|people|times?|dirt|busy|one|two|every|each|same|(?:days|weeks|months|years|hours|minutes|miles|blocks|meters|metres|feet))\b/iu;
const POST_BOX = /(?<![\p{L}\d])P\.? ?O\.? ?Box \d{1,6}/dgiu;

export const ADDRESSES: readonly RedactionRule[] = [
  { kind: "address", hint: /\d[A-Za-z]? \S/u, find: (text) => found(text, STREET) },
  { kind: "address", hint: /\d[a-z]? \S.{0,40}(?:street|avenue|boulevard|lane|road|ave|blvd|rd|ln)\b/iu, find: (text) => found(text, LOWER_CASE, (value) => !NO_NAME.test(value)) },
  { kind: "address", hint: /box \d/iu, find: (text) => found(text, POST_BOX) },
  { kind: "address", hint: /[A-Z]{2} \d{5}/u, find: (text) => found(text, new RegExp(String.raw`(?<![\p{L}])${TOWN}, (?:${STATE}) \d{5}(?:-\d{4})?(?!\d)`, "dgu")) },
  { kind: "address", hint: /[A-Z]\d[A-Z\d]? \d[A-Z]{2}/u, find: (text) => found(text, new RegExp(String.raw`(?<![\p{L}\d])${BRITISH_CODE}(?![\p{L}\d])`, "dgu")) },
];
