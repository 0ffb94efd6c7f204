// Owns the conditions a run can be made with: the shipped ones and the templates of a `.fidelity` folder. Refuses their form (core/probe).
import { Failure, isFailure } from "../core/messages/failure.ts";
import { sentence } from "../core/messages/sentences.ts";
import type { Files, Log } from "../core/ports.ts";
import type { Condition } from "../core/probe/condition.ts";
import { conditionNamed, CONDITIONS } from "../core/probe/conditions.ts";
import { LONGEST_TEMPLATE, readTemplate, TEMPLATE_ENDING, type TemplateProblem } from "../core/probe/conditionTemplate.ts";
import { smallText } from "./smallText.ts";

/** The folder of templates inside a `.fidelity` folder. */
export const TEMPLATES_FOLDER = "conditions";

export interface ConditionDoors {
  readonly files: Pick<Files, "open" | "stat" | "list" | "join" | "basename">;
  readonly log: Pick<Log, "warn">;
}

/** A template file: the condition, or the problem that keeps it from being one. */
export interface OwnCondition {
  readonly name: string;
  readonly path: string;
  readonly condition?: Condition;
  readonly problem?: Failure;
}

/** The shipped conditions and those of `<home>/conditions`, by name; templates with faults are logged and left out. Read anew each time: files change. */
export async function conditionsOf(doors: ConditionDoors, home: string): Promise<readonly Condition[]> {
  const own = await ownConditions(doors, home);
  for (const { problem } of own) if (problem) doors.log.warn(sentence(problem.id, problem.values));
  return [...CONDITIONS, ...own.flatMap(({ condition }) => condition ?? [])];
}

/** The template files of `<home>/conditions`, in order of names. */
export async function ownConditions(doors: ConditionDoors, home: string): Promise<readonly OwnCondition[]> {
  const folder = doors.files.join(home, TEMPLATES_FOLDER);
  const names = (await doors.files.list(folder)).filter((name) => name.endsWith(TEMPLATE_ENDING));
  return Promise.all(names.map((name) => templateAt(doors, doors.files.join(folder, name))));
}

/**
 * The condition a setup names: a shipped one, a template of `home` by its name, or the template file at an absolute path.
 * Rejects with `condition-not-found`, or with what is wrong with the template.
 */
export async function conditionCalled(doors: ConditionDoors, home: string, called: string): Promise<Condition> {
  const shipped = conditionNamed(called);
  if (shipped) return shipped;
  const path = called.endsWith(TEMPLATE_ENDING) ? called : doors.files.join(home, TEMPLATES_FOLDER, `${called}${TEMPLATE_ENDING}`);
  if (path === called || (isName(called) && (await doors.files.stat(path))?.kind === "file")) {
    const { condition, problem } = await templateAt(doors, path);
    if (condition) return condition;
    throw problem ?? new Failure("file-not-found", { path });
  }
  throw new Failure("condition-not-found", { condition: called, known: (await conditionsOf(doors, home)).map(({ name }) => name).join(", ") });
}

/** A name leads to a file of the folder, never out of it. */
function isName(called: string): boolean {
  return !/[/\\]|^\.+$/u.test(called);
}

async function templateAt({ files }: ConditionDoors, path: string): Promise<OwnCondition> {
  const name = files.basename(path).slice(0, -TEMPLATE_ENDING.length);
  const wrong = ({ line, id, values }: Pick<TemplateProblem, "line" | "id" | "values">): OwnCondition => ({ name, path, problem: new Failure("template-wrong", { path, line, problem: sentence(id, values) }) });
  if (conditionNamed(name)) return wrong({ line: 1, id: "template-name-shipped", values: { name } });
  let source: string;
  try {
    // A character has at most four bytes; the reader says more precisely what is too long.
    source = await smallText(files, path, 4 * LONGEST_TEMPLATE);
  } catch (error) {
    if (isFailure(error)) return { name, path, problem: error };
    throw error;
  }
  const { condition, problems } = readTemplate(source, name);
  const error = problems.find(({ severity }) => severity === "error");
  return error ? wrong(error) : { name, path, ...(condition ? { condition } : {}) };
}
