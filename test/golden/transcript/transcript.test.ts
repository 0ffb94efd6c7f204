import { describe, expect, it } from "vitest";
import { parseTranscript } from "../../../src/core/transcript/parse.ts";
import { renderTranscript } from "../../../src/core/transcript/render.ts";
import { GOLDENS } from "./conversations.ts";

describe("golden transcripts", () => {
  it.each(GOLDENS)("renders $name", async ({ name, conversation, strata, hideOutcome, language }) => {
    const { text, map } = renderTranscript(conversation, strata, { hideOutcome, language });
    await expect(text).toMatchFileSnapshot(`./${name}.fidelity`);
    expect(parseTranscript(text.split("\n")).map.turns).toEqual(map.turns);
  });
});
