// Owns probing turns by hand in the editor: which setup, progress, and what happens where a recording has nothing. Refuses planned runs.
import * as vscode from "vscode";
import { isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import { DEFAULT_SETUP, setupOfManifest, type Setup } from "../study/setup.ts";
import type { OpenDataset, Study } from "../study/study.ts";
import type { ContinuationView } from "../study/turnViews.ts";
import type { Consent } from "./consent.ts";
import { language, type Edge } from "./edge.ts";
import type { Setups } from "./setups.ts";

/** A user turn a surface points at. */
export interface TurnPlace {
  readonly open: OpenDataset;
  readonly conversation: string;
  readonly turn: number;
}

export class Probing {
  readonly #study: Study;
  readonly #setups: Setups;
  readonly #consent: Consent;
  readonly #edge: Edge;
  readonly #recordings: string;

  /** `recordings` is the folder of the built-in recorded runs. */
  constructor(study: Study, setups: Setups, consent: Consent, edge: Edge, recordings: string) {
    this.#study = study;
    this.#setups = setups;
    this.#consent = consent;
    this.#edge = edge;
    this.#recordings = recordings;
  }

  /** Probes with the current setup; one more sample where it was probed before. */
  probe(place: TurnPlace): Promise<void> {
    return this.#probe(place, [this.#setups.current(place.open)], undefined);
  }

  /** Asks for several simulators and runs them side by side. */
  async probeWith(place: TurnPlace): Promise<void> {
    const setups = await this.#setups.chooseSeveral(place.open);
    if (setups.length > 0) await this.#probe(place, setups, undefined);
  }

  /** Tries again what a continuation lacks, under its own number. */
  tryAgain(place: TurnPlace, { run, sample }: Pick<ContinuationView, "run" | "sample">): Promise<void> {
    return this.#probe(place, [this.#setupOf(place, run)], sample);
  }

  /** Probes the turn once more as a continuation there was made; it is kept and counted, and replaces nothing. */
  oneMoreSample(place: TurnPlace, { run }: Pick<ContinuationView, "run">): Promise<void> {
    return this.#probe(place, [this.#setupOf(place, run)], undefined);
  }

  #setupOf({ open }: TurnPlace, run: string): Setup {
    const manifest = this.#study.manifestOf(open, run);
    return (manifest && setupOfManifest(manifest, this.#recordings)) ?? this.#setups.current(open);
  }

  async #probe({ open, conversation: id, turn }: TurnPlace, setups: readonly Setup[], sample: number | undefined): Promise<void> {
    const conversation = await open.dataset.read(id);
    const agreed = await this.#consent.agreed({ open, setups: setups.map((setup) => this.#setups.redacted(open, setup)), example: { conversation, turn } });
    if (!agreed) return;
    const title = sentence("probing-turn", { turn: turn + 1, conversation: id }, language);
    await this.#edge.progress(title, vscode.ProgressLocation.Window, async (_report, signal) => {
      await Promise.all(agreed.map((setup) => this.#one(open, conversation, turn, setup, sample, signal)));
    });
  }

  /** A recording has continuations at some turns only; elsewhere the offline control answers, and says so. */
  async #one(open: OpenDataset, conversation: Awaited<ReturnType<OpenDataset["dataset"]["read"]>>, turn: number, setup: Setup, sample: number | undefined, signal: AbortSignal): Promise<void> {
    if (setup.simulator.kind !== "recorded" || (await this.#study.isRecorded(open, setup, conversation.id, turn, signal))) {
      await this.#study.probeTurn(open, conversation, turn, setup, sample, signal);
      return;
    }
    void vscode.window.setStatusBarMessage(sentence("not-recorded-here", {}, language), 8_000);
    try {
      await this.#study.probeTurn(open, conversation, turn, DEFAULT_SETUP, sample, signal);
    } catch (error) {
      if (!isFailure(error)) throw error;
      this.#edge.show("probe", error);
    }
  }
}
