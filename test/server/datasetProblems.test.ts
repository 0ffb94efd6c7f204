import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../src/core/messages/failure.ts";
import type { Problem } from "../../src/datasets/dataset.ts";
import { DatasetProblems } from "../../src/server/datasetProblems.ts";

const A = resolve("/data/a.jsonl");
const FOLDER = resolve("/data/corpus");
const INNER = join(FOLDER, "part.csv");

interface Reading {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly resolve: (problems: readonly Problem[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Readings that end when the test says so, and what was published. */
function started() {
  const readings: Reading[] = [];
  const shown = new Map<string, readonly Problem[]>();
  const reports: string[] = [];
  const problems = new DatasetProblems({
    read: (path, signal) => new Promise((resolve, reject) => readings.push({ path, signal, resolve, reject })),
    publish: (path, own) => {
      if (own.length === 0) shown.delete(path);
      else shown.set(path, own);
    },
    report: (message) => reports.push(message),
    quiet: 400,
  });
  return { problems, readings, shown, reports };
}

const problem = (path: string, line = 1): Problem => ({ path, line, column: 1, severity: "error", id: "file-not-found", values: {} });
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("problems of attached datasets", () => {
  it("are read at once and shown by file", async () => {
    const { problems, readings, shown } = started();
    problems.attach([{ path: FOLDER, key: "k" }]);
    readings[0]?.resolve([problem(INNER, 1), problem(A), problem(INNER, 2)]);
    await settled();
    expect([...shown].map(([path, own]) => [path, own.map(({ line }) => line)])).toEqual([[INNER, [1, 2]], [A, [1]]]);
  });

  it("are cleared for files that have none any more, and when the dataset is detached", async () => {
    const { problems, readings, shown } = started();
    problems.attach([{ path: FOLDER, key: "k" }]);
    readings[0]?.resolve([problem(INNER), problem(A)]);
    await settled();
    problems.changed(INNER);
    await vi.advanceTimersByTimeAsync(400);
    readings[1]?.resolve([problem(A)]);
    await settled();
    expect([...shown.keys()]).toEqual([A]);
    problems.attach([]);
    expect(shown.size).toBe(0);
  });

  it("are read once after a burst of changes, and the stale reading is cancelled", async () => {
    const { problems, readings, shown } = started();
    problems.attach([{ path: A, key: "k" }]);
    problems.changed(A);
    expect(readings[0]?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(399);
    problems.changed(A);
    await vi.advanceTimersByTimeAsync(399);
    expect(readings).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(readings).toHaveLength(2);
    readings[1]?.resolve([problem(A, 2)]);
    readings[0]?.resolve([problem(A, 1)]);
    await settled();
    expect(shown.get(A)?.map(({ line }) => line)).toEqual([2]);
  });

  it("are not read again for datasets that stay, nor for changes elsewhere", async () => {
    const { problems, readings } = started();
    problems.attach([{ path: A, key: "k" }]);
    problems.attach([{ path: A, key: "k" }, { path: FOLDER, key: "k" }]);
    problems.changed(resolve("/data/a.jsonl.bak"));
    problems.changed(resolve("/data/corpus2/part.csv"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(readings.map(({ path }) => path)).toEqual([A, FOLDER]);
  });

  it("say what went wrong when the dataset cannot be read", async () => {
    const { problems, readings, shown, reports } = started();
    problems.attach([{ path: A, key: "k" }, { path: FOLDER, key: "k" }]);
    readings[0]?.reject(new Failure("file-not-found", { path: A }));
    readings[1]?.reject(new TypeError("boom"));
    await settled();
    expect(shown.get(A)).toEqual([{ path: A, line: 1, column: 1, severity: "error", id: "file-not-found", values: { path: A } }]);
    expect(shown.get(FOLDER)).toMatchObject([{ id: "unexpected", values: { message: "boom" } }]);
    expect(reports).toEqual([expect.stringContaining("boom")]);
  });

  it("stay silent after disposing", async () => {
    const { problems, readings, shown } = started();
    problems.attach([{ path: A, key: "k" }]);
    problems.changed(A);
    problems.dispose();
    readings[0]?.resolve([problem(A)]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(readings).toHaveLength(1);
    expect(shown.size).toBe(0);
  });
});
