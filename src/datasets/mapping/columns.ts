// Owns guessing a mapping for a table from the names of its columns and its first rows, in English and Chinese. Refuses doubt: a column
// whose values are not all understood is not guessed, and without conversation, speaker and text there is no mapping.
import { parsedJson } from "../../core/json.ts";
import type { Mapping, TimeField } from "../../protocol/mapping.ts";
import { instantOf } from "../../core/transcript/instant.ts";
import { asText } from "./fieldPath.ts";

type Row = Readonly<Record<string, unknown>>;

const NAMES = {
  conversation: "conversation_id conversation conv_id convo_id conversationid dialog_id dialogue_id dialog dialogue dialogid dialogueid session_id session sessionid thread_id thread chat_id chat chatid call_id call ticket_id ticket case_id id 对话id 对话编号 对话 会话id 会话编号 会话 会话号 通话id 工单号 编号",
  role: "role speaker_role speaker sender_role sender sender_type speaker_type author_role author from who side participant 角色 说话人 发言人 发言者 发送人 发送方 发送者 身份",
  text: "text message content utterance msg body sentence transcript message_text 内容 消息 消息内容 文本 话语 发言 发言内容 聊天内容",
  time: "time timestamp at sent_at created_at datetime date_time date ts 时间 发送时间 消息时间 时间戳 日期",
  outcome: "outcome result converted conversion purchased bought paid donated deal success won sold 结果 成交 是否成交 是否购买 是否付费 是否付款 是否转化 购买 付费 转化",
  customer: "customer_id customer customerid client_id user_id userid buyer_id 客户id 客户编号 客户 用户id 用户编号 买家id",
  agent: "agent_id agentid seller_id sales_id rep_id advisor_id staff_id 坐席id 客服id 销售id 顾问id 员工编号",
  turns: "turns messages conversation dialog dialogue chat 对话 消息 聊天记录",
} as const;

const VALUES = {
  agent: "agent assistant seller sales salesperson salesman rep representative advisor adviser consultant bot ai operator support persuader staff 坐席 客服 销售 顾问 卖家 商家 机器人 员工",
  user: "user customer client buyer human visitor caller consumer lead prospect persuadee guest 用户 客户 顾客 买家 访客 消费者",
  system: "system tool 系统 系统消息 系统通知",
  positive: "1 true yes y positive buyer bought purchased paid donor donated success successful converted won deal sold 是 已成交 成交 已购买 购买 已付费 付费 已付款 已转化 成功",
  negative: "0 false no n negative non-buyer nonbuyer not_bought unpaid non-donor failed failure lost no_deal not_converted 否 未成交 未购买 未付费 未付款 未转化 失败",
} as const;

/** A mapping for one row a turn, or for one row a conversation whose cell holds the turns; undefined when the columns do not say enough. */
export function mappingOfColumns(columns: readonly string[], sample: readonly Row[]): Mapping | undefined {
  const id = named(columns, "conversation");
  const shared = named(columns.filter((column) => isShared(sample, column)), "conversation");
  const outcome = outcomeOfColumns(columns, sample);
  const people = { ...picked("customer", named(columns, "customer")), ...picked("agent", named(columns, "agent")) };
  const whole = wholeRow(columns, sample);
  if (whole && id !== undefined && id !== whole.turns) return { id, ...whole, ...people, ...picked("outcome", outcome) };
  const role = named(columns, "role");
  const text = named(columns, "text");
  if (shared === undefined || role === undefined || text === undefined || new Set([shared, role, text]).size < 3) return undefined;
  const sides = sidesOf(sample.map((row) => row[role]));
  return sides && { id: shared, turns: "rows", role: { field: role, ...sides }, text, ...picked("time", timeOf(columns, sample)), ...people, ...picked("outcome", outcome) };
}

/** Whether rows have values in common: what names each row names no conversation of several. */
function isShared(sample: readonly Row[], column: string): boolean {
  const values = sample.map((row) => asText(row[column]) ?? "").filter((value) => value !== "");
  return sample.length === 1 || new Set(values).size < values.length;
}

/** The first name of the list that is a column's; case, spaces and dashes do not count. */
function named(columns: readonly string[], meaning: keyof typeof NAMES): string | undefined {
  for (const name of NAMES[meaning].split(" ")) {
    const column = columns.find((each) => plain(each) === name);
    if (column !== undefined) return column;
  }
  return undefined;
}

function plain(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[\s-]+/gu, "_");
}

function picked<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const found: Partial<Record<K, V>> = {};
  if (value !== undefined) found[key] = value;
  return found;
}

/** Values per side, as they are written; undefined unless every value is known and both sides speak. */
export function sidesOf(cells: readonly unknown[]): { agent: string[]; user: string[]; system?: string[] } | undefined {
  const found = { agent: [] as string[], user: [] as string[], system: [] as string[] };
  for (const value of new Set(cells.map(asText))) {
    const side = (["agent", "user", "system"] as const).find((each) => value !== undefined && isAmong(value, each));
    if (value === undefined || side === undefined) return undefined;
    found[side].push(value);
  }
  const { agent, user, system } = found;
  return agent.length > 0 && user.length > 0 ? { agent, user, ...(system.length > 0 && { system }) } : undefined;
}

function isAmong(value: string, meaning: keyof typeof VALUES): boolean {
  return VALUES[meaning].split(" ").some((each) => plain(each) === plain(value));
}

/** An outcome by the names of fields and their values, in which every value that is there is understood. */
export function outcomeOfColumns(columns: readonly string[], sample: readonly Row[]): (Mapping["outcome"] & { readonly field: string }) | undefined {
  const field = named(columns, "outcome");
  if (field === undefined) return undefined;
  const values = [...new Set(sample.map((row) => asText(row[field])).filter((value) => value !== undefined && value !== ""))].map(String);
  const positive = values.filter((value) => isAmong(value, "positive"));
  const negative = values.filter((value) => isAmong(value, "negative"));
  const unknown = values.filter((value) => !positive.includes(value) && !negative.includes(value) && plain(value) !== "unknown");
  if (unknown.length > 0 || positive.length + negative.length === 0) return undefined;
  // The first rows may show one outcome only; the other is then any way of writing it.
  const either = { positive: positive.length > 0 ? positive : VALUES.positive.split(" "), negative: negative.length > 0 ? negative : VALUES.negative.split(" ") };
  return { field, ...either };
}

const EPOCH = /^\d{9,10}(?:\.\d+)?$/u;
const EPOCH_MILLISECONDS = /^\d{12,13}$/u;

/** Only times that say which moment they mean: with an offset, or counted since the epoch. */
function timeOf(columns: readonly string[], sample: readonly Row[]): TimeField | undefined {
  const field = named(columns, "time");
  if (field === undefined) return undefined;
  const values = sample.map((row) => asText(row[field])).filter((value) => value !== undefined && value !== "").map(String);
  if (values.length === 0) return undefined;
  if (values.every((value) => instantOf(value) !== undefined)) return field;
  if (values.every((value) => EPOCH.test(value))) return { field, format: "epoch-seconds" };
  return values.every((value) => EPOCH_MILLISECONDS.test(value)) ? { field, format: "epoch-milliseconds" } : undefined;
}

/** A column with a list of turns in every cell, and what the fields of its turns mean. */
function wholeRow(columns: readonly string[], sample: readonly Row[]): Pick<Mapping, "role" | "text" | "time"> & { turns: string } | undefined {
  for (const turns of columns) {
    if (!NAMES.turns.split(" ").includes(plain(turns))) continue;
    const lists = sample.map((row) => listOf(row[turns]));
    const rows = lists.flatMap((list) => list ?? []);
    if (rows.length === 0 || lists.some((list) => list === undefined)) continue;
    const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const role = named(fields, "role");
    const text = named(fields, "text");
    const sides = role === undefined ? undefined : sidesOf(rows.map((row) => row[role]));
    if (role !== undefined && text !== undefined && sides) return { turns, role: { field: role, ...sides }, text, ...picked("time", timeOf(fields, rows)) };
  }
  return undefined;
}

function listOf(cell: unknown): readonly Row[] | undefined {
  const list = typeof cell === "string" ? parsedJson(cell) : cell;
  return Array.isArray(list) && list.every((each) => typeof each === "object" && each !== null && !Array.isArray(each)) ? (list as readonly Row[]) : undefined;
}
