// Owns what the open bias panel asks of this machine: computing step by step, prices of the user settings. Refuses the panel itself (views/dashboard).
import { finished } from "../node/steps.ts";
import { PanelServices, type ServicesParts } from "../study/panel/services.ts";
import { spendingNow } from "./spendingNow.ts";

/** Made when the panel is opened, to be disposed of with it. */
export function panelServices(parts: Omit<ServicesParts, "finished" | "spending">): PanelServices {
  return new PanelServices({ ...parts, finished, spending: spendingNow });
}
