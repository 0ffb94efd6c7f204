// Owns the rule for Chinese addresses: 省 市 区 路 号 with building, floor and room, and estates with a building number. Refuses cities
// and districts by themselves, and every 号 that is a day, a line or a rank.
import type { RedactionRule, Span } from "../kinds.ts";

const HAN = /[\u4e00-\u9fff]/u;
const NUMBER = String.raw`(?:\d{1,5}(?:[-之]\d{1,4})?|[一二三四五六七八九十百零〇]{1,5})`;
/** A road with a house number; an estate or tower with a building. The name before stands in `before`. */
const ROAD = new RegExp(String.raw`(?:路|街|大道|街道|巷|胡同|弄)(?:[东西南北中]?[一二三四五六七八九十]{0,2}段)? ?${NUMBER} ?(?:号|號|弄)(?!线|楼宇|位|码|选手|台风)`, "gu");
const ESTATE = new RegExp(String.raw`(?:小区|花园|花苑|公寓|大厦|广场|新村|家园|国际城|苑|府|村|里|社区) ?(?:[A-Za-z]座|${NUMBER} ?(?:号楼|栋|幢|座))`, "gu");
const INSIDE = new RegExp(String.raw` ?(?:(?![我你您他她等到的了有在去找])[\u4e00-\u9fffA-Za-z]){0,8}?(?:[A-Za-z]?-?${NUMBER}|[A-Za-z]) ?(?:号楼|栋|幢|座|单元|层|楼|室|房|户|号|弄)|-\d{1,4}(?:-\d{1,4}){0,2}(?!\d)`, "uy");
const ROOM = / ?\d{3,4}(?!\d| ?[元块年月日天号个人次点:%])/uy;

const PROVINCES = /北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门/gu;
/** What leads to an address and is no part of it. */
const LEADING = /^(?:我们|你们|他们|我家|你家|家|公司|快递|包裹|麻烦|请|帮|把|给|寄|送|发|到|去|住|在|于|位于|地址|收货|邮寄|是|为|就|来自|从|往|现|搬|目前|老家|门店|店|我|你|您|他|她|的|了)+/u;
const LAST_WORD = /^.*(?:住在|位于|家在|地址是?|寄到|送到|发到|来到|就在|我在|我们|你们|在|到|于|是|找|去)/u;
const LONGEST_BEFORE = 40;

function addressesIn(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const pattern of [ROAD, ESTATE]) {
    for (const match of text.matchAll(pattern)) {
      const start = beginningOf(text, match.index);
      if (start === undefined) continue;
      spans.push({ start, end: endOf(text, match.index + match[0].length) });
    }
  }
  return spans;
}

/** Where the address begins whose road or estate has its last character of the name before `at`; undefined where there is no name. */
function beginningOf(text: string, at: number): number | undefined {
  let from = at;
  while (from > 0 && at - from < LONGEST_BEFORE && HAN.test(text[from - 1] ?? "")) from--;
  const before = text.slice(from, at);
  const province = [...before.matchAll(PROVINCES)][0];
  const name = province ? before.slice(province.index) : nameIn(before);
  return name.length >= 2 ? at - name.length : undefined;
}

function nameIn(before: string): string {
  const led = before.replace(LEADING, "");
  const short = led.replace(LAST_WORD, "");
  return short.length >= 2 ? short : led;
}

function endOf(text: string, from: number): number {
  let end = from;
  for (const part of [INSIDE, INSIDE, INSIDE, INSIDE, ROOM]) {
    part.lastIndex = end;
    end += part.exec(text)?.[0].length ?? 0;
  }
  return end;
}

export const CHINESE_ADDRESSES: readonly RedactionRule[] = [{ kind: "address", hint: /[号號弄栋幢座]/u, find: addressesIn }];
