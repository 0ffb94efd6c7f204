// Owns the sentences about adding, examining and exporting models, and about the editor's own.
import type { Sentence } from "../sentence.ts";

export const modelFlowSentences = {
  "editor-model-why": { en: "Decision Fidelity asks this model to play a person of your conversations, or to judge a turn.", zh: "Decision Fidelity 请该模型扮演您对话中的用户，或评判一个轮次。" },
  "editor-model-gone": { en: "The editor has no model {model} now. Sign in to its provider, or choose another model.", zh: "编辑器现在没有模型 {model}。请登录其提供方，或选择其他模型。" },
  "editor-model-not-allowed": { en: "The editor does not let Decision Fidelity use {model}. Allow it when asked, or under “Manage Language Model Access”, then try again.", zh: "编辑器不允许 Decision Fidelity 使用 {model}。请在询问时允许，或在“管理语言模型访问”中允许，然后重试。" },
  "editor-model-quota": { en: "The provider of {model} gives no more answers for now (quota or rate limit). Wait or choose another model; what is finished is kept.", zh: "{model} 的提供方暂不再回答（配额或限速）。请等待或换用其他模型；已完成的内容会保留。" },
  "editor-model-failed": { en: "{model} of the editor failed ({code}). Try again.", zh: "编辑器的模型 {model} 出错（{code}）。请重试。" },
  "editor-model-too-long": { en: "The prompt has {tokens} tokens, {model} of the editor takes {most}. Choose a model with more room.", zh: "提示有 {tokens} 个 token，而编辑器的模型 {model} 最多接受 {most} 个。请选择容量更大的模型。" },
  "editor-models": { en: "the editor's own", zh: "编辑器自带" },
  "editor-model-trial": { en: "for trying out, not for reported numbers: settings and weights are not known", zh: "仅供试用，不用于报告数字：设置与权重未知" },
  "editor-model-mark": { en: "trial model", zh: "试用模型" },
  "endpoint-key-missing": { en: "The key of {endpoint} is not in the secret store any more. Set it again; nothing was sent to {origin}.", zh: "机密存储中已没有 {endpoint} 的密钥。请重新设置；没有向 {origin} 发送任何内容。" },
} as const satisfies Readonly<Record<string, Sentence>>;
