// Owns the profiles of an open dataset's conversations, by field and value, for filters and splits. Refuses texts, and fields that tell people apart.
import type { Log } from "../../core/ports.ts";
import type { OpenDataset } from "../openDataset.ts";
import { Computed } from "./computed.ts";

/** A field with more values than this names people rather than groups them. */
const MOST_VALUES = 20;
const MOST_FIELDS = 20;
/** Conversations that are read in no time. */
const QUICKLY_READ = 2_000;

export interface DatasetProfiles {
  /** In the order of the data; values sorted. */
  readonly fields: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly of: (conversation: string) => Readonly<Record<string, string>> | undefined;
}

/** Reads each dataset once, when it is first asked for. */
export class Profiles {
  readonly #log: Log;
  readonly #computed = new Computed<DatasetProfiles>();

  constructor(log: Log) {
    this.#log = log;
  }

  readonly onDidChange = this.#computed.onDidChange;

  /** Undefined while it is read, or when it cannot be. */
  of(open: OpenDataset): DatasetProfiles | undefined {
    return this.#computed.of(open.key, open.hash, async (signal) => {
      try {
        return await profilesOf(open, signal);
      } catch (error) {
        if (!signal.aborted) this.#log.error(`${open.dataset.name}: profiles`, error);
        throw error;
      }
    });
  }

  /** The same once it is read. Rejects when it cannot be, or with the signal's reason. */
  async read(open: OpenDataset, signal: AbortSignal): Promise<DatasetProfiles> {
    return this.of(open) ?? profilesOf(open, signal);
  }

  /** Few enough conversations to be read before anybody asks for a field. */
  quick({ dataset }: OpenDataset): boolean {
    return dataset.entries.length <= QUICKLY_READ;
  }

  dispose(): void {
    this.#computed.dispose();
  }
}

async function profilesOf({ dataset }: OpenDataset, signal: AbortSignal): Promise<DatasetProfiles> {
  const profiles = new Map<string, Readonly<Record<string, string>>>();
  const values = new Map<string, Set<string>>();
  for await (const { id, profile } of dataset.all(signal)) {
    profiles.set(id, profile);
    for (const [name, value] of Object.entries(profile)) {
      const known = values.get(name) ?? new Set();
      values.set(name, known);
      if (known.size <= MOST_VALUES) known.add(value);
    }
  }
  const fields = [...values].filter(([, known]) => known.size <= MOST_VALUES).slice(0, MOST_FIELDS);
  return { fields: fields.map(([name, known]) => ({ name, values: [...known].sort() })), of: (conversation) => profiles.get(conversation) };
}
