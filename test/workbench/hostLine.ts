// The lines by which a suite in the extension host reports to the runner. Says how they look; prints nothing.

/** The result of one test. */
export interface TestResult {
  readonly state: "passed" | "failed" | "skipped";
  readonly title: string;
  readonly milliseconds: number;
  /** The failure with its stack, or why it was skipped. */
  readonly detail?: string;
}

/** How many tests ended which way. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What one line of the host says; anything else it prints is no report. */
export type HostLine =
  | { readonly kind: "test"; readonly result: TestResult }
  | { readonly kind: "suite"; readonly totals: Totals }
  | { readonly kind: "print"; readonly text: string };

const testMark = "HOST-TEST ";
const printMark = "HOST-PRINT ";

/** The line of one test's result. */
export function testLine(result: TestResult): string {
  return testMark + JSON.stringify(result);
}

/** A line that the runner shows as it is. */
export function printLine(text: string): string {
  return printMark + JSON.stringify(text);
}

/** The last line of a suite; a round without it has failed. */
export function suiteLine(totals: Totals): string {
  return `HOST-SUITE passed=${totals.passed} failed=${totals.failed} skipped=${totals.skipped}`;
}

/** Reads what the host printed; undefined for a line that is no report. */
export function readHostLine(line: string): HostLine | undefined {
  const suite = /^HOST-SUITE passed=(\d+) failed=(\d+) skipped=(\d+)$/u.exec(line);
  if (suite) {
    return { kind: "suite", totals: { passed: Number(suite[1]), failed: Number(suite[2]), skipped: Number(suite[3]) } };
  }
  try {
    if (line.startsWith(testMark)) return { kind: "test", result: JSON.parse(line.slice(testMark.length)) as TestResult };
    if (line.startsWith(printMark)) return { kind: "print", text: JSON.parse(line.slice(printMark.length)) as string };
  } catch {
    return undefined;
  }
  return undefined;
}

/** The sum of totals, field by field. */
export function addTotals(all: readonly Totals[]): Totals {
  const sum = (of: keyof Totals): number => all.reduce((total, one) => total + one[of], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** `N passed, N failed`, and `, N skipped` when some were. */
export function totalsText(totals: Totals): string {
  return `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`;
}
