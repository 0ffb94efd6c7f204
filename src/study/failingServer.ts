// Owns noticing that a server fails whatever it is asked, so that a run need not try every probe on it. Refuses what one failure means (models/).
import type { Role } from "../core/journal/spent.ts";

/** Different probes that fail one after the other before a run stops. */
export const MOST_IN_A_ROW = 8;

/** Failures of a call that its server could do better later, or with other calls. */
const OF_A_CALL: ReadonlySet<string> = new Set(["endpoint-failing", "endpoint-rate-limited", "endpoint-timeout", "endpoint-stalled", "endpoint-cut", "endpoint-answer-unreadable"]);

/** Of one run while it goes on; simulator and judge are counted apart. */
export class FailingServer {
  readonly #rows = new Map<Role, { readonly answered: number; readonly probes: Set<string> }>();

  /** Takes a failure in; `answered` counts the answers of the role so far. The length of the row once it is too long, else undefined. */
  failed(role: Role, cause: string, answered: number, probe: string): number | undefined {
    if (!OF_A_CALL.has(cause)) return undefined;
    const before = this.#rows.get(role);
    const row = before?.answered === answered ? before : { answered, probes: new Set<string>() };
    this.#rows.set(role, row);
    row.probes.add(probe);
    return row.probes.size < MOST_IN_A_ROW ? undefined : row.probes.size;
  }
}
