// Owns what one click uses in this workspace, and choosing it. Refuses endpoints' addresses and keys.
import path from "node:path";
import * as vscode from "vscode";
import * as z from "zod/mini";
import { EDITOR_ENDPOINT } from "../core/editorModel.ts";
import type { Instrument } from "../core/instrument/instruments.ts";
import type { Condition } from "../core/probe/condition.ts";
import { CONTROL_RUNGS } from "../core/probe/controlRung.ts";
import { sentence } from "../core/messages/sentences.ts";
import { COMMANDS, PROMPT_LANGUAGE } from "../ids.ts";
import { setupSchema } from "../protocol/setup.ts";
import { Emitter } from "../study/emitter.ts";
import { DEFAULT_SETUP, type JudgeChoice, type Setup, type SimulatorChoice } from "../study/setup.ts";
import type { OpenDataset } from "../study/study.ts";
import { SAMPLE_KEY, type Datasets } from "./datasets.ts";
import { language } from "./edge.ts";
import type { RedactedDatasets } from "./redactedDatasets.ts";
import { endpoints } from "./settings.ts";

const STORED = "fidelity.setup";

/** A setup given to a command as an argument, e.g. by a key binding or a task; what is not given is the default. Undefined when it is none. */
export function setupFrom(value: unknown): Setup | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const parsed = z.safeParse(setupSchema, { ...DEFAULT_SETUP, ...value });
  return parsed.success ? parsed.data : undefined;
}

type Item<T> = vscode.QuickPickItem & { readonly value?: T };

/** The conditions there are for runs kept in a `.fidelity` folder. */
export type Conditions = (home: string) => Promise<readonly Pick<Condition, "name">[]>;
/** The instruments there are for them. */
export type Instruments = (home: string) => Promise<readonly Instrument[]>;

export class Setups {
  readonly #state: vscode.Memento;
  readonly #datasets: Datasets;
  readonly #redacted: RedactedDatasets;
  readonly #conditions: Conditions;
  readonly #instruments: Instruments;
  readonly #changed = new Emitter<undefined>();

  constructor(state: vscode.Memento, datasets: Datasets, redacted: RedactedDatasets, conditions: Conditions, instruments: Instruments) {
    this.#state = state;
    this.#redacted = redacted;
    this.#conditions = conditions;
    this.#instruments = instruments;
    this.#datasets = datasets;
  }

  readonly onDidChange = this.#changed.on;

  /** The setup in use for a dataset: the chosen one, else the recorded persona run on the sample, else control and lexicon. */
  current(open: OpenDataset | undefined): Setup {
    const stored = z.safeParse(setupSchema, this.#state.get(STORED));
    if (stored.success && (stored.data.simulator.kind !== "recorded" || open?.key === SAMPLE_KEY)) return this.redacted(open, stored.data);
    return open?.key === SAMPLE_KEY ? this.#datasets.sampleSetup("persona") : this.redacted(open, DEFAULT_SETUP);
  }

  /** The setup as it is used on a dataset: redacted where that is switched on and a model takes part, unless it says itself. */
  redacted(open: OpenDataset | undefined, setup: Setup): Setup {
    const asksModels = setup.simulator.kind === "model" || setup.judge.kind === "model";
    return asksModels && setup.redact === undefined && open && this.#redacted.has(open.hash) ? { ...setup, redact: true } : setup;
  }

  /** Asks for simulator, condition, judge and samples in turn; undefined when the person left, and nothing changed then. */
  async choose(open: OpenDataset | undefined): Promise<Setup | undefined> {
    const simulator = await this.pickSimulator(open);
    if (!simulator) return undefined;
    const recorded = simulator.kind === "recorded";
    const condition = simulator.kind === "model" ? await pick(await this.#conditionItems(open), "choose-condition") : conditionOf(simulator);
    if (condition === undefined) return undefined;
    const judge = recorded ? ({ kind: "recorded" } as const) : await this.#pickJudge(open);
    if (!judge) return undefined;
    const samples = simulator.kind === "model" ? await pick([1, 2, 3, 5].map((value): Item<number> => ({ label: String(value), value })), "choose-samples") : 1;
    if (samples === undefined) return undefined;
    const setup: Setup = { ...DEFAULT_SETUP, simulator, condition, judge, samples };
    await this.#state.update(STORED, setup);
    this.#changed.fire(undefined);
    return setup;
  }

  /** Several simulators side by side on one turn: each with condition and judge of the current setup. */
  async chooseSeveral(open: OpenDataset | undefined): Promise<readonly Setup[]> {
    const chosen = await pickMany(await this.#simulators(open), "choose-simulators");
    const current = this.current(open);
    return chosen.map((simulator) => ({ ...current, simulator, condition: conditionFor(simulator, current.condition), judge: judgeFor(simulator, current.judge) }));
  }

  /** Every chosen model under every chosen condition, and other simulators once, all labelled by the same judge; none when the person left. */
  async chooseTogether(open: OpenDataset): Promise<readonly Setup[]> {
    const simulators = await pickMany(await this.#simulators(open), "choose-together");
    if (simulators.length === 0) return [];
    const asksModels = simulators.some(({ kind }) => kind === "model");
    const conditions = asksModels ? await pickMany(await this.#conditionItems(open), "choose-conditions") : [DEFAULT_SETUP.condition];
    const judge = conditions.length > 0 && simulators.some(({ kind }) => kind !== "recorded") ? await this.#pickJudge(open) : ({ kind: "lexicon" } as const);
    if (!judge) return [];
    return simulators.flatMap((simulator) =>
      (simulator.kind === "model" ? conditions : [conditionFor(simulator, DEFAULT_SETUP.condition)]).map((condition): Setup => ({ ...DEFAULT_SETUP, simulator, condition, judge: judgeFor(simulator, judge) })),
    );
  }

  async #conditionItems(open: OpenDataset | undefined): Promise<readonly Item<string>[]> {
    const { CONDITIONS, conditionNamed } = await import("../core/probe/conditions.ts");
    const shipped = (name: string): name is "persona" => conditionNamed(name) !== undefined;
    const conditions = open ? await this.#conditions(open.home) : CONDITIONS;
    return conditions.map(({ name }) => ({ label: name, description: sentence(shipped(name) ? `condition-${name}` : "condition-own", { path: `${name}.${PROMPT_LANGUAGE}` }, language), value: name }));
  }

  /** A model also needs a codebook and how much it sees. */
  async #pickJudge(open: OpenDataset | undefined): Promise<JudgeChoice | undefined> {
    const judge = await pickJudge();
    if (judge?.kind !== "model" || !open) return judge;
    const { chooseCodebook } = await import("./chooseCodebook.ts");
    return chooseCodebook(judge, await this.#instruments(open.home));
  }

  async pickSimulator(open: OpenDataset | undefined): Promise<SimulatorChoice | undefined> {
    return pick([...(await this.#simulators(open)), ...addModelItem()], "choose-simulator");
  }

  async #simulators(open: OpenDataset | undefined): Promise<readonly Item<SimulatorChoice>[]> {
    const say = (id: Parameters<typeof sentence>[0]): string => sentence(id, {}, language);
    const recorded = open?.key === SAMPLE_KEY
      ? (["persona", "may-disengage"] as const).map((condition): Item<SimulatorChoice> => ({ label: `${say("simulator-recorded")} · ${condition}`, description: say("simulator-recorded-invented"), value: this.#datasets.sampleSetup(condition).simulator }))
      : [];
    const control = CONTROL_RUNGS.map((rung): Item<SimulatorChoice> => ({ label: `${say("simulator-control")} ${rung}`, description: say(`control-${rung}`), value: { kind: "control", rung } }));
    return [...(await modelItems()), ...recorded, ...control];
  }
}

/** A replay brings its own condition, the control has none; a model takes the one given. */
function conditionFor(simulator: SimulatorChoice, condition: string): string {
  return simulator.kind === "model" ? condition : conditionOf(simulator);
}

/** The states of a recording belong to it alone. */
function judgeFor(simulator: SimulatorChoice, judge: JudgeChoice): JudgeChoice {
  if (simulator.kind === "recorded") return { kind: "recorded" };
  return judge.kind === "recorded" ? { kind: "lexicon" } : judge;
}

/** Every item that was ticked; none when the person left. */
async function pickMany<T>(items: readonly Item<T>[], title: "choose-simulators" | "choose-together" | "choose-conditions"): Promise<readonly T[]> {
  const offered = items.filter((item) => item.value !== undefined);
  const chosen = (await vscode.window.showQuickPick(offered, { canPickMany: true, title: sentence(title, {}, language) })) ?? [];
  return chosen.flatMap(({ value }) => (value === undefined ? [] : [value]));
}

/** The condition a replay stands for is its file's name; the control has none of its own. */
function conditionOf(simulator: SimulatorChoice): string {
  return simulator.kind === "recorded" ? path.basename(simulator.path, ".jsonl") : DEFAULT_SETUP.condition;
}

type ModelChoice = { readonly kind: "model"; readonly endpoint: string; readonly model: string };

/** Models of endpoints, then the editor's own, which say what they are good for. */
async function modelItems(): Promise<readonly Item<ModelChoice>[]> {
  const off = vscode.workspace.isTrusted ? undefined : sentence("endpoints-off", {}, language);
  const { offeredModels } = await import("./editorModels.ts");
  const editors = (await offeredModels()).map(({ name, label }): Item<ModelChoice> => ({
    label,
    description: `${sentence("editor-models", {}, language)} · ${name}`,
    detail: off ?? sentence("editor-model-trial", {}, language),
    value: { kind: "model", endpoint: EDITOR_ENDPOINT, model: name },
  }));
  const own = endpoints().flatMap(({ name, address, models = [] }) =>
    models.map((each) => ({ label: each, description: `${name} · ${new URL(address).origin}`, ...(off === undefined ? {} : { detail: off }), value: { kind: "model" as const, endpoint: name, model: each } })),
  );
  return [...own, ...editors];
}

function addModelItem(): readonly Item<never>[] {
  return [{ label: `$(add) ${sentence("add-a-model", {}, language)}`, alwaysShow: true }];
}

async function pickJudge(): Promise<JudgeChoice | undefined> {
  const lexicon: Item<JudgeChoice> = { label: sentence("judge-lexicon", {}, language), description: sentence("judge-lexicon-floor", {}, language), value: { kind: "lexicon" } };
  return pick<JudgeChoice>([...(await modelItems()), lexicon, ...addModelItem()], "choose-judge");
}

/** An item without a value is "Add a model": it leaves the question and opens that flow. */
async function pick<T>(items: readonly Item<T>[], title: "choose-simulator" | "choose-condition" | "choose-judge" | "choose-samples"): Promise<T | undefined> {
  const chosen = await vscode.window.showQuickPick(items, { title: sentence(title, {}, language), matchOnDescription: true });
  if (chosen && chosen.value === undefined) void vscode.commands.executeCommand(COMMANDS.addModel);
  return chosen?.value;
}
