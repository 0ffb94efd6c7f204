// The same suite against our own test server and an independent one. What the independent one cannot do is skipped by name.
import { describe, expect, it } from "vitest";
import { openaiChat } from "../../src/models/openaiChat.ts";
import { nodeClock } from "../../src/node/clock.ts";
import { chatModelContract } from "./chatModel.ts";
import { endpointContract, TROUBLES } from "./endpoint.ts";
import { FOREIGN_CANNOT, foreignServer } from "./foreignServer.ts";
import { ownServer } from "./ownServer.ts";

endpointContract("our test server", [], ownServer);
endpointContract("an independent mock", FOREIGN_CANNOT, foreignServer);

const shared = foreignServer();
chatModelContract("openaiChat at an independent mock", async () => {
  const { mock, key } = await shared;
  const at = (model: string, own: string) => openaiChat({ name: "foreign", baseUrl: `${mock.url}/v1`, model, key: own }, { clock: nodeClock });
  return { good: at("gpt-any", key), refused: at("gpt-any", "sk-wrong"), silent: at("never answers", key) };
});

describe("the independent mock", () => {
  it("has most of the troubles", () => {
    expect(FOREIGN_CANNOT.length).toBeLessThan(Object.keys(TROUBLES).length / 3);
  });
});
