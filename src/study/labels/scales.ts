// Owns the scales on which labels of published datasets are compared with a judge, and those of a file. Refuses reading labels (core/labels/scale.ts).
import { LABEL_FIELDS } from "../../core/instrument/codebook.ts";
import { parsedJson } from "../../core/json.ts";
import type { LabelScale } from "../../core/labels/scale.ts";
import { Failure } from "../../core/messages/failure.ts";
import type { Files } from "../../core/ports.ts";
import { labelScaleFileSchema } from "../../protocol/labelScale.ts";
import { smallText } from "../smallText.ts";

const RESISTING = { field: "stage", by: "resper", label: "resistance", categories: ["resisting", "not"], judge: { resisting: "resisting", "*": "not" } } as const satisfies LabelScale;
const SENTIMENTS = ["negative", "positive", "neutral"] as const;
/** Hesitating is an attitude without a direction, which scores of sentiment do not have. */
const SENTIMENT_OF_EMOTION = { positive: "positive", negative: "negative", neutral: "neutral", hesitant: "neutral" };

/** By name; `codebook` is for datasets whose labels are in the words of the instrument. */
export const SCALES: Readonly<Record<string, readonly LabelScale[]>> = {
  codebook: LABEL_FIELDS.map((field): LabelScale => ({ field, label: field })),
  // S. Dutt et al., EACL 2021: every strategy is one of resisting, asking about the organisation too.
  resper: [{ ...RESISTING, people: { "not-a-strategy": "not", "*": "resisting" } }],
  // Under codebook v1 asking how something works shows interest.
  "resper-without-inquiry": [{ ...RESISTING, people: { "not-a-strategy": "not", "organization-inquiry": "not", "Information Inquiry": "not", "*": "resisting" } }],
  // Scores a sentence; a turn has the sentiment with the highest mean.
  "persuasion-for-good-sentiment": [{ field: "emotion", by: "sentiment", label: ["negative", "positive", "neutral"], categories: SENTIMENTS, judge: SENTIMENT_OF_EMOTION }],
  "persuasion-for-good-models": [{ field: "emotion", label: "sentiment", categories: SENTIMENTS, judge: SENTIMENT_OF_EMOTION }],
  "persuasion-for-good-interest": [{ field: "stage", label: "interest", categories: ["resisting", "not"], people: { "Not Interested": "resisting", "*": "not" }, judge: { resisting: "resisting", "*": "not" } }],
  "naist-emotion": [{ field: "emotion", by: "naist-emotion", label: "emotion", categories: ["平静", "怒り", "悲しみ", "喜び", "安心"] }],
  "naist-acceptance": [{ field: "stage", by: "naist-acceptance", label: "acceptance", categories: ["1", "2", "3", "4", "5"] }],
};

export interface NamedScales {
  readonly name: string;
  readonly scales: readonly LabelScale[];
}

const MOST_BYTES = 1024 * 1024;

/** Scales by name, or those of a `.json` file. A format without scales of its own has labels in the words of the codebook. Rejects with `scale-unknown` or `scale-wrong`. */
export async function scalesCalled(called: string, files: Pick<Files, "open">): Promise<NamedScales> {
  if (!called.endsWith(".json")) {
    const own = SCALES[called] ?? (FORMATS[called] === undefined ? undefined : SCALES[FORMATS[called]]);
    if (!own) throw new Failure("scale-unknown", { scale: called, known: Object.keys(SCALES).join(", ") });
    return { name: FORMATS[called] ?? called, scales: own };
  }
  const parsed = labelScaleFileSchema.safeParse(parsedJson(await smallText(files, called, MOST_BYTES)));
  if (parsed.success) return { name: called, scales: parsed.data };
  const [issue] = parsed.error.issues;
  throw new Failure("scale-wrong", { path: called, problem: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` });
}

/** What is meant where only the dataset is named. */
const FORMATS: Readonly<Record<string, string>> = { native: "codebook", csv: "codebook", "resper-craigslist": "resper", "persuasion-for-good-acts": "persuasion-for-good-sentiment", naist: "naist-emotion" };
