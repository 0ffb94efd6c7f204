import { describe, expect, it } from "vitest";
import { interleaved, together, type OpenProbe, type Session } from "../../../src/study/together.ts";

function open(place: number, turn: number): OpenProbe {
  return { probe: { conversation: `c${place}`, turn, ordinal: 1, position: 1 }, context: { outcome: "positive", of: 2 }, place };
}

function session(name: string, places: readonly number[], told: string[], fails?: number): Session {
  return {
    open: places.flatMap((place) => [open(place, 1), open(place, 3)]),
    async work({ place, probe }) {
      told.push(`${name}${place}/${probe.turn}`);
      await Promise.resolve();
    },
    end: () => {
      told.push(`${name} ends`);
      return fails === undefined ? Promise.resolve() : Promise.reject(new Error(name));
    },
  };
}

describe("runs side by side", () => {
  it("take a conversation together, all its probes at once, and turns in being first", () => {
    const told: string[] = [];
    const order = [...interleaved([session("a", [0, 1, 2], told), session("b", [1, 2, 3], told)])].map(({ open: { place, probe }, session: each }) => `${each.open[0]!.place === 0 ? "a" : "b"}${place}/${probe.turn}`);
    expect(order).toEqual(["a0/1", "a0/3", "b1/1", "b1/3", "a1/1", "a1/3", "a2/1", "a2/3", "b2/1", "b2/3", "b3/1", "b3/3"]);
  });

  it("end each when its own work is over, also one without any, and one that fails leaves the other going", async () => {
    const told: string[] = [];
    await expect(together([session("a", [0], told, 1), session("b", [0, 1, 2], told), session("c", [], told)], 1)).rejects.toThrow("a");
    expect(told).toEqual(["c ends", "a0/1", "a0/3", "a ends", "b0/1", "b0/3", "b1/1", "b1/3", "b2/1", "b2/3", "b ends"]);
  });
});
