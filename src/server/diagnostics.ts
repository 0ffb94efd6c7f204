// Owns how problems of files become the editor's diagnostics. Refuses finding problems (datasets/).
import { type Diagnostic, DiagnosticSeverity, uinteger } from "vscode-languageserver";
import type { Language } from "../core/messages/sentence.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Problem, Severity } from "../datasets/dataset.ts";

/** Problems shown of one file; the rest is one line with their count. */
export const SHOWN_PROBLEMS = 200;
const SOURCE = "Decision Fidelity";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** Diagnostics of one file in the order given; a problem without an end reaches to the end of its line. */
export function diagnostics(problems: readonly Problem[], language: Language): Diagnostic[] {
  const shown = problems.slice(0, SHOWN_PROBLEMS).map((problem) => diagnostic(problem, language));
  const next = problems[SHOWN_PROBLEMS];
  if (next === undefined) return shown;
  // A reader that stopped holding problems says so in a last one, which stands for many.
  const count = problems.slice(SHOWN_PROBLEMS).reduce((sum, { id, values }) => sum + (id === "problems-more" ? Number(values.count) : 1), 0);
  const id = "problems-not-shown";
  const message = sentence(id, { count, line: next.line }, language);
  return [...shown, { range: rangeOf(next), severity: DiagnosticSeverity.Information, source: SOURCE, code: id, message }];
}

function diagnostic(problem: Problem, language: Language): Diagnostic {
  return {
    range: rangeOf(problem),
    severity: SEVERITIES[problem.severity],
    source: SOURCE,
    code: problem.id,
    message: sentence(problem.id, problem.values, language),
  };
}

function rangeOf(problem: Problem): Diagnostic["range"] {
  const line = Math.max(0, problem.line - 1);
  const character = Math.max(0, problem.column - 1);
  return { start: { line, character }, end: { line, character: problem.endColumn === undefined ? uinteger.MAX_VALUE : problem.endColumn - 1 } };
}
