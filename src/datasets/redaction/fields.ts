// Owns what a field's name tells of its value: a person's name, a telephone number, nothing. Refuses values that cannot be what the name says.
import type { RedactedKind } from "./kinds.ts";

const NOT_A_PERSON = /^(?:company|product|brand|school|city|town|country|state|region|file|campaign|course|dataset|model|event|function|tool|store|shop|plan|category|domain|host|project|team|class|type|field|column|display)$/u;
const PERSON = /^(?:customer|client|user|buyer|seller|agent|contact|person|caller|lead|guest|patient|first|last|full|given|family|middle|nick|sur|spouse|partner|child|mother|father|wife|husband|friend|recipient|sender|persuadee|persuader)$/u;
const CHINESE_NAME = /姓名|名字|称呼|昵称|联系人|收货人|收件人|用户名|客户名|真名|网名|^姓$|^名$/u;
const CHINESE_NOT_A_PERSON = /公司|产品|品牌|学校|城市|活动|课程|门店|单位/u;

const KINDS: readonly (readonly [RedactedKind, RegExp, RegExp])[] = [
  ["email", /^(?:e ?mail|mail|email)(?: address)?$|(?: |^)email$|邮箱|邮件地址/u, /@/u],
  ["phone", /(?:^| )(?:phone|mobile|tel|telephone|cell|cellphone|whatsapp|fax)(?: (?:number|no))?$|手机|电话|座机|联系方式/u, /\d.*\d.*\d.*\d.*\d/u],
  ["id", /(?:^| )(?:id card|idcard|ssn|passport|national id|identity card|driving licen[cs]e)(?: (?:number|no))?$|身份证|证件号|护照/u, /\d.*\d.*\d.*\d.*\d/u],
  ["iban", /(?:^| )iban$/u, /\d/u],
  ["card", /(?:^| )(?:card|bank card|credit card) (?:number|no)$|银行卡|卡号/u, /\d.*\d.*\d.*\d/u],
  ["account", /(?:^| )(?:wechat|weixin|wx|qq)(?: (?:id|number|no))?$|微信|^qq号?$/u, /.{4}/u],
  ["address", /^(?:(?:home|postal|street|shipping|delivery|billing|mailing) )?(?:address|street)(?: line)?(?: \d)?$|地址|住址/u, /\d|号|路|街/u],
];

/** The words of a field's name, lower case: `customerName`, `customer_name` and `Customer name` are the same. */
function wordsOf(field: string): readonly string[] {
  return field
    .replace(/(?<=[a-z\d])(?=[A-Z])/gu, " ")
    .toLowerCase()
    .split(/[\s_.:/-]+/u)
    .filter((word) => word !== "");
}

/** The kind a field's name and value say together; undefined where they say nothing of a person. */
export function kindOfField(field: string, value: string): Exclude<RedactedKind, "name"> | undefined {
  const name = wordsOf(field).join(" ");
  const found = KINDS.find(([, named, shaped]) => named.test(name) && shaped.test(value));
  return found?.[0] === "name" ? undefined : found?.[0];
}

/**
 * Whether a field holds the name of a person. In a profile `name` alone does; elsewhere (`plain` false) it may be that of anything, and
 * a word such as `customer` or `first` must stand beside it.
 */
export function isNameField(field: string, plain = true): boolean {
  if (CHINESE_NAME.test(field)) return !CHINESE_NOT_A_PERSON.test(field);
  const words = wordsOf(field);
  if (words.some((word) => NOT_A_PERSON.test(word))) return false;
  if (words.some((word) => /^(?:surname|nickname|username|firstname|lastname|fullname|forename)$/u.test(word))) return true;
  return words.includes("name") && (plain || words.some((word) => PERSON.test(word)));
}

/** Whose name it is: what is left of the field's name. First and last names are of one person. */
export function personOf(field: string): string {
  return wordsOf(field).filter((word) => !/^(?:name|first|last|full|given|family|middle|nick|sur|user|customer|client|profile|surname|nickname|username|firstname|lastname|fullname|forename)$/u.test(word)).join(" ").replace(CHINESE_NAME, "");
}
