// Owns one PersuasionForGood conversation: its rows of both files become a record. Refuses files and counting.
import type { ConversationRecord, Message } from "../../core/transcript/conversation.ts";
import type { CsvRow } from "../sources/csvRows.ts";

/** The 23 psychological and 9 demographic columns, and nothing else, may be told to a simulator. */
const PROFILE_COLUMNS = (
  "extrovert agreeable conscientious neurotic open care fairness loyalty authority purity freedom conform tradition benevolence " +
  "universalism self_direction stimulation hedonism achievement power security rational intuitive " +
  "age sex race edu marital employment income religion ideology"
).split(" ");

const PERSUADER = "0";
const PERSUADEE = "1";

/** A row that cannot be used, and what its field should have been. */
export interface WrongRow {
  readonly file: "dialog" | "info";
  readonly line: number;
  readonly wrong: { readonly field: string; readonly expected: string };
}

/**
 * The record of conversation `id` from its rows in full_dialog.csv, in file order, and its rows in full_info.csv:
 * agent = persuader (B4 0), user = persuadee (B4 1), outcome positive when the persuadee's B6 is above 0; no times.
 */
export function donorRecord(id: string, dialog: readonly CsvRow[], info: readonly CsvRow[]): { readonly record: ConversationRecord } | WrongRow {
  const speakerless = dialog.find(({ fields }) => fields.B4 !== PERSUADER && fields.B4 !== PERSUADEE);
  if (speakerless) return { file: "dialog", line: speakerless.line, wrong: { field: "B4", expected: "0 or 1" } };
  const textless = dialog.find(({ fields }) => fields.Unit === undefined);
  if (textless) return { file: "dialog", line: textless.line, wrong: { field: "Unit", expected: "text" } };
  const persuadee = info.find(({ fields }) => fields.B4 === PERSUADEE);
  const persuader = info.find(({ fields }) => fields.B4 === PERSUADER);
  const donation = persuadee?.fields.B6?.trim() ?? "";
  if (!persuadee || donation === "" || Number.isNaN(Number(donation))) {
    return { file: "info", line: (persuadee ?? info[0])?.line ?? 1, wrong: persuadee ? { field: "B6", expected: "a number" } : { field: "B4", expected: "1 in one of the two rows" } };
  }
  const donated = Number(donation) > 0;
  const customer = persuadee.fields.B3;
  const agent = persuader?.fields.B3;
  const record: ConversationRecord = {
    id,
    ...(customer && { customer }),
    ...(agent && { agent }),
    // The task asked for ten turns a side: how a conversation ended says nothing of the person.
    outcome: { ...(donated ? { value: "positive", label: "donor" } : { value: "negative", label: "non-donor" }), endedBy: "task" },
    profile: profileOf(persuadee),
    messages: dialog.map(
      ({ fields }, fileIndex): Message => ({ fileIndex, role: fields.B4 === PERSUADER ? "agent" : "user", text: fields.Unit ?? "", labels: [] }),
    ),
    meta: { donation: Number(donation) },
  };
  return { record };
}

function profileOf({ fields }: CsvRow): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PROFILE_COLUMNS.flatMap((column) => {
      const value = fields[`${column}.x`]?.trim();
      return value ? [[column, value]] : [];
    }),
  );
}
