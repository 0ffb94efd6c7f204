// Owns which fields of a survey are likely to mean what, best first. Refuses choosing: a person confirms every suggestion.
import { fieldOf } from "../../datasets/mapping/fieldPath.ts";
import type { FieldSurvey, ListSurvey, Survey } from "../../datasets/mapping/survey.ts";

/** Ranked fields of one meaning; `fits` is false for those kept only so that nothing is impossible to choose. */
export interface Candidate<T> {
  readonly item: T;
  readonly fits: boolean;
}

const NAMES = {
  turns: /turn|message|dialog|chat|thread|conversation|utterance|rows|log|对话|消息|记录/iu,
  role: /role|speaker|sender|from|who|author|side|direction|participant|角色|发送|说话/iu,
  text: /text|content|body|message|utterance|value|msg|sentence|内容|消息|文本/iu,
  time: /time|date|(?:^|[._])(?:at|ts|sent)$|created|时间|日期/iu,
  id: /(?:^|[._])u?u?id$|id$|session|conversation|dialog|编号|会话/iu,
  customer: /customer|client|user|buyer|caller|lead|contact|客户|用户|买家/iu,
  agent: /agent|rep|advisor|staff|seller|operator|坐席|客服|销售|顾问/iu,
  outcome: /outcome|result|status|paid|convert|deal|success|won|bought|purchase|donat|成交|结果|付款|转化/iu,
  leftOut: /internal|test|spam|deleted|invalid|draft|内部|测试/iu,
  turnType: /type|kind|event|类型/iu,
} as const;

const AGENT_VALUE = /agent|assistant|bot|sales|rep\b|^rep|advisor|seller|support|gpt|model|staff|operator|system|坐席|客服|销售|顾问|机器人/iu;
const USER_VALUE = /user|customer|client|cust|buyer|human|caller|visitor|guest|lead|客户|用户|买家|顾客/iu;

/** Lists by how well they would do as turns: named like it, long, with something like speech in them. */
export function turnLists({ lists }: Survey): readonly Candidate<ListSurvey>[] {
  return ranked(lists, (list) => {
    const text = textFields(list)[0];
    return (NAMES.turns.test(list.path) ? 2 : 0) + (text?.fits === true ? 3 : 0) + (roleFields(list)[0]?.fits === true ? 2 : 0) + Math.min(1, list.elements / Math.max(1, list.inOrder.length) / 10);
  }, 3);
}

/** Fields that few values share and that change between one turn and the next. */
export function roleFields(list: ListSurvey): readonly Candidate<FieldSurvey>[] {
  return ranked(list.fields, (field) => {
    if (field.more || field.values.length < 2 || field.values.length > 12 || field.length > 24) return 0;
    return (NAMES.role.test(field.path) ? 2 : 0) + (field.present === field.of ? 1 : 0) + changing(list, field.path) + (field.values.some(([value]) => isUserValue(value) || isAgentValue(value)) ? 2 : 0);
  }, 2);
}

/** The longest texts that differ from turn to turn. */
export function textFields(list: ListSurvey): readonly Candidate<FieldSurvey>[] {
  return ranked(list.fields, (field) => {
    const differing = field.more || field.values.length > field.present / 2;
    return (NAMES.text.test(field.path) ? 2 : 0) + (differing ? 1 : 0) + Math.min(3, field.length / 10) - (isTime(field) ? 4 : 0);
  }, 3);
}

/** Fields whose values read as times. */
export function timeFields(list: Pick<ListSurvey, "fields">): readonly Candidate<FieldSurvey>[] {
  return ranked(list.fields, (field) => (isTime(field) ? 3 + (NAMES.time.test(field.path) ? 1 : 0) : 0), 3);
}

/** Fields that name each record once. */
export function idFields({ fields, records }: Survey): readonly Candidate<FieldSurvey>[] {
  return ranked(fields, (field) => {
    const once = field.present === records && (field.more || field.values.length === records);
    return once ? 2 + (NAMES.id.test(field.path) ? 2 : 0) - (field.length > 60 ? 2 : 0) : 0;
  }, 2);
}

export function customerFields({ fields }: Survey): readonly Candidate<FieldSurvey>[] {
  return ranked(fields, (field) => (NAMES.customer.test(field.path) && field.length <= 60 ? 2 : 0), 2);
}

/** Fields with two to eight values in most records. */
export function outcomeFields({ fields, records }: Survey): readonly Candidate<FieldSurvey>[] {
  return ranked(fields, (field) => {
    if (field.more || field.values.length < 2 || field.values.length > 8 || field.present < records / 2) return 0;
    return 1 + (NAMES.outcome.test(field.path) ? 2 : 0);
  }, 3);
}

/** Fields of records, or of turns, that mark what should not be read. */
export function exclusionFields({ fields }: Survey, list: ListSurvey): { readonly records: readonly FieldSurvey[]; readonly turns: readonly FieldSurvey[] } {
  const few = (field: FieldSurvey): boolean => !field.more && field.values.length >= 2 && field.values.length <= 12 && field.length <= 24;
  return { records: fields.filter((field) => few(field) && NAMES.leftOut.test(field.path)), turns: list.fields.filter((field) => few(field) && NAMES.turnType.test(field.path)) };
}

/** Whether a column's name says that it names conversations. */
export function isConversationName(name: string): boolean {
  return /conversation|dialog|session|thread|chat|call|对话|会话|通话/iu.test(name);
}

export function isAgentValue(value: string): boolean {
  return AGENT_VALUE.test(value) && !isUserValue(value);
}

export function isUserValue(value: string): boolean {
  return USER_VALUE.test(value);
}

/** Ways a field's values may be written as times, the first that fits all; undefined when none does. `offset`: each says its own zone. */
export function timeForm({ values }: FieldSurvey): { readonly format: string; readonly offset: boolean } | undefined {
  const forms = FORMS.filter(({ pattern }) => values.length > 0 && values.every(([value]) => pattern.test(value)));
  return forms[0];
}

const FORMS = [
  { format: "iso", offset: true, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/u },
  { format: "yyyy-MM-dd HH:mm:ss", offset: false, pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u },
  { format: "yyyy-MM-dd HH:mm", offset: false, pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d$/u },
  { format: "yyyy-MM-dd'T'HH:mm:ss", offset: false, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u },
  { format: "yyyy/MM/dd HH:mm:ss", offset: false, pattern: /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d$/u },
  { format: "yyyy/MM/dd HH:mm", offset: false, pattern: /^\d{4}\/\d\d\/\d\d \d\d:\d\d$/u },
  { format: "dd/MM/yyyy HH:mm:ss", offset: false, pattern: /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/u },
  { format: "dd.MM.yyyy HH:mm:ss", offset: false, pattern: /^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/u },
  { format: "epoch-milliseconds", offset: true, pattern: /^1\d{12}$/u },
  { format: "epoch-seconds", offset: true, pattern: /^1\d{9}(?:\.\d+)?$/u },
] as const;

function isTime(field: FieldSurvey): boolean {
  return timeForm(field) !== undefined;
}

/** Share of neighbouring turns between which the field changes. */
function changing({ inOrder }: ListSurvey, path: string): number {
  let pairs = 0;
  let changes = 0;
  for (const elements of inOrder) {
    for (let i = 1; i < elements.length; i++) {
      pairs++;
      if (fieldOf(elements[i - 1], path).value !== fieldOf(elements[i], path).value) changes++;
    }
  }
  return pairs === 0 ? 0 : changes / pairs;
}

function ranked<T>(items: readonly T[], score: (item: T) => number, enough: number): readonly Candidate<T>[] {
  return items.map((item) => ({ item, score: score(item) })).sort((a, b) => b.score - a.score).map(({ item, score: reached }) => ({ item, fits: reached >= enough }));
}
