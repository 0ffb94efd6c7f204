// Owns handing a run of this window to the bundled command line in a terminal, and offering it for long ones. Refuses keys: the command
// line asks for them or reads its own variable.
import path from "node:path";
import * as vscode from "vscode";
import { EDITOR_ENDPOINT } from "../core/editorModel.ts";
import { Failure } from "../core/messages/failure.ts";
import { sentence, type SentenceId } from "../core/messages/sentences.ts";
import { visibleLabel } from "../core/transcript/visible.ts";
import type { Run } from "../study/run.ts";
import type { Study } from "../study/study.ts";
import { language, type Edge } from "./edge.ts";
import { studyFolderOf } from "./home.ts";
import type { Keys } from "./keys.ts";
import type { Running } from "./running.ts";
import { endpoints } from "./settings.ts";

/** Whether moving was offered before on this machine. */
const OFFERED = "fidelity.terminalOffered";
/** Milliseconds a run takes from which on moving it is worth offering. */
const LONG = 20 * 60_000;

export interface ToTerminalParts {
  readonly study: Study;
  readonly running: () => Promise<Running>;
  readonly keys: Keys;
  readonly edge: Edge;
  readonly state: vscode.Memento;
  /** Path of the bundled command line. */
  readonly cli: string;
}

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

export class ToTerminal implements vscode.Disposable {
  readonly #parts: ToTerminalParts;
  readonly #owned: { dispose(): unknown };

  constructor(parts: ToTerminalParts) {
    this.#parts = parts;
    this.#owned = parts.study.onDidChange((event) => {
      if (event.what === "run" && event.run.status === "running" && (event.run.progress.left ?? 0) > LONG) void this.#offer(event.run);
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The window gives the journal up first, then follows what the terminal writes. Rejects with `terminal-editor-model` where only the editor can call the model. */
  async move(run: Run): Promise<void> {
    const { study, running, cli } = this.#parts;
    const home = study.homeOf(run);
    if (home === undefined) throw new Failure("run-not-found", { run: run.id, folder: "" });
    const { simulator, judge, dataset } = run.manifest;
    const named = [simulator, judge].flatMap((each) => (each.kind === "model" ? [each.endpoint] : []));
    if (named.includes(EDITOR_ENDPOINT)) throw new Failure("terminal-editor-model", { run: run.manifest.title });
    const { exportEndpoints } = await import("./models/exportEndpoints.ts");
    await exportEndpoints(endpoints().filter(({ name }) => named.includes(name)), ({ address }) => this.#parts.keys.expected(address));
    await (await running()).handedOver(run);
    const journal = path.join(home, run.name);
    const data = study.datasetOf(run)?.dataset.path ?? dataset.path;
    vscode.window
      .createTerminal({
        name: visibleLabel(run.manifest.title, 60),
        shellPath: process.execPath,
        shellArgs: [cli, "resume", journal, "--data", data, "--yes", "--language", language],
        cwd: studyFolderOf(data) ?? path.dirname(data),
        env: { ELECTRON_RUN_AS_NODE: "1" },
        iconPath: new vscode.ThemeIcon("run-all"),
      })
      .show(true);
    study.follow(run);
  }

  /** Once on a machine: after that people know. */
  async #offer(run: Run): Promise<void> {
    const { state, edge } = this.#parts;
    if (state.get<boolean>(OFFERED)) return;
    await state.update(OFFERED, true);
    const move = say("terminal-move");
    const choice = await vscode.window.showInformationMessage(say("terminal-offer", { title: run.manifest.title }), move);
    if (choice === move) await edge.guard("terminal", () => this.move(run));
  }
}
