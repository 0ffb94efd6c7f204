import { describe, expect, it } from "vitest";
import { isLocal, PRESETS, presetAt, remedyAt } from "../../../../src/core/endpoint/presets.ts";
import { LANGUAGES } from "../../../../src/core/messages/sentence.ts";
import { sentence } from "../../../../src/core/messages/sentences.ts";

describe("presets", () => {
  it.each(PRESETS.map((preset) => [preset.name, preset] as const))("%s: its address is its own, ends in a version, and needs a key unless it is local", (_, preset) => {
    expect(presetAt(preset.address)).toBe(preset);
    expect(preset.address).toMatch(/\/v1$/u);
    expect(preset.keyed).toBe(!preset.local);
    expect(isLocal(preset.address)).toBe(preset.local);
    for (const language of LANGUAGES) expect(sentence(preset.remedy, { tokens: 8192 }, language)).not.toMatch(/\{\w+\}/u);
  });

  it("are known by the person's own resource, machine and path", () => {
    expect(presetAt("https://my-lab.openai.azure.com/openai/v1/")?.keyHeader).toBe("api-key");
    expect(presetAt("https://my-lab.services.ai.azure.com/openai/v1")?.name).toBe("Azure OpenAI");
    expect(presetAt("http://192.168.1.20:11434/v1")?.name).toBe("Ollama");
    expect(presetAt("https://api.openai.com/v2")?.name).toBe("OpenAI");
    expect(presetAt("https://api.openai.com.example/v1")).toBeUndefined();
    expect(presetAt("https://ollama.example:11434/v1")).toBeUndefined();
    expect(presetAt("nonsense")).toBeUndefined();
  });

  it("say the server's own remedy, else what helps anywhere", () => {
    expect(sentence(remedyAt("http://127.0.0.1:11434/v1"), { tokens: 8192 })).toContain("OLLAMA_CONTEXT_LENGTH=8192");
    expect(remedyAt("http://localhost:9999/v1")).toBe("remedy-other-server");
    expect(remedyAt("https://llm.example/v1")).toBe("remedy-other-model");
  });
});

describe("isLocal", () => {
  it.each([
    ["http://localhost:1/v1", true],
    ["http://127.0.0.1/v1", true],
    ["http://[::1]:8/v1", true],
    ["http://10.1.2.3/v1", true],
    ["http://172.16.0.9/v1", true],
    ["http://172.32.0.9/v1", false],
    ["http://gpu.local:8000/v1", true],
    ["https://localhost.example/v1", false],
    ["https://10.example/v1", false],
  ])("%s: %s", (address, local) => {
    expect(isLocal(address)).toBe(local);
  });
});
