// Owns labelled probes by seed, three a conversation, whose negative stratum leans towards engagement. Refuses looking like anybody's data.
import { CODEBOOK_V1 } from "../../../src/core/instrument/codebookV1.ts";
import type { LabelledProbe } from "../../../src/core/stats/labelledProbe.ts";
import { RandomStream } from "../../../src/core/stats/random.ts";

const STAGES = CODEBOOK_V1.en.stages.map(({ name }) => name);
const EMOTIONS = CODEBOOK_V1.en.emotions.map(({ name }) => name);
const BLOCKERS = CODEBOOK_V1.en.blockers.map(({ name }) => name);

export function labelledProbes(conversations: number): readonly LabelledProbe[] {
  const random = new RandomStream(2_790);
  return Array.from({ length: conversations }, (_, number) => {
    const negative = number % 2 === 0;
    return [30, 60, 90].map((position, at): LabelledProbe => {
      const real = random.below(negative ? 3 : 5);
      const simulated = Math.max(0, Math.min(4, real + random.below(negative ? 4 : 3) - 1));
      const label = (depth: number) => ({ status: "valid", stage: STAGES[depth] ?? "", emotion: EMOTIONS[random.below(EMOTIONS.length)] ?? "", blocker: BLOCKERS[random.below(BLOCKERS.length)] ?? "" }) as const;
      return {
        conversation: `c-${number}`,
        outcome: negative ? "negative" : "positive",
        position,
        ordinal: 2 + 3 * at,
        realKind: "reply",
        real: label(real),
        samples: [{ kind: "reply", label: label(simulated) }],
      };
    });
  }).flat();
}
