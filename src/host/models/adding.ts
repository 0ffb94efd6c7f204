// Owns the questions by which an endpoint and a model of it are added: server, address, name, key, model. Refuses storing what was answered.
import * as vscode from "vscode";
import { EDITOR_ENDPOINT } from "../../core/editorModel.ts";
import { PRESETS, type Preset } from "../../core/endpoint/presets.ts";
import { isFailure } from "../../core/messages/failure.ts";
import { sentence, type SentenceId } from "../../core/messages/sentences.ts";
import { askAll, type Step } from "../asking.ts";
import { language } from "../edge.ts";

/** What was answered; `key` is empty where none was given. */
export interface Added {
  readonly name: string;
  readonly address: string;
  readonly key: string;
  readonly model: string;
}

/** What the questions need to know. */
export interface AddingParts {
  /** Names and addresses of endpoints there are. */
  readonly known: readonly { readonly name: string; readonly address: string }[];
  /** The key kept for an address, if any. */
  readonly keyOf: (address: string) => Promise<string | undefined>;
  /** The models a server lists. Rejects with a `Failure` where it does not. */
  readonly list: (server: { readonly name: string; readonly address: string; readonly key: string | undefined }, signal: AbortSignal) => Promise<readonly string[]>;
}

interface Answers extends Added {
  readonly preset: Preset | undefined;
}

const say = (id: SentenceId, values: Readonly<Record<string, string | number>> = {}): string => sentence(id, values, language);

/** Asks; undefined when the person gave up. Nothing is stored meanwhile. */
export async function askForModel(parts: AddingParts): Promise<Added | undefined> {
  const first: Answers = { preset: undefined, name: "", address: "", key: "", model: "" };
  return askAll(say("add-model-title"), first, [serverStep, addressStep, nameStep(parts), keyStep(parts), modelStep(parts)], () => undefined);
}

const serverStep: Step<Answers> = (answers, ask) => {
  const presets = PRESETS.map((preset) => ({ label: preset.name, description: preset.address, detail: say(preset.local ? "preset-local" : "preset-hosted"), value: preset }));
  return ask.one(say("ask-server"), [...presets, { label: say("preset-other"), value: undefined }], (preset) => ({ ...answers, preset, name: preset?.name ?? "", address: preset?.address ?? "" }));
};

/** The part of an address that stands for the person's own. */
const OPEN_PART = "RESOURCE";

const addressStep: Step<Answers> = async (answers, ask) => {
  const { preset } = answers;
  if (preset && !preset.local && !preset.address.includes(OPEN_PART)) return "skip";
  return ask.text(say("ask-address"), answers.address, addressProblem, (address) => ({ ...answers, address: address.trim() }));
};

/** A web address without anybody's name and password in it, and with nothing left open. */
export function addressProblem(text: string): string | undefined {
  const url = URL.parse(text.trim());
  const usable = url !== null && /^https?:$/u.test(url.protocol) && url.username === "" && url.password === "" && !text.includes(OPEN_PART);
  return usable ? undefined : say("address-wrong");
}

function nameStep({ known }: AddingParts): Step<Answers> {
  return async (answers, ask) => {
    if (answers.preset && !known.some(({ name, address }) => name === answers.name && address !== answers.address)) return "skip";
    return ask.text(say("ask-endpoint-name"), answers.preset ? "" : new URL(answers.address).host, (name) => nameProblem(name, answers.address, known), (name) => ({ ...answers, name: name.trim() }));
  };
}

function nameProblem(text: string, address: string, known: AddingParts["known"]): string | undefined {
  const name = text.trim();
  if (name === "" || name === EDITOR_ENDPOINT) return say("endpoint-name-wrong", { name: EDITOR_ENDPOINT });
  const other = known.find((each) => each.name === name && each.address !== address);
  return other && say("endpoint-name-taken", { name, address: other.address });
}

function keyStep({ keyOf }: AddingParts): Step<Answers> {
  return async (answers, ask) => {
    if (answers.preset?.keyed === false) return "skip";
    const { origin } = new URL(answers.address);
    const kept = (await keyOf(answers.address)) !== undefined;
    return ask.text(`${say(kept ? "ask-key-kept" : "ask-key", { origin })} ${say("ask-key-hint", { origin })}`, "", () => undefined, (key) => ({ ...answers, key: key.trim() }), true);
  };
}

/** From the server's own list; typed where it has none. */
function modelStep({ keyOf, list }: AddingParts): Step<Answers> {
  return async (answers, ask) => {
    const key = answers.key === "" ? await keyOf(answers.address) : answers.key;
    const { models, why } = await listed(list, { name: answers.name, address: answers.address, key });
    const typed = { label: say("model-typed"), value: "" };
    const chosen = models.length === 0 ? { ...answers, model: "" } : await ask.one(say("ask-model-listed", { count: models.length }), [...models.map((model) => ({ label: model, value: model })), typed], (model) => ({ ...answers, model }));
    if (typeof chosen !== "object" || chosen.model !== "") return chosen;
    return ask.text([...(why === undefined ? [] : [why]), say("ask-model")].join(" "), "", (text) => (text.trim() === "" ? say("ask-model") : undefined), (model) => ({ ...answers, model: model.trim() }));
  };
}

async function listed(list: AddingParts["list"], server: Parameters<AddingParts["list"]>[0]): Promise<{ readonly models: readonly string[]; readonly why?: string }> {
  const title = say("listing-models", { endpoint: server.name });
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    try {
      return { models: await list(server, AbortSignal.timeout(LISTING)) };
    } catch (error) {
      return { models: [], why: isFailure(error) ? say(error.id, error.values) : say("models-not-listed", { endpoint: server.name, code: "-" }) };
    }
  });
}

/** Milliseconds a list of models may take: somebody is looking at the question. */
const LISTING = 10_000;
