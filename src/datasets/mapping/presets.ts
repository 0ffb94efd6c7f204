// Owns the shapes of published datasets as data: how each is recognised and the mapping that reads it. Refuses code of its own for any of them.
import type { StrataNames, Users } from "../../core/transcript/conversation.ts";
import type { SentenceId } from "../../core/messages/sentences.ts";
import type { Mapping } from "../../protocol/mapping.ts";

export interface Preset {
  /** As a study file names it. */
  readonly name: string;
  /** Fields every record of the shape has; of two shapes that fit, the one earlier in the list is taken. */
  readonly recognise: readonly string[];
  readonly mapping: Mapping;
  readonly users: Users;
  readonly strata?: StrataNames;
  /** What a reader of the dataset must know before trusting a number from it. */
  readonly hints?: readonly SentenceId[];
  /** One file is one conversation, a line a turn: its parts between commas; `text` is the part that may hold commas itself. */
  readonly lines?: readonly string[];
}

const DEAL: StrataNames = { positive: "deal", negative: "no deal" };
const DONOR: StrataNames = { positive: "donor", negative: "non-donor" };
const PERSUADER_PERSUADEE = { field: "B4", agent: ["0"], user: ["1"] };
const SHAREGPT: Omit<Mapping, "id"> = {
  turns: "conversations",
  role: { field: "from", agent: ["gpt", "assistant", "chatgpt", "bing", "bard"], user: ["human", "user"], system: ["system", "tool", "function_call", "observation"] },
  text: "value",
};
/** Bargains of RESPER's second corpus, with its labels or with those of faces. */
const BARGAIN_ROWS: Mapping = { id: "Index", turns: "rows", role: { field: "User", agent: ["1"], user: ["0"] }, text: "Text", stretches: "first" };

export const PRESETS: readonly Preset[] = [
  {
    name: "sharegpt",
    recognise: ["id", "conversations.0.from", "conversations.0.value"],
    users: "unknown",
    mapping: { id: "id", ...SHAREGPT },
  },
  {
    name: "sharegpt",
    recognise: ["conversations.0.from", "conversations.0.value"],
    users: "unknown",
    mapping: { id: { template: "{file}-{line}" }, ...SHAREGPT },
  },
  {
    name: "casino",
    recognise: ["dialogue_id", "chat_logs", "participant_info"],
    users: "human",
    strata: DEAL,
    hints: ["hint-two-equal-sides"],
    mapping: {
      id: "dialogue_id",
      turns: "chat_logs",
      role: { field: "id", agent: ["mturk_agent_1"], user: ["mturk_agent_2"] },
      text: "text",
      actions: { field: "text", in: ["Submit-Deal", "Accept-Deal", "Reject-Deal", "Walk-Away"], target: "task_data" },
      labels: [{ by: "casino", fields: { strategies: "1" }, beside: { list: "annotations", item: "0" } }],
      profile: {
        age: "participant_info.mturk_agent_2.demographics.age",
        gender: "participant_info.mturk_agent_2.demographics.gender",
        ethnicity: "participant_info.mturk_agent_2.demographics.ethnicity",
        education: "participant_info.mturk_agent_2.demographics.education",
        "social value orientation": "participant_info.mturk_agent_2.personality.svo",
        "needs most": "participant_info.mturk_agent_2.value2issue.High",
        "needs less": "participant_info.mturk_agent_2.value2issue.Medium",
        "needs least": "participant_info.mturk_agent_2.value2issue.Low",
      },
      outcome: { field: "chat_logs.-1.text", positive: ["Accept-Deal"], negative: ["Walk-Away"], end: "chat_logs.-1.text", endedBy: "last-decision" },
    },
  },
  {
    name: "craigslist-bargain",
    recognise: ["uuid", "scenario.kbs.1.personal.Role", "events", "outcome"],
    users: "human",
    strata: DEAL,
    hints: ["hint-abandoned"],
    mapping: {
      id: "uuid",
      turns: "events",
      role: { field: "agent", lookup: "scenario.kbs.{value}.personal.Role", agent: ["seller"], user: ["buyer"] },
      text: "data",
      time: { field: "time", format: "epoch-seconds" },
      actions: { field: "action", except: ["message"], target: "data" },
      profile: {
        target: "scenario.kbs.0.personal.Target",
        title: "scenario.kbs.0.item.Title",
        price: "scenario.kbs.0.item.Price",
        category: "scenario.kbs.0.item.Category",
        description: "scenario.kbs.0.item.Description",
      },
      outcome: { field: "outcome.reward", positive: [1], negative: [0], at: { field: "events.-1.time", format: "epoch-seconds" }, end: { field: "events.-1.action", words: { message: "abandoned", offer: "abandoned" } }, endedBy: "last-decision" },
    },
  },
  {
    name: "craigslist-bargain-lists",
    recognise: ["agent_info.Role", "agent_turn", "utterance", "dialogue_acts.intent"],
    users: "human",
    strata: DEAL,
    hints: ["hint-unlabelled-outcome"],
    mapping: {
      id: { template: "{file}-{line}" },
      turns: { parallel: { agent: "agent_turn", utterance: "utterance", intent: "dialogue_acts.intent", price: "dialogue_acts.price" } },
      role: { field: "agent", lookup: "agent_info.Role.{value}", agent: ["seller"], user: ["buyer"] },
      text: "utterance",
      actions: { field: "utterance", in: [""], type: "intent", target: "price" },
      labels: [{ by: "craigslist-bargain", fields: { dialogueAct: "intent" } }],
      profile: { target: "agent_info.Target.0", title: "items.Title.0", price: "items.Price.0", category: "items.Category.0", description: "items.Description.0" },
      outcome: { field: "dialogue_acts.intent", positive: ["accept"], negative: ["reject", "quit"] },
    },
  },
  {
    name: "agreemate",
    recognise: ["scenario_id", "transcript", "transcript_display", "outcome", "buyer_target"],
    users: "simulated",
    hints: ["hint-simulated-users"],
    strata: DEAL,
    mapping: {
      id: { template: "{file}/{scenario_id}" },
      turns: { text: "transcript", speakers: ["Buyer", "Seller"] },
      role: { field: "speaker", agent: ["Seller"], user: ["Buyer"] },
      text: "text",
      profile: { target: "buyer_target", title: "title", price: "listing_price", category: "category", description: "description" },
      outcome: { field: "outcome", positive: ["Accepted"], negative: ["Rejected"] },
    },
  },
  {
    name: "tau-bench-few-shot",
    recognise: ["messages_display"],
    users: "simulated",
    hints: ["hint-simulated-users"],
    mapping: {
      id: { template: "{file}-{line}" },
      turns: { text: "messages_display", speakers: ["user", "assistant", "tool", "system"] },
      role: { field: "speaker", agent: ["assistant"], user: ["user"], system: ["tool", "system"] },
      text: "text",
      exclude: [{ turn: "text", equals: "None" }],
    },
  },
  {
    name: "resper",
    recognise: ["B2", "rows.0.B4", "rows.0.Unit", "rows.0.Our Label"],
    users: "human",
    strata: DONOR,
    hints: ["hint-outcome-elsewhere"],
    mapping: {
      id: "B2",
      turns: "rows",
      role: PERSUADER_PERSUADEE,
      text: "Unit",
      labels: [
        { by: "resper", fields: { resistance: "Our Label" } },
        { by: "persuasion-for-good", fields: { dialogueAct: "ee_label_1" } },
        { by: "persuasion-for-good", fields: { dialogueAct: "er_label_1" } },
      ],
    },
  },
  {
    name: "resper-craigslist",
    recognise: ["Index", "rows.0.User", "rows.0.Text", "rows.0.Resistance Labels"],
    users: "human",
    strata: DEAL,
    hints: ["hint-outcome-elsewhere"],
    mapping: { ...BARGAIN_ROWS, labels: [{ by: "resper", fields: { resistance: "Resistance Labels" } }] },
  },
  {
    name: "resper-craigslist",
    recognise: ["Index", "rows.0.User", "rows.0.Text", "rows.0.Face acts"],
    users: "human",
    strata: DEAL,
    hints: ["hint-outcome-elsewhere"],
    mapping: BARGAIN_ROWS,
  },
  {
    name: "persuasion-for-good-acts",
    recognise: ["B2", "rows.0.B4", "rows.0.Unit", "rows.0.ee_label_1", "rows.0.neg", "rows.0.pos"],
    users: "human",
    strata: DONOR,
    hints: ["hint-outcome-elsewhere"],
    mapping: {
      id: "B2",
      turns: "rows",
      role: PERSUADER_PERSUADEE,
      text: "Unit",
      labels: [
        { by: "persuasion-for-good", fields: { dialogueAct: "ee_label_1", secondAct: "ee_label_2" } },
        { by: "persuasion-for-good", fields: { dialogueAct: "er_label_1", secondAct: "er_label_2" } },
        { by: "sentiment", fields: { negative: "neg", neutral: "neu", positive: "pos" } },
      ],
    },
  },
  {
    name: "persuasion-for-good-models",
    recognise: ["B2", "rows.0.B4", "rows.0.Unit", "rows.0.strategy_ollama_single", "rows.0.sentiment_ollama_v2"],
    users: "human",
    strata: DONOR,
    hints: ["hint-model-labels", "hint-outcome-elsewhere"],
    mapping: {
      id: "B2",
      turns: "rows",
      role: PERSUADER_PERSUADEE,
      text: "Unit",
      labels: [{ by: "qwen3:30b", fields: { strategy: "strategy_ollama_single", sentiment: "sentiment_ollama_v2", interest: "interest_ollama_v2" } }],
    },
  },
  {
    name: "naist",
    recognise: ["rows.0.speaker", "rows.0.text", "rows.0.emotion", "rows.0.acceptance"],
    users: "simulated",
    strata: { positive: "accepting", negative: "not accepting" },
    hints: ["hint-one-author"],
    lines: ["speaker", "text", "emotion", "acceptance"],
    mapping: {
      id: { template: "{folder}/{file}" },
      turns: "rows",
      role: { field: "speaker", match: "start", agent: ["ロボット"], user: ["A君", "Aくん"] },
      text: "text",
      labels: [
        { by: "naist-emotion", fields: { emotion: "emotion" }, votes: "-" },
        { by: "naist-acceptance", fields: { acceptance: "acceptance" }, votes: "-" },
      ],
      outcome: { field: "acceptance", of: "last-user-turn", votes: "-", positive: { above: 3 }, negative: "otherwise" },
    },
  },
];
