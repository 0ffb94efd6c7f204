// Owns forgetting people: taking their conversations out of journals, packets and caches of a `.fidelity` folder, leaving counts. Refuses datasets.
import { decodeEntry, encodeEntry } from "../core/journal/codec.ts";
import { JOURNAL_VERSION, type ForgottenEntry, type JournalEntry, type RunManifest } from "../core/journal/entry.ts";
import { Spending } from "../core/journal/spending.ts";
import { parsedJson } from "../core/json.ts";
import { Failure } from "../core/messages/failure.ts";
import type { Clock, Ids, JournalStore } from "../core/ports.ts";
import { probeKey } from "../core/probe/probe.ts";

/** Who is to be forgotten: conversations by id, and those of customers as the journals know them. */
export interface Whom {
  readonly conversations: readonly string[];
  readonly customers: readonly string[];
}

/** What was, or would be, taken out. `lines` are of journals, `cached` of caches, `packets` of packets; `unread` lines went along, since nobody can say whose they are. */
export interface Forgotten {
  readonly conversations: number;
  readonly journals: number;
  readonly probes: number;
  readonly lines: number;
  readonly unread: number;
  readonly cached: number;
  readonly packets: number;
  /** Lines of annotations. */
  readonly labels: number;
}

export interface ForgetOptions {
  readonly dryRun: boolean;
  /** Runs to look at; all when absent. Conversations of two datasets may have one id. */
  readonly of?: (manifest: RunManifest) => boolean;
}

/** Rejects with `journal-locked`, before anything is changed, while another window or terminal writes a journal it is in. */
export async function forgetIn(journals: JournalStore, whom: Whom, { dryRun, of = () => true }: ForgetOptions, doors: { readonly clock: Clock; readonly ids: Ids }): Promise<Forgotten> {
  const looked: Looked[] = [];
  for (const name of await journals.list("runs")) looked.push(await lookAt(journals, name, new Set(whom.customers)));
  const chosen = looked.filter(({ manifests }) => manifests.some(of));
  const gone = new Set([...whom.conversations, ...chosen.flatMap(({ ofCustomers }) => [...ofCustomers])]);
  const cuts = chosen.map((each) => new Cut(each.name, gone));
  for (const cut of cuts) for await (const { text } of journals.read(cut.name)) cut.keep(text);
  const touched = cuts.filter(({ touched: any }) => any);
  if (!dryRun) {
    for (const { name } of touched) if (await journals.held(name)) throw new Failure("journal-locked", { name, process: "?", host: "?" });
    for (const { name } of touched) {
      const again = new Cut(name, gone);
      await journals.rewrite(name, (text) => again.keep(text), () => [encodeEntry(again.tombstone(doors))]);
    }
  }
  const known = new Set(looked.flatMap(({ name, hashes }) => [...(cuts.find((cut) => cut.name === name)?.hashes ?? hashes)]));
  // A verdict that no journal mentions any more may be anybody's, and it quotes.
  const cached = touched.length === 0 ? 0 : await strike(journals, "cache", dryRun, ({ key }) => typeof key !== "string" || !known.has(key));
  const packets = await strike(journals, "queues", dryRun, ({ conversation }) => typeof conversation === "string" && gone.has(conversation));
  // What people said of a turn quotes it; whose line it is that cannot be read, nobody knows.
  let labels = 0;
  for (const annotator of await journals.folders("annotations")) {
    labels += await strike(journals, `annotations/${annotator}`, dryRun, ({ target }) => {
      const conversation = typeof target === "object" && target !== null && "conversation" in target ? target.conversation : undefined;
      return typeof conversation === "string" && gone.has(conversation);
    });
  }
  return {
    conversations: new Set(touched.flatMap(({ conversations }) => [...conversations])).size,
    journals: touched.length,
    probes: touched.reduce((sum, { probes }) => sum + probes.size, 0),
    lines: touched.reduce((sum, { lines }) => sum + lines, 0),
    unread: touched.reduce((sum, { unread }) => sum + unread, 0),
    cached,
    packets,
    labels,
  };
}

interface Looked {
  readonly name: string;
  readonly manifests: readonly RunManifest[];
  /** Conversations of the customers asked for. */
  readonly ofCustomers: ReadonlySet<string>;
  /** Keys of the verdicts it mentions. */
  readonly hashes: ReadonlySet<string>;
}

async function lookAt(journals: JournalStore, name: string, customers: ReadonlySet<string>): Promise<Looked> {
  const manifests: RunManifest[] = [];
  const ofCustomers = new Set<string>();
  const hashes = new Set<string>();
  for await (const { text } of journals.read(name)) {
    const decoded = decodeEntry(text);
    if (!decoded.ok) continue;
    const { entry } = decoded;
    if (entry.kind === "run-started") manifests.push(entry.manifest);
    if (entry.kind === "verdict") hashes.add(entry.judgeHash);
    if ("context" in entry && entry.context.customer !== undefined && customers.has(entry.context.customer)) ofCustomers.add(entry.probe.conversation);
  }
  return { name, manifests, ofCustomers, hashes };
}

/** What one journal loses. */
class Cut {
  readonly name: string;
  readonly #gone: ReadonlySet<string>;
  readonly #spending = new Spending();
  readonly conversations = new Set<string>();
  readonly probes = new Set<string>();
  /** Keys of the verdicts that stay. */
  readonly hashes = new Set<string>();
  lines = 0;
  unread = 0;

  constructor(name: string, gone: ReadonlySet<string>) {
    this.name = name;
    this.#gone = gone;
  }

  get touched(): boolean {
    return this.lines > 0;
  }

  /** The line as it goes on, or undefined. */
  keep(text: string): string | undefined {
    const decoded = decodeEntry(text);
    if (!decoded.ok) {
      this.unread++;
      return undefined;
    }
    const kept = this.#kept(decoded.entry);
    if (kept !== decoded.entry) this.lines++;
    if (kept?.kind === "verdict") this.hashes.add(kept.judgeHash);
    return kept === decoded.entry ? text : kept && encodeEntry(kept);
  }

  /** Stands for what was taken out. */
  tombstone({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }): ForgottenEntry {
    return { v: JOURNAL_VERSION, kind: "forgotten", id: ids.unique(), at: clock.now(), conversations: this.conversations.size, probes: this.probes.size, entries: this.lines, spent: this.#spending.sums };
  }

  #kept(entry: JournalEntry): JournalEntry | undefined {
    switch (entry.kind) {
      case "run-started":
      case "run-ended":
      case "forgotten":
        return entry;
      case "verdict":
        if (!this.#gone.has(entry.target.conversation)) return entry;
        this.#spending.add(entry);
        return undefined;
      case "continuation":
      case "failure":
        if (this.#gone.has(entry.probe.conversation)) {
          this.conversations.add(entry.probe.conversation);
          this.probes.add(probeKey(entry.probe));
          this.#spending.add(entry);
          return undefined;
        }
        return entry.kind === "continuation" ? this.#withoutDonors(entry) : entry;
    }
  }

  /** The control may stand on turns of the forgotten. The one shown may be theirs, so the text goes with the first of them. */
  #withoutDonors(entry: Extract<JournalEntry, { kind: "continuation" }>): JournalEntry | undefined {
    const donors = entry.donors?.filter(({ conversation }) => !this.#gone.has(conversation));
    if (!donors || donors.length === entry.donors?.length) return entry;
    for (const { conversation } of entry.donors ?? []) if (this.#gone.has(conversation)) this.conversations.add(conversation);
    return donors.length === 0 ? undefined : { ...entry, donors, text: "" };
  }
}

/** Takes lines out of every file of a folder, also those that cannot be read. Resolves to how many. */
async function strike(journals: JournalStore, folder: string, dryRun: boolean, out: (line: Readonly<Record<string, unknown>>) => boolean): Promise<number> {
  const goes = (text: string): boolean => {
    const line = parsedJson(text);
    return typeof line !== "object" || line === null || out(line as Readonly<Record<string, unknown>>);
  };
  let struck = 0;
  for (const name of await journals.list(folder)) {
    let own = 0;
    for await (const { text } of journals.read(name)) own += Number(goes(text));
    if (own > 0 && !dryRun) await journals.rewrite(name, (text) => (goes(text) ? undefined : text), () => []);
    struck += own;
  }
  return struck;
}
