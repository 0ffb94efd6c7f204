// Third phase, after a plain reload: the run that costs nothing goes on without being asked, the paid one stays finished.
import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { ServedModel } from "../servedModel.ts";
import { entriesOf, lastEntry, ofKind } from "../steps.ts";
import { finishes, told } from "./story.ts";

describe("after a reload", () => {
  const story = told();
  const server = new ServedModel(story.server);

  after(() => { server.stop(); });

  it("a run that costs nothing goes on by itself and finishes", async () => {
    const asked = (await server.chats()).length;
    assert.ok(story.free !== undefined);
    await finishes(story.free);
    const began = Date.now() - process.uptime() * 1000;
    assert.ok(ofKind(entriesOf(story.free), "continuation").some(({ at }) => Date.parse(at) > began), "this host has gone on with it");
    assert.equal((await server.chats()).length, asked);
    assert.equal(lastEntry(story.paid)?.kind, "run-ended");
  }).timeout(120_000);
});
