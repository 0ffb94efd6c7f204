// Everything method.md asks of a receipt is in it, made from the journal alone.
import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import type { RunManifest } from "../../../../src/core/journal/entry.ts";
import { Failure } from "../../../../src/core/messages/failure.ts";
import { templateText } from "../../../../src/core/probe/condition.ts";
import { conditionNamed } from "../../../../src/core/probe/conditions.ts";
import { htmlPage, markdownPage } from "../../../../src/core/receipt/document.ts";
import { receiptPage } from "../../../../src/core/receipt/page.ts";
import type { Receipt } from "../../../../src/core/receipt/shape.ts";
import { nodeDigest } from "../../../../src/node/digest.ts";
import { receiptSchema } from "../../../../src/protocol/receipt.ts";
import { receiptOf } from "../../../../src/study/receipts/receiptOf.ts";
import type { Setup } from "../../../../src/study/setup.ts";
import { checked, HOME, MODEL_SETUP, nativeText, never, opened, OPTIONS, sayingChat, windowOn } from "../onMemory.ts";
import { receiptDoors } from "./receiptDoors.ts";

const SETUP: Setup = { ...MODEL_SETUP, condition: "may-disengage", samples: 2, temperature: 0.7, maxTokens: 120 };

/** A run with one of everything that can happen to a sample. */
async function eventful(): Promise<{ receipt: Receipt; manifest: RunManifest; dataset: string }> {
  const chat = sayingChat();
  const window = windowOn({ chat });
  const open = await opened(window, nativeText(6) + nativeText(1, { users: 1 }).replace("c-0", "c-short"));
  const simulations = new Map<number, string | Failure>([[2, "[LEAVE]"], [5, ""], [7, new Failure("answer-refused", { endpoint: "local" })], [8, new Failure("answer-cut-by-length", { endpoint: "local" })]]);
  let asked = 0;
  chat.before = ({ schema }) => {
    const planned = schema ? undefined : simulations.get(++asked);
    return planned instanceof Failure ? planned : undefined;
  };
  chat.says = ({ schema, messages }) => {
    if (schema) return messages.some(({ content }) => content.includes('"label":true,"role":"user","text":"User 2 answers 2')) ? "no verdict at all" : undefined;
    const planned = simulations.get(asked);
    return planned instanceof Failure ? undefined : planned;
  };
  const { run, plan } = await window.study.plan(open, SETUP, { ...OPTIONS, seed: 42 }, new AbortController().signal);
  await window.study.carryOut(open, SETUP, run, plan, new AbortController().signal);
  return { receipt: await receiptOf(run, { home: HOME }, receiptDoors(window), never), manifest: run.manifest, dataset: open.hash };
}

describe("the receipt of a run", () => {
  it("says everything method.md asks for, follows its schema and survives JSON", async () => {
    const { receipt, manifest, dataset } = await eventful();
    const read: unknown = JSON.parse(JSON.stringify(receipt));
    expect(z.safeParse(receiptSchema, read)).toMatchObject({ success: true });
    expect(read).toEqual(receipt);
    const template = templateText(conditionNamed("may-disengage")!);
    expect(receipt).toMatchObject({
      humanReference: true,
      hashes: { dataset, plan: manifest.planHash, template: nodeDigest.sha256(template), instrument: manifest.instrument.hash, files: {} },
      dataset: { users: "unknown", mergeWithinMinutes: 10, ledger: { conversationsRead: 7, conversationsKept: 7, outcomes: { positive: 4, negative: 3, unknown: 0 } } },
      probes: { rule: { kind: "fractions", fractions: [0.3, 0.6, 0.9] }, orderSeed: 42, statisticsSeed: 42, samples: 2, margin: 0.15, plannedProbes: 18, plannedConversations: 6, conversationsWithoutProbe: 1 },
      simulator: { identity: { kind: "model", origin: "http://127.0.0.1:1", model: "m" }, settings: { temperature: 0.7, maxTokens: 120 }, served: { "m-served": 34 } },
      condition: { name: "may-disengage", template, offersExit: true },
      profileFields: ["age"],
      judge: { identity: { kind: "model", model: "m" }, settings: { temperature: 0 } },
      instrument: { version: "1", window: "causal" },
      counts: { conversations: 6, probes: 18, samples: 36, reply: 32, leave: 1, silence: 1, real: { valid: 17, invalid: 1 }, simulated: { valid: 32, invalid: 0 }, refused: 1, truncated: 1, empty: 0, failed: 2, retried: 0, unreadLines: 0 },
      statistics: { options: { seed: 42, look: false, invented: false, offersExit: true }, counts: { conversations: 6, probes: 18, samples: 34 } },
      privacy: { redaction: [], sentTo: ["http://127.0.0.1:1"], holdsTexts: false },
      agreement: { made: false },
      software: { run: { name: "decision-fidelity", version: "0.1.0" } },
    });
    expect([receipt.run.began, receipt.run.ended].every((at) => !Number.isNaN(Date.parse(at)))).toBe(true);
    expect("path" in receipt.dataset).toBe(false);
  });

  it("holds no text, no key, and nobody's name, in any form and language", async () => {
    const { receipt } = await eventful();
    for (const language of ["en", "zh"] as const) {
      const page = receiptPage(receipt, language);
      for (const text of [JSON.stringify(receipt), markdownPage(page), htmlPage(page)]) {
        expect(text).not.toMatch(/Agent says|answers \d|maybe later|authorization|api.?key|c-[0-5]\b/i);
        expect(text).not.toMatch(/undefined|NaN/);
      }
      expect(htmlPage(page)).not.toMatch(/<script|https?:(?!\/\/(?:www\.w3\.org|127))|javascript:|url\(/i);
    }
  });

  it("shows a few continuations where it is asked to, and says so", async () => {
    const window = windowOn({ chat: sayingChat() });
    const run = await checked(window, await opened(window), MODEL_SETUP);
    const receipt = await receiptOf(run, { home: HOME, withExamples: true }, receiptDoors(window), never);
    expect(receipt.privacy.holdsTexts).toBe(true);
    expect(receipt.examples!.length).toBeGreaterThan(0);
    expect(markdownPage(receiptPage(receipt, "en"))).toContain(receipt.examples![0]!.simulatedText);
  });

  it("tells whose draw the control was, and that nothing was sent anywhere", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window));
    const receipt = await receiptOf(run, { home: HOME }, receiptDoors(window), never);
    expect(receipt).toMatchObject({ simulator: { identity: { kind: "control", rung: "C1", donors: 20 }, settings: { seed: 1 } }, judge: { identity: { kind: "lexicon" } }, privacy: { sentTo: [] } });
    expect(markdownPage(receiptPage(receipt, "en"))).toContain("nowhere: it stayed on the machine");
  });

  it("is refused for an unfinished run, an invented one and hand-picked probes, each with its sentence", async () => {
    const window = windowOn();
    const run = await checked(window, await opened(window));
    const journal = window.disk.files.get(run.name)!;
    const refusal = async (text: string): Promise<unknown> => {
      window.disk.files.set("runs/other.jsonl", text);
      return receiptOf({ name: "runs/other.jsonl", journals: run.journals }, { home: HOME }, receiptDoors(window), never).then(() => "made", (error: unknown) => (error as Failure).id);
    };
    expect(await refusal(journal)).toBe("made");
    expect(await refusal(journal.trimEnd().split("\n").slice(0, -1).join("\n"))).toBe("receipt-unfinished");
    expect(await refusal(journal.replace('"provenance":"generated"', '"provenance":"invented"'))).toBe("receipt-invented");
    expect(await refusal(journal.replace('"planned":true', '"planned":false'))).toBe("receipt-hand-picked");
  });
});
