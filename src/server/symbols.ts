// Owns finding conversations by what is typed of their ids, over all open datasets. Refuses texts and outcomes.
import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import { transcriptAddress } from "../core/transcript/address.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { Opened } from "./attachedDatasets.ts";

/** Symbols given at once; typing narrows them. */
export const MOST_SYMBOLS = 200;
const NAME = 200;

/**
 * Conversations whose id begins with what was typed, then those that contain it, then those that have its letters in order; letter
 * case aside, each in file order.
 */
export function symbols(datasets: readonly Opened[], typed: string): WorkspaceSymbol[] {
  const wanted = typed.trim().toLowerCase();
  const ranks: [WorkspaceSymbol[], WorkspaceSymbol[], WorkspaceSymbol[]] = [[], [], []];
  for (const { key, dataset } of datasets) {
    for (const { id } of dataset.entries) {
      const rank = rankOf(id.toLowerCase(), wanted);
      const found = rank === undefined ? undefined : ranks[rank];
      if (!found || found.length >= MOST_SYMBOLS) continue;
      found.push({
        name: visibleLabel(id, NAME),
        kind: SymbolKind.File,
        containerName: visibleLabel(dataset.name, NAME),
        location: { uri: transcriptAddress({ dataset: key, conversation: id }), range: START },
      });
      if (rank === 0 && found.length === MOST_SYMBOLS) return found;
    }
  }
  return ranks.flat().slice(0, MOST_SYMBOLS);
}

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function rankOf(id: string, wanted: string): 0 | 1 | 2 | undefined {
  if (id.startsWith(wanted)) return 0;
  if (id.includes(wanted)) return 1;
  let at = 0;
  for (const symbol of wanted) {
    at = id.indexOf(symbol, at) + symbol.length;
    if (at < symbol.length) return undefined;
  }
  return 2;
}
