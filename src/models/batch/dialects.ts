// Owns how each batch engine wants its requests written, and how much it takes in one file. Facts of the engines' documentation. Refuses files.
import type { BatchCall } from "./call.ts";

/** `openai`: OpenAI, Azure, Groq, Alibaba, `vllm run-batch` and most others; `ray` is the same with an adapter beside it. */
export const DIALECTS = ["openai", "vllm", "ray", "together", "fireworks", "mistral", "anthropic"] as const;
export type Dialect = (typeof DIALECTS)[number];

/** What one file holds at most; the strictest limits known (50,000 calls; 100 MB of Together with room to spare) fit every engine. */
export const SHARD = { calls: 50_000, bytes: 95_000_000 } as const;

/** The line of a call, without line break. */
export function requestLine({ id, body }: BatchCall, dialect: Dialect): string {
  switch (dialect) {
    case "openai":
    case "vllm":
    case "ray":
      return JSON.stringify({ custom_id: id, method: "POST", url: "/v1/chat/completions", body });
    case "together":
      return JSON.stringify({ custom_id: id, body });
    case "fireworks":
    case "mistral":
      // The model belongs to the job there.
      return JSON.stringify({ custom_id: id, body: { ...body, model: undefined } });
    case "anthropic":
      return JSON.stringify({ custom_id: id, params: anthropicParams(body) });
  }
}

/** What stands around and between the lines of a file. */
export function framing(dialect: Dialect): { readonly before: string; readonly between: string; readonly after: string; readonly extension: "jsonl" | "json" } {
  return dialect === "anthropic" ? { before: '{"requests":[\n', between: ",\n", after: "\n]}\n", extension: "json" } : { before: "", between: "\n", after: "\n", extension: "jsonl" };
}

/** True for an engine that knows no schema in a request; the answer's form is then asked for in words only. */
export function takesNoSchema(dialect: Dialect): boolean {
  return dialect === "anthropic";
}

const SMALLEST_LIMIT = 1024;

/** The instruction stands beside the messages there, and a limit is required. */
function anthropicParams(body: BatchCall["body"]): object {
  const messages = body.messages as readonly { readonly role: string; readonly content: string }[];
  const limit = body.max_tokens ?? body.max_completion_tokens ?? SMALLEST_LIMIT;
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content).join("\n\n");
  return {
    model: body.model,
    max_tokens: limit,
    ...(system === "" ? {} : { system }),
    messages: messages.filter(({ role }) => role !== "system"),
    ...(body.temperature === undefined ? {} : { temperature: body.temperature }),
  };
}

/** A program for Ray Data that answers a request file with an engine of its own and writes results in the shape this product reads. */
export const RAY_ADAPTER = `# Answers a request file with Ray Data and vLLM: python ray_batch.py MODEL requests.jsonl results-folder
import sys
import ray
from ray.data.llm import build_processor, vLLMEngineProcessorConfig

model, requests, results = sys.argv[1:4]


def ask(row):
    body = row["body"]
    limit = body.get("max_tokens") or body.get("max_completion_tokens") or 300
    return {
        "custom_id": row["custom_id"],
        "messages": list(body["messages"]),
        "sampling_params": {"temperature": body.get("temperature", 1.0), "max_tokens": limit},
    }


def answer(row):
    finish = "length" if row["num_generated_tokens"] >= row["sampling_params"]["max_tokens"] else "stop"
    body = {
        "model": model,
        "choices": [{"message": {"role": "assistant", "content": row["generated_text"]}, "finish_reason": finish}],
        "usage": {"prompt_tokens": row["num_input_tokens"], "completion_tokens": row["num_generated_tokens"]},
    }
    return {"custom_id": row["custom_id"], "response": {"status_code": 200, "body": body}, "error": None}


process = build_processor(vLLMEngineProcessorConfig(model_source=model), preprocess=ask, postprocess=answer)
process(ray.data.read_json(requests)).write_json(results)
`;
