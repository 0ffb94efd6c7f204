// Owns the ways to the bias panel and from links to its turns: its command, and back after a reload. Loads the panel itself (panel.ts) with the first of them.
import * as vscode from "vscode";
import { COMMANDS, PANEL_TYPE } from "../../ids.ts";
import type { BiasPanel, PanelParts } from "./panel.ts";

export function registerDashboard(parts: PanelParts): vscode.Disposable {
  let panel: Promise<BiasPanel> | undefined;
  const loaded = (): Promise<BiasPanel> => (panel ??= import("./panel.ts").then((module) => new module.BiasPanel(parts)));
  return vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, { deserializeWebviewPanel: async (restored, state) => (await loaded()).restore(restored, state) }),
    vscode.window.registerUriHandler({ handleUri: (uri) => void parts.edge.guard("link", async () => (await import("../../host/links.ts")).followLink(parts, uri)) }),
    parts.edge.command(COMMANDS.showPanel, async (given) => (await loaded()).show(given)),
    { dispose: () => void panel?.then((each) => each.dispose()) },
  );
}
