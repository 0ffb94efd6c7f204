// Owns reading our settings. Refuses workspace values for anything that names an endpoint.
import * as vscode from "vscode";
import * as z from "zod/mini";
import { SETTINGS } from "../ids.ts";
import type { ProbeRule } from "../core/probe/probe.ts";
import { endpointSchema, type Endpoint } from "../protocol/endpointFile.ts";

/** Endpoints of the user settings only: what a workspace or folder says about them is not even read. Entries that are none are left out. */
export function endpoints(): readonly Endpoint[] {
  const value = vscode.workspace.getConfiguration().inspect<unknown[]>(SETTINGS.endpoints)?.globalValue ?? [];
  return value.flatMap((each) => {
    const parsed = z.safeParse(endpointSchema, each);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Adds or replaces an endpoint by name in the user settings. */
export async function saveEndpoint(endpoint: Endpoint): Promise<void> {
  const others = endpoints().filter((each) => each.name !== endpoint.name);
  await vscode.workspace.getConfiguration().update(SETTINGS.endpoints, [...others, endpoint], vscode.ConfigurationTarget.Global);
}

export async function removeEndpoint(name: string): Promise<void> {
  const others = endpoints().filter((each) => each.name !== name);
  await vscode.workspace.getConfiguration().update(SETTINGS.endpoints, others.length === 0 ? undefined : others, vscode.ConfigurationTarget.Global);
}

const budgetSchema = z.object({ calls: z.exactOptional(z.number()), tokens: z.exactOptional(z.number()), money: z.exactOptional(z.number()) });

/** What a plan may spend at most; undefined where nothing limits it. Of the user settings: a workspace cannot raise it. */
export function budget(): z.infer<typeof budgetSchema> | undefined {
  const parsed = z.safeParse(budgetSchema, vscode.workspace.getConfiguration().inspect(SETTINGS.budget)?.globalValue);
  return parsed.success && Object.keys(parsed.data).length > 0 ? parsed.data : undefined;
}

/** The rule of planned runs. */
export function probeRule(): ProbeRule {
  const fractions = z.safeParse(z.array(z.number().check(z.gt(0), z.lte(1))), vscode.workspace.getConfiguration().get(SETTINGS.fractions));
  return { kind: "fractions", fractions: fractions.success && fractions.data.length > 0 ? fractions.data : [0.3, 0.6, 0.9] };
}

export function seed(): number {
  return vscode.workspace.getConfiguration().get(SETTINGS.seed, 1);
}

export function hideOutcome(): boolean {
  return vscode.workspace.getConfiguration().get(SETTINGS.hideOutcome, false);
}

export function modelLimits(): { readonly concurrency: number; readonly timeoutMilliseconds: number } {
  const settings = vscode.workspace.getConfiguration();
  return { concurrency: settings.get(SETTINGS.concurrency, 8), timeoutMilliseconds: settings.get(SETTINGS.timeoutSeconds, 120) * 1000 };
}
