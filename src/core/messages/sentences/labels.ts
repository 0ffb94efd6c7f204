// Owns the sentences about people's labels and queues.
import type { Sentence } from "../sentence.ts";

export const labelSentences = {
  "queue-not-found": { en: "There is no queue \"{queue}\" here, or its first line cannot be read.", zh: "这里没有队列“{queue}”，或其首行无法读取。" },
  "queue-empty": { en: "There is nothing to draw: the chosen runs have no labelled real turns and replies of conversations with a known outcome.", zh: "没有可抽取的内容：所选运行中没有结果已知且已标注的真实轮次和回复。" },
  "queue-run-unfinished": { en: "\"{run}\" is not finished: what is drawn from it now would not speak for it later. Finish the run, then draw.", zh: "“{run}”尚未完成：现在抽取的内容日后不能代表它。请先完成运行再抽取。" },
  "queue-hand-picked": { en: "Hand-picked probes have no plan that labels could speak for. Choose a planned run.", zh: "手选探测没有计划，标注无法代表它。请选择一个计划运行。" },
  "queue-runs-differ": { en: "The chosen runs are of different datasets or instruments; a queue is of one of each. Draw a queue for each.", zh: "所选运行的数据集或工具不同；一个队列只对应一个数据集和一个工具。请分别抽取。" },
  "queue-item-gone": { en: "Item {number} of queue \"{queue}\" is no longer in the dataset or its runs as it was drawn. Skip it, or draw a new queue.", zh: "队列“{queue}”的第 {number} 项在数据集或运行中已不是抽取时的样子。请跳过它，或重新抽取队列。" },
  "queue-run-missing": { en: "Queue \"{queue}\" was drawn from run {run}, which is not here. Bring its journal to {folder}.", zh: "队列“{queue}”抽自运行 {run}，而它不在这里。请将其日志放到 {folder}。" },
} as const satisfies Readonly<Record<string, Sentence>>;
