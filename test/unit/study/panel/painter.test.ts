import { describe, expect, it } from "vitest";
import { Painter, type DrawRequest } from "../../../../src/study/panel/painter.ts";

const never = new AbortController().signal;
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

function asked(): { readonly painter: Painter; readonly requests: DrawRequest[] } {
  const painter = new Painter();
  const requests: DrawRequest[] = [];
  painter.found((request) => requests.push(request));
  return { painter, requests };
}

describe("pictures drawn by the open panel", () => {
  it("are asked for one at a time, and answered by their number", async () => {
    const { painter, requests } = asked();
    const [a, b] = [painter.png("<a/>", never), painter.png("<b/>", never)];
    await settled();
    expect(requests.map(({ text }) => text)).toEqual(["<a/>"]);
    painter.settle(99, "AAAA");
    painter.settle(requests[0]?.id ?? 0, Buffer.from("first").toString("base64"));
    await settled();
    painter.settle(requests[1]?.id ?? 0, undefined);
    expect([String(await a), await b]).toEqual(["first", undefined]);
  });

  it("are none without a page, when it goes, and when they are given up", async () => {
    expect(await new Painter().png("<a/>", never)).toBeUndefined();
    const { painter } = asked();
    const going = painter.png("<a/>", never);
    await settled();
    painter.lost();
    expect(await going).toBeUndefined();
    const other = asked();
    const end = new AbortController();
    const given = other.painter.png("<a/>", end.signal);
    await settled();
    end.abort();
    expect(await given).toBeUndefined();
  });
});
