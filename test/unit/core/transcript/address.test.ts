import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTranscriptAddress, parseTranscriptPath, transcriptAddress, transcriptPath } from "../../../../src/core/transcript/address.ts";
import { hostileText } from "./hostile.ts";

const name = fc.oneof(hostileText, fc.string({ unit: "binary" }), fc.constantFrom("", ".", "..", "%", "%2F", "%uD83D", "a/b", "a.fidelity", "x".repeat(5_000)));

describe("the address of a transcript", () => {
  it.each([
    ["sample", "c-0001", "/sample/c-0001.fidelity", "fidelity:/sample/c-0001.fidelity"],
    ["sample", "a/b?c#d%e", "/sample/a%2Fb%3Fc%23d%25e.fidelity", "fidelity:/sample/a%252Fb%253Fc%2523d%2525e.fidelity"],
    ["数据", "对话 1", "/数据/对话 1.fidelity", "fidelity:/%E6%95%B0%E6%8D%AE/%E5%AF%B9%E8%AF%9D%201.fidelity"],
    ["..", ".", "/%2E%2E/%2E.fidelity", "fidelity:/%252E%252E/%252E.fidelity"],
    ["C:\\data", "", "/C%3A%5Cdata/%.fidelity", "fidelity:/C%253A%255Cdata/%25.fidelity"],
    ["d", "a\u202eb\ud83d", "/d/a%E2%80%AEb%uD83D.fidelity", "fidelity:/d/a%25E2%2580%25AEb%25uD83D.fidelity"],
  ])("is %j, %j → %s", (dataset, conversation, path, address) => {
    expect(transcriptPath({ dataset, conversation })).toBe(path);
    expect(transcriptAddress({ dataset, conversation })).toBe(address);
  });

  it("reads back to the same names, as path and as whole address", () => {
    fc.assert(
      fc.property(name, name, (dataset, conversation) => {
        const address = { dataset, conversation };
        expect(parseTranscriptPath(transcriptPath(address))).toEqual(address);
        expect(parseTranscriptAddress(transcriptAddress(address))).toEqual(address);
      }),
      { seed: 5, numRuns: 1_000 },
    );
  });

  it("keeps to three plain segments: what no editor, shell or bar splits, folds or shows the wrong way round", () => {
    fc.assert(
      fc.property(name, name, (dataset, conversation) => {
        const path = transcriptPath({ dataset, conversation });
        expect(path.split("/")).toHaveLength(3);
        expect(path).not.toMatch(/[\\?#:\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        const url = new URL(transcriptAddress({ dataset, conversation }));
        expect(decodeURIComponent(url.pathname)).toBe(path);
        expect(url.hash + url.search + url.host).toBe("");
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it("has one spelling for each conversation", () => {
    fc.assert(
      fc.property(name, name, name, name, (a, b, c, d) => {
        const same = a === c && b === d;
        expect(transcriptPath({ dataset: a, conversation: b }) === transcriptPath({ dataset: c, conversation: d })).toBe(same);
      }),
      { seed: 7, numRuns: 500 },
    );
    expect(parseTranscriptPath("/sample/%41.fidelity")).toBeUndefined();
  });

  it("takes the editor's own encoding and a line fragment", () => {
    expect(parseTranscriptAddress("fidelity:/sample/c%281%29.fidelity#L8")).toEqual({ dataset: "sample", conversation: "c(1)" });
  });

  it.each(["/sample/c", "sample/c.fidelity", "/c.fidelity", "//c.fidelity", "/a/b/c.fidelity", "/a/%zz.fidelity", "/a/%.%.fidelity", ""])("refuses the path %j", (path) => {
    expect(parseTranscriptPath(path)).toBeUndefined();
  });

  it.each(["file:///a/b.fidelity", "fidelity:/a/%E0%A4.fidelity", "fidelity-label:/a/b.fidelity", "fidelity://host/a/b.fidelity", ""])("refuses the address %j", (address) => {
    expect(parseTranscriptAddress(address)).toBeUndefined();
  });
});
