import { describe, expect, it } from "vitest";
import { memoryStudy } from "../../fakes/memoryStudy.ts";
import { nativeText } from "./onMemory.ts";

const PATH = "/data/large.jsonl";

describe("a dataset that is being opened", () => {
  it("is there with its first conversations, and gone from the list once it is open", async () => {
    const { study, files } = memoryStudy();
    files.write(PATH, nativeText(12));
    const seen: (readonly [opening: number, open: number])[] = [];
    study.onDidChange(() => seen.push([study.opening[0]?.entries.length ?? 0, study.datasets.length]));
    await study.openPath(PATH, "large", "/home/.fidelity", undefined, undefined, new AbortController().signal);
    expect(seen[0]).toEqual([12, 0]);
    expect(seen.filter(([opening, open]) => opening > 0 && open > 0)).toEqual([]);
    expect(seen.at(-1)).toEqual([0, 1]);
    expect(study.opening).toEqual([]);
  });

  it("is not there a second time while it is opened anew, and not any more when that fails", async () => {
    const { study, files } = memoryStudy();
    files.write(PATH, nativeText(12));
    const open = (key: string): Promise<unknown> => study.openPath(PATH, key, "/home/.fidelity", undefined, undefined, new AbortController().signal);
    await open("large");
    const seen: number[] = [];
    study.onDidChange(() => seen.push(study.opening.length));
    await open("large");
    expect(Math.max(...seen)).toBe(0);
    const stop = new AbortController();
    study.onDidChange(({ what }) => what === "opening" && stop.abort(new Error("enough")));
    await expect(study.openPath(PATH, "other", "/home/.fidelity", undefined, undefined, stop.signal)).rejects.toThrow("enough");
    expect(study.opening).toEqual([]);
  });
});
