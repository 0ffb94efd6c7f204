// Owns the form of a quick fix: a title, edits of one file, the problems it mends. Refuses deciding what is right.
import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from "vscode-languageserver";

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Address of the file, where it is not the one with the problem. */
  readonly uri?: string;
  /** The one that is most likely meant. */
  readonly preferred?: boolean;
}

/** The fix of a problem of a file as the editor takes it. */
export function codeAction(fix: Fix, uri: string, diagnostic: Diagnostic): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(fix.preferred === true ? { isPreferred: true } : {}),
    edit: { changes: { [fix.uri ?? uri]: [...fix.edits] } },
  };
}
