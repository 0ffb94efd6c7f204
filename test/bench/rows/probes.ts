// A planned run against a server that answers in about 20 ms: simulator calls, lexicon labels, journal. Beside it the bound and a bare loop
// over the same package. The editor's surfaces are not measured here (arriving.ts).
import { rmSync } from "node:fs";
import OpenAI from "openai";
import { conditionMessages } from "../../../src/core/probe/condition.ts";
import { CONDITIONS } from "../../../src/core/probe/conditions.ts";
import { prefixAt } from "../../../src/core/probe/prefix.ts";
import { probesOf } from "../../../src/core/probe/rule.ts";
import { openaiChat } from "../../../src/models/openaiChat.ts";
import { nodeClock } from "../../../src/node/clock.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeIds } from "../../../src/node/ids.ts";
import { resolve } from "../../../src/study/parts.ts";
import type { PlanOptions } from "../../../src/study/plan.ts";
import { DEFAULT_SETUP, type Setup } from "../../../src/study/setup.ts";
import { Study } from "../../../src/study/study.ts";
import { probedDataset, writeProbed } from "../data/datasets.ts";
import { withServer } from "../data/server.ts";
import { doorsOf, homeIn, loud } from "../doors.ts";
import { limitLine, ratioLine, residentSet, shareLine, timeLine, valueOf } from "../lines.ts";
import { expecting, measured } from "../measure.ts";
import { byPromptfoo } from "./promptfoo.ts";
import type { Context, Line, Measured, Part, Row } from "../row.ts";

const SETUP: Setup = { ...DEFAULT_SETUP, simulator: { kind: "model", endpoint: "bench", model: "fake" } };
const OPTIONS: PlanOptions = { rule: { kind: "fractions", fractions: [0.25, 0.5, 0.75, 1] }, seed: 1 };

/** Calls the command line makes at once: no setting changes it there. */
const SHIPPED = 16;

export const probes: Row = {
  name: "probes",
  rounds: 2,
  prepare: async (context) => writeProbed(context),
  parts: {
    shipped: (context) => ours(context, undefined),
    quarter: (context) => ours(context, 20, 0.25),
    ours20: (context) => ours(context, 20),
    bare20: bare(20),
    promptfoo20: promptfoo(20),
    ours100: (context) => ours(context, 100),
    bare100: bare(100),
    promptfoo100: promptfoo(100),
  },
  lines: (parts, context) => [
    ...atOnce(parts, context, "shipped", SHIPPED, 95, undefined),
    ...atOnce(parts, context, "ours20", 20, 95, "bare20"),
    timeLine("", parts, "ours20", "promptfoo, start and report included", "promptfoo20"),
    ...atOnce(parts, context, "ours100", 100, 80, "bare100"),
    timeLine("", parts, "ours100", "promptfoo, start and report included", "promptfoo100"),
    limitLine("resident set, 20 at once", residentSet(parts, "ours20"), "MB", 200),
    ratioLine("", residentSet(parts, "ours20"), "bare loop over openai", residentSet(parts, "bare20"), "MB"),
    ratioLine("the same, flat in n", residentSet(parts, "ours20"), "a quarter of the probes", residentSet(parts, "quarter"), "MB", 1.1),
  ],
};

function atOnce(parts: Measured, context: Context, part: string, width: number, share: number, beside: string | undefined): readonly Line[] {
  const took = valueOf(parts, part, ({ seconds }) => seconds);
  const bound = valueOf(parts, part, ({ numbers: { probes: count = 0, latency = 0 } }) => (count * latency) / 1000 / width);
  const latency = valueOf(parts, part, (sample) => sample.numbers.latency);
  const what = typeof latency === "number" ? `bound at ${latency.toFixed(1)} ms a call` : "bound";
  const name = part === "shipped" ? `as the command line runs, ${width} at once` : `${width} at once`;
  const work = `${probedDataset(context).conversations * 4} probes, ${name}`;
  return [
    ratioLine(work, took, what, bound, "s"),
    shareLine("of the bound reached", bound, took, share),
    ...(beside === undefined ? [] : [timeLine("", parts, part, "bare loop over openai", beside, 1.05)]),
  ];
}

/** A whole run from its first call to its last journal line. Without a width it goes as the command line does. */
function ours(context: Context, width: number | undefined, share = 1): ReturnType<Part> {
  return withServer(context, async ({ baseUrl, milliseconds }) => {
    const chat = openaiChat({ name: "bench", baseUrl, model: "fake", ...(width === undefined ? {} : { mostCalls: width }) }, { clock: nodeClock });
    const doors = doorsOf(() => chat);
    const study = new Study(doors);
    const home = homeIn(context.folder, `probes-${process.pid}`);
    const { signal } = new AbortController();
    const { path, conversations } = probedDataset(context);
    const open = await study.openPath(path, "probed", home, undefined, undefined, signal);
    const { run, plan } = await study.plan(open, SETUP, { ...OPTIONS, limit: Math.floor(conversations * share) }, signal);
    const resolved = await resolve(open.dataset, home, SETUP, doors, new WeakMap(), signal);
    const { simulatorDoor: simulator, condition, labeller } = resolved;
    const sample = await measured(
      () =>
        width === undefined
          ? study.carryOut(open, SETUP, run, plan, signal)
          : run.start(plan, { dataset: open.dataset, simulator, condition, labeller, clock: nodeClock, ids: nodeIds, digest: nodeDigest, width }, loud, signal),
      () => ({ probes: run.progress.done, failed: run.progress.failed, latency: milliseconds }),
    );
    await study.close();
    rmSync(home, { recursive: true, force: true });
    return expecting(sample, { probes: plan.manifest.plannedProbes, failed: 0 });
  });
}

type Message = { role: "system" | "user" | "assistant"; content: string };

/** The messages of every probe, as a run would send them. */
async function everyCall(context: Context): Promise<readonly Message[][]> {
  const study = new Study(doorsOf());
  const { signal } = new AbortController();
  const open = await study.openPath(probedDataset(context).path, "probed", homeIn(context.folder, `bare-${process.pid}`), undefined, undefined, signal);
  const [condition] = CONDITIONS;
  if (!condition) throw new Error("no condition is shipped");
  const all: Message[][] = [];
  for await (const conversation of open.dataset.all(signal)) {
    for (const { turn } of probesOf(conversation, OPTIONS.rule)) all.push([...conditionMessages(condition, prefixAt(conversation, turn))]);
  }
  return all;
}

function promptfoo(width: number): Part {
  return (context) => withServer(context, async ({ baseUrl }) => byPromptfoo(await everyCall(context), baseUrl, width, context.folder));
}

/** The same messages, streamed through the package and thrown away, so many at once. */
function bare(width: number): Part {
  return (context) =>
    withServer(context, async ({ baseUrl, milliseconds }) => {
      const all = await everyCall(context);
      const client = new OpenAI({ baseURL: baseUrl, apiKey: "none", maxRetries: 0 });
      const waiting = all[Symbol.iterator]();
      const worker = async (): Promise<void> => {
        for (const messages of waiting) {
          const stream = await client.chat.completions.create({ model: "fake", messages, stream: true, stream_options: { include_usage: true }, temperature: 1, max_completion_tokens: 300 });
          let text = "";
          for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
          if (text === "") throw new Error("an empty answer");
        }
      };
      return measured(() => Promise.all(Array.from({ length: width }, worker)), () => ({ probes: all.length, latency: milliseconds }));
    });
}
