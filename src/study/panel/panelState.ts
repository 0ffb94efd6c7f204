// Owns which state the panel is in, with the sentences that say why. Refuses what to do about it: the page offers that.
import type { Language } from "../../core/messages/sentence.ts";
import { sentence } from "../../core/messages/sentences.ts";
import type { PanelState } from "../../protocol/panelParts.ts";
import { becauseText } from "../failureText.ts";
import type { Run } from "../run.ts";
import type { PanelServices } from "./services.ts";

/** `numbers`: there are some to be shown. */
export function panelState(run: Run | undefined, services: PanelServices, numbers: boolean, language: Language): PanelState {
  if (!run) return { kind: services.study.opening.length > 0 ? "loading" : "nothing" };
  switch (run.status) {
    case "running":
    case "following":
      return { kind: "running" };
    case "paused":
      return run.because ? { kind: "failed", because: becauseText(run.because, language) } : { kind: "paused" };
    case "finished": {
      if (services.reports.failed(run)) return { kind: "failed", because: sentence("state-no-intervals", {}, language) };
      if (!numbers) return { kind: "loading" };
      const changed = services.changed(run, language);
      return changed.length > 0 ? { kind: "stale", changed: [...changed] } : { kind: "finished" };
    }
  }
}
