import { expect, it } from "vitest";
import type { Conversation } from "../../../src/core/transcript/conversation.ts";
import { promptPrefix } from "../../../src/study/promptPrefix.ts";

const conversation: Conversation = {
  id: "c1",
  outcome: { value: "negative" },
  profile: { age: "52", written_after: "refunded" },
  turns: [{ index: 0, role: "agent", text: "Hello", messages: [] }, { index: 1, role: "user", text: "Yes?", messages: [] }],
  cut: [],
  meta: {},
};

it("tells the fields a plan lists and no other", () => {
  expect(promptPrefix({ planned: true, profileFields: ["age"] }, conversation, 1).profile).toEqual({ age: "52" });
  expect(promptPrefix({ planned: true, profileFields: [] }, conversation, 1).profile).toEqual({});
});

it("tells what the dataset calls the profile where a turn is probed by hand", () => {
  expect(promptPrefix({ planned: false, profileFields: [] }, conversation, 1).profile).toEqual(conversation.profile);
  expect(promptPrefix(undefined, conversation, 1).profile).toEqual(conversation.profile);
});
