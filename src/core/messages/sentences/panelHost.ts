// Sentences the bias panel's host says: filters, states, comparison, links, saving. Owns no others.
import type { Sentence } from "../sentence.ts";

export const panelHostSentences = {
  "filtered-position": { en: "position {position}", zh: "位置 {position}" },
  "filtered-act": { en: "after the act {act}", zh: "在行为 {act} 之后" },
  "filtered-field": { en: "{field} is {value}", zh: "{field} 为 {value}" },
  "filtered-real-stage": { en: "real stage {value}", zh: "真实阶段 {value}" },
  "filtered-real-emotion": { en: "real emotion {value}", zh: "真实情绪 {value}" },
  "filtered-real-blocker": { en: "real blocker {value}", zh: "真实障碍 {value}" },
  "filtered-simulated-stage": { en: "simulated stage {value}", zh: "模拟阶段 {value}" },
  "filtered-simulated-emotion": { en: "simulated emotion {value}", zh: "模拟情绪 {value}" },
  "filtered-simulated-blocker": { en: "simulated blocker {value}", zh: "模拟障碍 {value}" },
  "filter-needs-dataset": { en: "Profile fields are in the dataset. Open {dataset} ({path}) to filter by them.", zh: "档案字段在数据集中。请打开 {dataset}（{path}）以按其筛选。" },
  "filter-reading": { en: "The profiles of {dataset} are being read.", zh: "正在读取 {dataset} 的档案。" },
  "filter-no-fields": { en: "{dataset} has no profile field that groups people: none, or each with more than 20 values.", zh: "{dataset} 没有可用于分组的档案字段：没有字段，或每个字段的取值都超过 20 个。" },
  "reason-filtered": { en: "no p for filtered probes", zh: "筛选后的探测不给出 p 值" },
  "spent-left": { en: "about {spent} left", zh: "约剩 {spent}" },
  "knowledge-needs-dataset": { en: "What the text before the probes tells needs the dataset. Open {dataset} ({path}).", zh: "探测前文本所含的信息需要数据集。请打开 {dataset}（{path}）。" },
  "knowledge-needs-end": { en: "Computed when the run is finished.", zh: "运行完成后计算。" },
  "knowledge-computing": { en: "Computing what the text before the probes tells…", zh: "正在计算探测前文本所含的信息……" },
  "knowledge-failed": { en: "What the text before the probes tells could not be computed; the log says why.", zh: "无法计算探测前文本所含的信息，原因见日志。" },
  "compare-one": { en: "A comparison needs two runs or more. Choose another run on the same dataset.", zh: "比较需要至少两次运行。请在同一数据集上再选一次运行。" },
  "link-unknown-run": { en: "The link names a run that is not open here: {run}. Open its dataset, then follow the link again.", zh: "链接所指的运行未在此打开：{run}。请打开其数据集，再次点击链接。" },
  "link-unknown-turn": { en: "The link names turn {turn} of {conversation}, which {dataset} does not have.", zh: "链接所指的 {conversation} 第 {turn} 话轮不在 {dataset} 中。" },
  "link-wrong": { en: "The link is not one of a probe. A link of the bias panel names a run, a conversation and a turn.", zh: "该链接不是探测链接。偏差面板的链接含运行、对话和话轮。" },
  "picture-not-png": { en: "The picture is not a PNG and was not written.", zh: "图片不是 PNG，未写入。" },
  "picture-save": { en: "Save Picture", zh: "保存图片" },
} as const satisfies Readonly<Record<string, Sentence>>;
