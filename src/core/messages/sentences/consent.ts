// Owns the sentences said before conversation text leaves the machine.
import type { Sentence } from "../sentence.ts";

export const consentSentences = {
  "consent-agree": { en: "Send", zh: "发送" },
  "consent-show": { en: "Show What Is Sent", zh: "显示发送内容" },
  "consent-redact": { en: "Redact First…", zh: "先脱敏…" },
  "consent-unredact": { en: "Send Unredacted…", zh: "不脱敏发送…" },
  "consent-title": { en: "Conversation text will be sent to {origins}.", zh: "对话文本将发送到 {origins}。" },
  "consent-one-probe": { en: "One probe. Calls: about {calls}.", zh: "一个探测，约 {calls} 次调用。" },
  "consent-editor": { en: "the provider of the editor's model {model}", zh: "编辑器模型 {model} 的提供方" },
  "consent-shown": { en: "The page shows the exact requests of the first probe. Text like this will be sent to {origins}. Go on?", zh: "页面显示了第一个探测的实际请求。这样的文本将发送到 {origins}。继续吗？" },
  "consent-never": { en: "Never sent: the outcome, this or later turns of the user to the simulator, labels, other people's conversations, your key to any other address.", zh: "绝不发送：结果、发给模拟器的该轮及之后的用户轮次、标签、其他人的对话，也不会把密钥发往别的地址。" },
  "consent-redacted": { en: "Redaction is on for this dataset: telephones, mail and postal addresses, ids, cards, accounts and names of the profile are sent as placeholders.", zh: "此数据集已开启脱敏：电话、邮箱与地址、证件、卡号、账号以及资料中的姓名以占位符发送。" },
  "consent-redact-go": { en: "Send Redacted", zh: "脱敏后发送" },
  "consent-page-name": { en: "What Is Sent", zh: "发送内容" },
  "consent-page-title": { en: "What would be sent for turn {turn} of {conversation} ({dataset})", zh: "为 {dataset} 中 {conversation} 第 {turn} 轮将发送的内容" },
  "consent-page-to": { en: "Request {number}: {role}, {model} at {origin}", zh: "请求 {number}：{role}，{origin} 上的 {model}" },
  "consent-page-simulator": { en: "writes the user's turn", zh: "写出用户的轮次" },
  "consent-page-judge": { en: "labels a turn", zh: "标注一个轮次" },
  "consent-page-settings": { en: "Settings: {settings}", zh: "设置：{settings}" },
  "consent-page-editor": { en: "The editor passes it to the model's provider, with the first message put before the second.", zh: "由编辑器转交给模型提供方，第一条消息并入第二条之前。" },
  "consent-page-no-judge": { en: "The label of this real turn is known already: no request is made for it.", zh: "该真实轮次的标签已有，不会再发请求。" },
  "consent-withdrawn": { en: "Withdrawn: {count}. Before the next text leaves this machine you are asked again.", zh: "已撤回 {count} 项同意。下次发送文本前会再次询问。" },
  "consent-none": { en: "Nothing has been agreed to in this workspace.", zh: "此工作区还没有任何同意。" },
} as const satisfies Readonly<Record<string, Sentence>>;
