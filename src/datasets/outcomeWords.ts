// Owns telling when a profile field gives the outcome away, by its name or value. Refuses free text: only short values that are an outcome's name.

const NAME = /(?:^|[^a-z])(?:outcome|paid|purchased?|bought|converted|conversion|refund(?:ed)?|donated|churned|is_buyer|buyer)(?:[^a-z]|$)/u;
const CHINESE_NAME = /成交|付款|已购|退款|转化|成单|流失/u;
const VALUE = /^(?:non-?|not |never )?(?:buyer|purchaser|donor|paid|bought|purchased|converted|donated|churned|refunded)$|^[已未](?:付款|支付|成交|购买|下单|转化)$/u;
const LONGEST_VALUE = 24;
/** Labels that say nothing outside their column. */
const COMMON = new Set(["yes", "no", "true", "false", "none", "other", "unknown", "positive", "negative"]);

const known = new Map<string, boolean>();

/** The first field of a profile that names the outcome or has the record's own outcome name as its value. */
export function outcomeField(profile: Readonly<Record<string, string>>, label: string | undefined): string | undefined {
  const own = label?.trim().toLowerCase();
  const telling = own !== undefined && own.length > 3 && !COMMON.has(own) ? own : undefined;
  for (const field in profile) {
    if (namesOutcome(field)) return field;
    const value = profile[field];
    if (value === undefined || value.length > LONGEST_VALUE) continue;
    const plain = value.trim().toLowerCase();
    if (plain === telling || VALUE.test(plain)) return field;
  }
  return undefined;
}

function namesOutcome(field: string): boolean {
  let names = known.get(field);
  if (names === undefined) {
    names = NAME.test(field.replace(/(?<=[a-z])(?=[A-Z])/gu, "_").toLowerCase()) || CHINESE_NAME.test(field);
    if (known.size < 1000) known.set(field, names);
  }
  return names;
}
