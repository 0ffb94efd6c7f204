// Owns the rules for accounts people give each other, where the text says what they are: QQ, WeChat and others. Refuses bare handles.
import { found } from "../found.ts";
import type { RedactionRule } from "../kinds.ts";

const QQ = /(?:(?<![A-Za-z])qq|扣扣|企鹅)(?:群|号码|号|是|为|:| |number|no\.?|is)*(?<value>[1-9]\d{4,10})(?!\d|@)/dgiu;
/** In Chinese the account follows at once; an English word after "wechat" is none unless it has a digit, `_` or a colon before. */
const WECHAT = /(?:微信|威信|薇信|v信|(?<![A-Za-z])(?:wechat|weixin|vx|wx)(?![A-Za-z]))(?: ?(?:同?号码?|id|账号|帐号|是|为|叫|is|account|number|[:.]))* ?(?<value>[A-Za-z][\w-]{5,19}|1[3-9]\d{9}|[1-9]\d{4,10})(?![\w-])/dgiu;
const OTHER = /(?<![A-Za-z])(?:telegram|whatsapp|skype|instagram|insta|snapchat|discord|twitter|line id|kakaotalk|支付宝|抖音|微博|陌陌|小红书)(?: ?(?:号|id|账号|帐号|handle|username|是|is))* ?(?::|(?=@)|号|号是|账号是) ?(?<value>@?[A-Za-z\d][\w.-]{3,30})/dgiu;

/** A number, a mixture, or something that no dictionary would have. */
function isAccount(value: string, before: string): boolean {
  return /[\d_-]/u.test(value) || /[:\u4e00-\u9fff] ?$/u.test(before);
}

export const ACCOUNTS: readonly RedactionRule[] = [
  { kind: "account", hint: /qq|扣扣|企鹅/iu, find: (text) => found(text, QQ) },
  { kind: "account", hint: /信|we(?:chat|ixin)|vx|wx/iu, find: (text) => found(text, WECHAT, (value, { start }) => isAccount(value, text.slice(Math.max(0, start - 2), start))) },
  { kind: "account", hint: /[:@号]/u, find: (text) => found(text, OTHER) },
];
