import { describe, expect, it } from "vitest";
import { recentConversations } from "../../../src/study/recentConversations.ts";
import { conversationWith } from "../../fakes/conversations.ts";

describe("recent conversations", () => {
  it("are read once, also when asked for together, and forgotten oldest first", async () => {
    const read: string[] = [];
    const source = recentConversations({ read: (id) => Promise.resolve((read.push(id), conversationWith(id, 2))) }, 2);
    await Promise.all([source.read("a"), source.read("a"), source.read("b")]);
    await source.read("a");
    await source.read("c");
    expect((await source.read("a")).id).toBe("a");
    expect(read).toEqual(["a", "b", "c"]);
    await source.read("b");
    expect(read).toEqual(["a", "b", "c", "b"]);
  });

  it("that could not be read are read again", async () => {
    let failing = true;
    const source = recentConversations({ read: (id) => (failing ? Promise.reject(new Error("gone")) : Promise.resolve(conversationWith(id, 2))) }, 2);
    await expect(source.read("a")).rejects.toThrow("gone");
    failing = false;
    expect((await source.read("a")).id).toBe("a");
  });
});
