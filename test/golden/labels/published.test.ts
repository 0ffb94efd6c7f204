// Agreement with labels that published datasets came with. The numbers are those of test/tools/agreementByHand.py, which shares no code with
// the product; needs ../shared/data and ../shared/recordings.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import { agreementReport } from "../../../src/core/stats/agreementReport.ts";
import { runToEnd } from "../../../src/core/stats/steps.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { nodeDigest } from "../../../src/node/digest.ts";
import { nodeFiles } from "../../../src/node/files.ts";
import { datasetRatings, type JudgedAt } from "../../../src/study/labels/datasetLabels.ts";
import { SCALES } from "../../../src/study/labels/scales.ts";

const SHARED = path.resolve(import.meta.dirname, "../../../../shared");
const RECORDING = path.join(SHARED, "recordings/persuasionforgood/persona.jsonl");
const open = (name: string) => openDataset({ path: path.join(SHARED, "data", name), files: nodeFiles, digest: nodeDigest, signal: new AbortController().signal });

describe.skipIf(!existsSync(RECORDING))("recorded labels against RESPER's people", () => {
  it("agree as they do by the textbook, in each stratum", { timeout: 60_000 }, async () => {
    const states = new Map(readFileSync(RECORDING, "utf8").trim().split("\n").map((line) => {
      const { conversation, turn, real_state: state } = JSON.parse(line) as { conversation: string; turn: number; real_state: { stage: string } };
      return [`${conversation}#${turn}`, state] as const;
    }));
    const judge: JudgedAt = ({ id, outcome }, turn) => {
      const state = states.get(`${id}#${turn}`);
      return state && { label: { status: "valid", ...state }, outcome: outcome.value };
    };
    const [judged, labels] = [await open("persuasionforgood/FullData"), await open("resper/Final_annotations.csv")];
    const rated = await datasetRatings({ labels, judged, scales: SCALES["resper-without-inquiry"] ?? [], codebook: CODEBOOK_V1.en, judge });
    const { groups } = runToEnd(agreementReport(rated.turns, rated.scheme, { seed: 1, draws: 0, correct: false }));
    const found = groups.map(({ outcome, fields: { stage } }) => [outcome, stage?.turns, stage?.raw, stage?.kappa].map((each) => (typeof each === "object" && each.ok ? Number(each.value.toFixed(6)) : each)));
    expect(found).toEqual([
      ["all", 356, 0.879213, 0.465129],
      ["negative", 178, 0.859551, 0.508722],
      ["positive", 178, 0.898876, 0.361499],
    ]);
  });
});
