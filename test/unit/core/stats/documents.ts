// What every document of the statistics must be: plain data of values and reasons, each reason with a sentence for people.
import { expect } from "vitest";
import { SENTENCES } from "../../../../src/core/messages/sentenceTable.ts";

/** Fails with the path of what may not be in a document. */
function checkDocument(node: unknown, path = ""): void {
  if (node === undefined || (typeof node === "number" && !Number.isFinite(node)) || Object.is(node, -0)) expect.fail(`${path} is ${Object.is(node, -0) ? "−0" : String(node)}`);
  if (typeof node !== "object" || node === null) return;
  const object = node as Record<string, unknown>;
  if (object.ok === true && (object.value === undefined || object.value === null)) expect.fail(`${path} is ok without a value`);
  if (object.ok === false && !(`reason-${String(object.reason)}` in SENTENCES)) expect.fail(`${path}: no sentence for the reason ${String(object.reason)}`);
  if (object.quantity === "probability" && object.ok === true && !((object.value as number) >= 0 && (object.value as number) <= 1)) expect.fail(`${path} is no probability: ${String(object.value)}`);
  if (typeof object.low === "number" && typeof object.high === "number" && object.low > object.high + 1e-12) expect.fail(`${path}: ${object.low} above ${object.high}`);
  for (const [key, value] of Object.entries(object)) checkDocument(value, `${path}/${key}`);
}

/** The same, and unchanged by JSON. */
export function checkPlain(document: unknown): void {
  checkDocument(document);
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
}
