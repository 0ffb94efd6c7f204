// Owns the sentences about commands, setup and settings.
import type { Sentence } from "../sentence.ts";

export const workbenchSentences = {
  "unexpected": { en: "Something unexpected happened: {message}. The log has the details.", zh: "发生意外错误：{message}。详情见日志。" },
  "show-log": { en: "Show Log", zh: "显示日志" },
  "endpoints-need-trust": { en: "Model endpoints are off because this workspace is not trusted. Everything offline works. Trust the workspace to use {endpoint}.", zh: "此工作区未受信任，因此模型端点已关闭。离线功能均可使用。信任该工作区后即可使用 {endpoint}。" },
  "endpoint-not-found": { en: "There is no endpoint {endpoint} in your user settings. Add it with “Add a Model”.", zh: "用户设置中没有端点 {endpoint}。请用“添加模型”添加。" },
} as const satisfies Readonly<Record<string, Sentence>>;
