// Owns the rules for addresses on the network: links that carry a user name or lead to a person, and IP addresses. Other links stay.
import { found } from "../found.ts";
import type { RedactionRule } from "../kinds.ts";

const WITH_USER = /[A-Za-z][A-Za-z\d+.-]{1,20}:\/\/[^\s/@:]{1,64}(?::[^\s/@]{0,64})?@[^\s"'<>)\]，。；、！？]{1,2000}/dgu;
const OF_PERSON = /(?<![\w.])(?:https?:\/\/)?(?:[a-z]{1,3}\.)?(?:wa\.me|t\.me|m\.me|line\.me\/ti\/p|linkedin\.com\/in|facebook\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com\/@|weibo\.com\/u|space\.bilibili\.com|u\.wechat\.com)\/?[\w@~.%+-]{3,100}(?:\/[\w.-]*)?/dgiu;
const IPV4 = /(?<![\w.])(?<!\b(?:v|version|ver\.?|release) ?)(?<!版本 ?)(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w]|\.\d)/dgiu;
const IPV6 = /(?<![\w:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6})(?![\w:])/dgiu;

export const NETWORK: readonly RedactionRule[] = [
  { kind: "link", hint: /:\/\/[^\s/]*@/u, find: (text) => found(text, WITH_USER) },
  { kind: "link", hint: /\.(?:me|com)\//iu, find: (text) => found(text, OF_PERSON) },
  { kind: "ip", hint: /\d\.\d{1,3}\.\d{1,3}\.\d/u, find: (text) => found(text, IPV4) },
  // A short one without a digit is rather a word of a programming language.
  { kind: "ip", hint: /[\da-f]:[\da-f:]*:[\da-f]/iu, find: (text) => found(text, IPV6, (value) => /\d/u.test(value) && value.split(":").length >= 4) },
];
