import { describe, expect, it } from "vitest";
import { CurrentContinuation, currentOf, stepFrom } from "../../../src/study/currentContinuation.ts";
import { continuation, turnView } from "../views/views.ts";

const views = new Map(
  [
    turnView({ turn: 5, continuations: [continuation({ id: "a/5/0" })] }),
    turnView({ turn: 1, continuations: [continuation({ id: "a/1/0" }), continuation({ id: "a/1/1", sample: 1 })] }),
  ].map((view) => [view.turn, view]),
);

describe("the current continuation", () => {
  it("moves through the transcript in the order of turns and stops at its ends", () => {
    let pointer = stepFrom(views, undefined, 0, 1);
    const seen = [];
    while (pointer) {
      seen.push(pointer.id);
      pointer = stepFrom(views, pointer, 0, 1);
    }
    expect(seen).toEqual(["a/1/0", "a/1/1", "a/5/0"]);
    expect(stepFrom(views, { turn: 1, id: "a/1/0" }, 9, -1)).toBeUndefined();
    expect(stepFrom(views, { turn: 5, id: "a/5/0" }, 0, -1)).toEqual({ turn: 1, id: "a/1/1" });
  });

  it("starts at the cursor where nothing is pointed at, or what was is gone", () => {
    expect(stepFrom(views, undefined, 2, 1)?.id).toBe("a/5/0");
    expect(stepFrom(views, undefined, 2, -1)?.id).toBe("a/1/1");
    expect(stepFrom(views, { turn: 3, id: "gone" }, 2, 1)?.id).toBe("a/5/0");
    expect(stepFrom(new Map(), undefined, 0, 1)).toBeUndefined();
  });

  it("is the newest of a turn unless one is pointed at; a failure only where there is nothing else", () => {
    const view = turnView({ continuations: [continuation({ id: "x", run: "b" }), continuation({ id: "y", run: "b", kind: "failed" }), continuation({ id: "z", run: "c" })] });
    expect(currentOf(view, undefined)?.id).toBe("x");
    expect(currentOf(view, { turn: 1, id: "z" })?.id).toBe("z");
    expect(currentOf(view, { turn: 2, id: "z" })?.id).toBe("x");
    expect(currentOf(turnView({ continuations: [continuation({ id: "y", kind: "failed" })] }), undefined)?.id).toBe("y");
    expect(currentOf(turnView(), undefined)).toBeUndefined();
  });

  it("tells where it points, also again, and keeps transcripts apart", () => {
    const current = new CurrentContinuation();
    const told: string[] = [];
    current.onDidChange(({ conversation }) => void told.push(conversation));
    const address = { dataset: "d", conversation: "c" };
    current.point(address, { turn: 1, id: "x" });
    current.point(address, { turn: 1, id: "x" });
    expect(told).toEqual(["c", "c"]);
    expect(current.of({ ...address, conversation: "other" })).toBeUndefined();
  });
});
