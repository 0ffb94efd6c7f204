// Owns what is known beforehand of common servers: where they answer, whether they want a key, what their own words for things are.
// Facts of their documentation; what a server really does is found out (study/examine.ts). Refuses keys.
import type { SentenceId } from "../messages/sentences.ts";

export interface Preset {
  /** The server's own name, the same in every language. */
  readonly name: string;
  /** Up to and including the version. `RESOURCE` stands for the part that the person's account names. */
  readonly address: string;
  readonly keyed: boolean;
  /** It runs on the person's own machine, so that nothing leaves it and calls cost nothing. */
  readonly local: boolean;
  /** What to do where it keeps too little of a prompt; the sentence takes `tokens`. */
  readonly remedy: SentenceId;
  /** Header that carries the key; `authorization` (a bearer token) when absent. */
  readonly keyHeader?: "api-key";
  /** What it calls the limit of an answer; `max_tokens` when absent. */
  readonly tokenLimit?: "max_completion_tokens";
}

const HOSTED = { keyed: true, local: false, remedy: "remedy-other-model" } as const;
const LOCAL = { keyed: false, local: true } as const;

/** In the order they are offered. */
export const PRESETS: readonly Preset[] = [
  { name: "OpenAI", address: "https://api.openai.com/v1", ...HOSTED, tokenLimit: "max_completion_tokens" },
  { name: "Azure OpenAI", address: "https://RESOURCE.openai.azure.com/openai/v1", ...HOSTED, tokenLimit: "max_completion_tokens", keyHeader: "api-key" },
  { name: "DeepSeek", address: "https://api.deepseek.com/v1", ...HOSTED },
  { name: "Qwen (DashScope)", address: "https://dashscope.aliyuncs.com/compatible-mode/v1", ...HOSTED },
  { name: "Qwen (DashScope, international)", address: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", ...HOSTED },
  { name: "OpenRouter", address: "https://openrouter.ai/api/v1", ...HOSTED },
  { name: "Ollama", address: "http://localhost:11434/v1", ...LOCAL, remedy: "remedy-ollama" },
  { name: "LM Studio", address: "http://localhost:1234/v1", ...LOCAL, remedy: "remedy-lm-studio" },
  { name: "llama.cpp", address: "http://localhost:8080/v1", ...LOCAL, remedy: "remedy-llama-cpp" },
  { name: "vLLM", address: "http://localhost:8000/v1", ...LOCAL, remedy: "remedy-vllm" },
];

/** The part of an Azure address that names the person's resource. */
const RESOURCE = /^[^.]+(?=\.(?:openai|services\.ai|cognitiveservices)\.azure\.com$)/u;

/** The preset an address is one of: by host, or for a server of one's own by its port. Undefined for any other. */
export function presetAt(address: string): Preset | undefined {
  const { host, port } = partsOf(address);
  return PRESETS.find((preset) => {
    const known = partsOf(preset.address);
    if (preset.local) return known.port === port && isLocal(address);
    return (known.host === host && port === undefined) || (RESOURCE.test(host) && RESOURCE.test(known.host));
  });
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|.+\.localhost)$/u;
const PRIVATE = /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|.+\.local|\[f[cd][0-9a-f]{2}:.*\])$/u;

/** True for this machine and the network around it. */
export function isLocal(address: string): boolean {
  const { host } = partsOf(address);
  return LOOPBACK.test(host) || PRIVATE.test(host);
}

/** The sentence that says how to make the server at an address keep longer prompts. */
export function remedyAt(address: string): SentenceId {
  return presetAt(address)?.remedy ?? (isLocal(address) ? "remedy-other-server" : "remedy-other-model");
}

/** Host in lower case and port as written; the address itself is checked where it is used. */
function partsOf(address: string): { readonly host: string; readonly port: string | undefined } {
  const [, host = "", port] = /^https?:\/\/(\[[^\]]*\]|[^/:?#]*)(?::(\d+))?/iu.exec(address) ?? [];
  return { host: host.toLowerCase(), port };
}
