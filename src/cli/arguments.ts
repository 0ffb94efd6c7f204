// Owns reading the command line into a typed command. Refuses files and endpoints.
import { parseArgs } from "node:util";
import { PREFLIGHT_THRESHOLD } from "../core/instrument/preflight.ts";
import type { Language } from "../core/messages/sentence.ts";
import type { ProbeRule, UnansweredRule } from "../core/probe/probe.ts";
import type { Budget } from "../study/paid/budget.ts";
import { DATASET_FORMATS, type DatasetFormat } from "../protocol/datasetFormats.ts";

/** Wrong usage: shown with the help, exit code 2. */
export class UsageError extends Error {}

const OPTIONS = {
  simulator: { type: "string" },
  condition: { type: "string", default: "persona" },
  judge: { type: "string" },
  codebook: { type: "string" },
  window: { type: "string", default: "causal" },
  preflight: { type: "string", default: String(PREFLIGHT_THRESHOLD) },
  rule: { type: "string" },
  ends: { type: "boolean", default: false },
  "ends-unknown": { type: "boolean", default: false },
  silences: { type: "boolean", default: false },
  "silence-after": { type: "string" },
  samples: { type: "string", default: "1" },
  seed: { type: "string", default: "1" },
  limit: { type: "string" },
  out: { type: "string", short: "o" },
  endpoint: { type: "string" },
  model: { type: "string" },
  "key-env": { type: "string" },
  budget: { type: "string" },
  "budget-tokens": { type: "string" },
  "budget-money": { type: "string" },
  conversation: { type: "string" },
  customer: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  data: { type: "string" },
  format: { type: "string" },
  shape: { type: "string" },
  ids: { type: "string" },
  outcome: { type: "string" },
  draws: { type: "string" },
  dialect: { type: "string", default: "openai" },
  rung: { type: "string", default: "schema" },
  missing: { type: "boolean", default: false },
  wait: { type: "boolean", default: false },
  redact: { type: "boolean", default: false },
  margin: { type: "string" },
  verify: { type: "boolean", default: false },
  "with-examples": { type: "boolean", default: false },
  baseline: { type: "string" },
  junit: { type: "string" },
  target: { type: "string", default: "200" },
  by: { type: "string" },
  annotators: { type: "string" },
  overlap: { type: "string" },
  of: { type: "string" },
  people: { type: "string" },
  scale: { type: "string" },
  against: { type: "string" },
  yes: { type: "boolean", default: false },
  demo: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  language: { type: "string", default: "en" },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", default: false },
} as const;

/** A parsed command line. Numbers are checked; paths are as typed. */
export interface Arguments {
  readonly command: string | undefined;
  readonly paths: readonly string[];
  readonly simulator?: string;
  readonly condition: string;
  readonly judge?: string;
  /** Name of an instrument or path of a codebook; as typed. */
  readonly codebook?: string;
  readonly window: "causal" | "full";
  /** Share of anchor turns whose stage a judge must give, 0 to 1; 0: it is not tried. */
  readonly preflight: number;
  /** Absent: the study file's, else the default rule. */
  readonly rule?: ProbeRule;
  /** What the rule asks for beside; empty: what the study file's rule says. */
  readonly unanswered: UnansweredRule;
  readonly samples: number;
  readonly seed: number;
  readonly limit?: number;
  /** As typed, an absolute path or relative to the current folder. */
  readonly out?: string;
  readonly endpoint?: { readonly address: string; readonly model: string; readonly keyVariable?: string };
  /** Of all runs of the command together; money in the currency of the prices. */
  readonly budget?: Budget;
  /** Of forget: whom. */
  readonly conversation?: string;
  readonly customer?: string;
  readonly dryRun: boolean;
  /** The dataset of a run, for what its texts tell; as typed. */
  readonly data?: string;
  /** Equivalence margin in depth steps, above 0. */
  readonly margin?: number;
  /** What the records of the dataset are, or of a folder with several shapes the one meant. */
  readonly shape?: DatasetFormat;
  /** Of convert: the format to write, ids with commas, an outcome or a stratum's name; as typed. */
  readonly format?: string;
  readonly ids?: string;
  readonly outcome?: string;
  readonly redact: boolean;
  /** Resamplings of each estimate; absent: those of the statistics. */
  readonly draws?: number;
  /** Of batch: the engine's name as typed, how strictly a form is asked for, whether what never came back is asked again, whether to wait. */
  readonly dialect: string;
  readonly rung: "schema" | "json" | "text";
  readonly missing: boolean;
  readonly wait: boolean;
  /** Of receipt: check one instead of writing it; show a few continuations with their texts. */
  readonly verify: boolean;
  readonly withExamples: boolean;
  /** Of gate: a run's journal, and where a report for build servers is written; as typed. */
  readonly baseline?: string;
  readonly junit?: string;
  /** Of queue: items asked for, unit of the draw, names with commas, share for two people, what kind of queue; as typed but checked. */
  readonly target: number;
  readonly by?: string;
  readonly annotators: readonly string[];
  readonly overlap?: number;
  readonly of?: "judge-people" | "judges" | "people";
  /** Of agreement: a dataset that brings labels of people, how they are read, and a second run on the same turns; as typed. */
  readonly people?: string;
  readonly scale?: string;
  readonly against?: string;
  readonly yes: boolean;
  readonly demo: boolean;
  readonly json: boolean;
  readonly language: Language;
  readonly help: boolean;
  readonly version: boolean;
}

/** Throws {@link UsageError} with what is wrong and what would be right. */
export function parseArguments(words: readonly string[]): Arguments {
  const { values, positionals } = parsed(words);
  const [command, ...paths] = positionals;
  if (values.window !== "causal" && values.window !== "full") throw new UsageError(`--window ${values.window}: causal or full`);
  if (values.language !== "en" && values.language !== "zh") throw new UsageError(`--language ${values.language}: en or zh`);
  if ((values.endpoint === undefined) !== (values.model === undefined)) throw new UsageError("--endpoint and --model go together");
  return {
    command,
    paths,
    ...(values.simulator === undefined ? {} : { simulator: values.simulator }),
    condition: values.condition,
    ...(values.judge === undefined ? {} : { judge: values.judge }),
    ...(values.codebook === undefined ? {} : { codebook: values.codebook }),
    window: values.window,
    preflight: shareOf("--preflight", values.preflight),
    ...(values.rule === undefined ? {} : { rule: ruleOf(values.rule) }),
    unanswered: {
      ...(values["ends-unknown"] ? { ends: "unknown-too" } : values.ends ? { ends: true } : {}),
      ...(values["silence-after"] === undefined ? (values.silences ? { silence: true } : {}) : { silence: hoursOf(values["silence-after"]) }),
    },
    samples: whole("--samples", values.samples, 1, 100),
    seed: whole("--seed", values.seed, 0, 2 ** 31 - 1),
    ...(values.limit === undefined ? {} : { limit: whole("--limit", values.limit, 1, 10_000_000) }),
    ...(values.out === undefined ? {} : { out: values.out }),
    ...(values.endpoint === undefined || values.model === undefined
      ? {}
      : { endpoint: { address: values.endpoint, model: values.model, ...(values["key-env"] === undefined ? {} : { keyVariable: values["key-env"] }) } }),
    ...budgetOf(values.budget, values["budget-tokens"], values["budget-money"]),
    ...(values.conversation === undefined ? {} : { conversation: values.conversation }),
    ...(values.customer === undefined ? {} : { customer: values.customer }),
    dryRun: values["dry-run"],
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.margin === undefined ? {} : { margin: marginOf(values.margin) }),
    ...(values.format === undefined ? {} : { format: values.format }),
    ...(values.shape === undefined ? {} : { shape: shapeOf(values.shape) }),
    ...(values.ids === undefined ? {} : { ids: values.ids }),
    ...(values.outcome === undefined ? {} : { outcome: values.outcome }),
    redact: values.redact,
    ...(values.draws === undefined ? {} : { draws: whole("--draws", values.draws, 100, 1_000_000) }),
    dialect: values.dialect,
    rung: rungOf(values.rung),
    missing: values.missing,
    wait: values.wait,
    verify: values.verify,
    withExamples: values["with-examples"],
    ...(values.baseline === undefined ? {} : { baseline: values.baseline }),
    ...(values.junit === undefined ? {} : { junit: values.junit }),
    target: whole("--target", values.target, 2, 1_000_000),
    ...(values.by === undefined ? {} : { by: values.by }),
    annotators: (values.annotators ?? "").split(",").map((name) => name.trim()).filter((name) => name !== ""),
    ...(values.overlap === undefined ? {} : { overlap: shareOf("--overlap", values.overlap) }),
    ...(values.of === undefined ? {} : { of: purposeOf(values.of) }),
    ...(values.people === undefined ? {} : { people: values.people }),
    ...(values.scale === undefined ? {} : { scale: values.scale }),
    ...(values.against === undefined ? {} : { against: values.against }),
    yes: values.yes,
    demo: values.demo,
    json: values.json,
    language: values.language,
    help: values.help,
    version: values.version,
  };
}

function shapeOf(given: string): DatasetFormat {
  const known = DATASET_FORMATS.find((format) => format === given);
  if (known === undefined) throw new UsageError(`--shape ${given}: ${DATASET_FORMATS.join(", ")}`);
  return known;
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function ruleOf(text: string): ProbeRule {
  if (text === "every") return { kind: "every" };
  if (text.startsWith("landmark:")) return { kind: "landmark", ordinals: text.slice(9).split(",").map((each) => whole("--rule landmark", each, 2, 100_000)) };
  const fractions = text.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each)));
  if (fractions.some((fraction) => !(fraction > 0 && fraction <= 1))) throw new UsageError(`--rule ${text}: fractions above 0 and up to 1 such as 0.3,0.6,0.9; landmark:3,5,8; or every`);
  return { kind: "fractions", fractions };
}

function hoursOf(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new UsageError(`--silence-after ${text}: hours above 0`);
  return value;
}

function purposeOf(text: string): NonNullable<Arguments["of"]> {
  if (text === "judge-people" || text === "judges" || text === "people") return text;
  throw new UsageError(`--of ${text}: judge-people, judges or people`);
}

function rungOf(text: string): Arguments["rung"] {
  if (text === "schema" || text === "json" || text === "text") return text;
  throw new UsageError(`--rung ${text}: schema, json or text`);
}

function budgetOf(calls: string | undefined, tokens: string | undefined, money: string | undefined): Pick<Arguments, "budget"> {
  if (calls === undefined && tokens === undefined && money === undefined) return {};
  const amount = money === undefined || money.trim() === "" ? Number.NaN : Number(money);
  if (money !== undefined && !(amount > 0)) throw new UsageError(`--budget-money ${money}: an amount above 0`);
  return {
    budget: {
      ...(calls === undefined ? {} : { calls: whole("--budget", calls, 1, 1_000_000_000) }),
      ...(tokens === undefined ? {} : { tokens: whole("--budget-tokens", tokens, 1, 1_000_000_000_000) }),
      ...(money === undefined ? {} : { money: amount }),
    },
  };
}

function marginOf(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value > 0 && value <= 4)) throw new UsageError(`--margin ${text}: depth steps above 0 and up to 4, such as 0.15`);
  return value;
}

function shareOf(option: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0 && value <= 1)) throw new UsageError(`${option} ${text}: a number from 0 to 1`);
  return value;
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new UsageError(`${option} ${text}: a whole number from ${least} to ${most}`);
  return value;
}
