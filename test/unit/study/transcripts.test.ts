import { describe, expect, it } from "vitest";
import { renderTranscript, type RenderOptions } from "../../../src/core/transcript/render.ts";
import { Transcripts } from "../../../src/study/transcripts.ts";
import type { OpenDataset } from "../../../src/study/study.ts";
import { conversationWith } from "../../fakes/conversations.ts";
import { memoryStudy } from "../../fakes/memoryStudy.ts";

const address = { dataset: "d", conversation: "c-1" };
const conversations = ["c-1", "c-2", "c-3"].map((id) => conversationWith(id, 3));
const never = (): Promise<undefined> => Promise.resolve(undefined);

/** Counts how often conversations are read. */
function counted(open: OpenDataset): { reads: string[] } {
  const reads: string[] = [];
  const read = open.dataset.read.bind(open.dataset);
  Object.assign(open.dataset, { read: (id: string) => (reads.push(id), read(id)) });
  return { reads };
}

describe("transcripts", () => {
  it("reads a conversation once for all surfaces and knows its lines", async () => {
    const { study, open } = memoryStudy();
    const { reads } = counted(await open("d", conversations));
    const transcripts = new Transcripts(study, never);
    const [first, second] = await Promise.all([transcripts.of(address), transcripts.of(address)]);
    expect(first).toBe(second);
    expect(reads).toEqual(["c-1"]);
    expect(first.map.turns).toHaveLength(6);
    expect(transcripts.peek(address)).toBe(first);
  });

  it("has the text as it is to be shown, on the same lines whatever is hidden", async () => {
    const { study, open } = memoryStudy();
    await open("d", conversations);
    const transcript = await new Transcripts(study, never).of(address);
    const texts = [{ hideOutcome: true }, { hideOutcome: false }, { hideOutcome: false, language: "zh" }, { hideOutcome: true }].map((shown) => {
      const text = transcript.text(shown as RenderOptions);
      expect(text).toBe(renderTranscript(transcript.conversation, transcript.open.dataset.strata, shown as RenderOptions).text);
      expect(transcript.map.lineCount).toBe(text.split("\n").length);
      return text;
    });
    expect(new Set(texts).size).toBe(3);
  });

  it("keeps the most recently used", async () => {
    const { study, open } = memoryStudy();
    const { reads } = counted(await open("d", conversations));
    const transcripts = new Transcripts(study, never, 2);
    for (const id of ["c-1", "c-2", "c-1", "c-3", "c-1", "c-2"]) await transcripts.of({ dataset: "d", conversation: id });
    expect(reads).toEqual(["c-1", "c-2", "c-3", "c-2"]);
  });

  it("says which dataset is not open, and asks for it once however many tabs come back", async () => {
    const { study, open } = memoryStudy();
    const asked: string[] = [];
    let give: (dataset: OpenDataset | undefined) => void = () => undefined;
    const transcripts = new Transcripts(study, (key) => {
      asked.push(key);
      return new Promise((resolve) => (give = resolve));
    });
    const both = Promise.all([transcripts.of(address), transcripts.of({ ...address, conversation: "c-2" })]);
    give(await open("d", conversations));
    await expect(both).resolves.toHaveLength(2);
    expect(asked).toEqual(["d"]);
    const unknown = new Transcripts(study, never);
    await expect(unknown.of({ ...address, dataset: "other" })).rejects.toMatchObject({ id: "dataset-not-open", values: { dataset: "other" } });
  });

  it("does not wait for what comes after opening", async () => {
    const { study, open } = memoryStudy();
    const transcripts = new Transcripts(study, () => new Promise(() => undefined));
    const coming = transcripts.of(address);
    await open("d", conversations);
    await expect(coming).resolves.toMatchObject({ conversation: { id: "c-1" } });
  });

  it("shows the new content after the dataset is opened anew", async () => {
    const { study, open } = memoryStudy();
    await open("d", conversations);
    const transcripts = new Transcripts(study, never);
    expect((await transcripts.of(address)).conversation.turns).toHaveLength(6);
    await open("d", [conversationWith("c-1", 2)]);
    expect(transcripts.peek(address)).toBeUndefined();
    expect((await transcripts.of(address)).conversation.turns).toHaveLength(4);
  });

  it("tries again what failed", async () => {
    const { study, open } = memoryStudy();
    await open("d", [conversationWith("c-2", 2)]);
    const transcripts = new Transcripts(study, never);
    await expect(transcripts.of(address)).rejects.toMatchObject({ id: "conversation-not-found" });
    await open("d", conversations);
    await expect(transcripts.of(address)).resolves.toMatchObject({ conversation: { id: "c-1" } });
  });
});
