// Owns turning the protocol's cancellation into a signal.
import type { CancellationToken } from "vscode-languageserver";

/** A signal that is aborted when the token is cancelled; `release` when the work is over. */
export function signalOf(token: CancellationToken): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const subscription = token.onCancellationRequested(() => controller.abort());
  return { signal: controller.signal, release: () => subscription.dispose() };
}
