// Holds package.json against ids.ts and its own sentences.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { TEMPLATE_ENDING } from "../../src/core/probe/conditionTemplate.ts";
import { COMMANDS, LABEL_SCHEME, PANEL_TYPE, PROMPT_LANGUAGE, SETTINGS, TRANSCRIPT_LANGUAGE, TRANSCRIPT_SCHEME, VIEWS } from "../../src/ids.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(root, name), "utf8"));

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: string } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly views: { readonly fidelity: readonly { readonly id: string }[] };
    readonly languages: readonly { readonly id: string; readonly configuration: string; readonly extensions?: readonly string[] }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly scope?: string }>> }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly markdown: string } }[] }[];
  };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string };
}

const manifest = read("package.json") as Manifest;
const text = readFileSync(path.join(root, "package.json"), "utf8");

describe("the manifest", () => {
  it("declares exactly the commands, views and settings of ids.ts", () => {
    expect(manifest.contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(COMMANDS).sort());
    expect(manifest.contributes.views.fidelity.map(({ id }) => id).sort()).toEqual(Object.values(VIEWS).sort());
    const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    expect(settings.sort()).toEqual(Object.values(SETTINGS).sort());
  });

  it("names only its own commands in menus and keys", () => {
    const used = [...Object.values(manifest.contributes.menus).flat(), ...manifest.contributes.keybindings].map(({ command }) => command);
    expect(used.filter((command) => !(Object.values(COMMANDS) as string[]).includes(command))).toEqual([]);
    expect(manifest.contributes.keybindings.every(({ when }) => when?.includes(TRANSCRIPT_SCHEME))).toBe(true);
  });

  it("has every sentence in English and Chinese, and no other", () => {
    const used = new Set([...text.matchAll(/%([\w.]+)%/g)].map(([, key]) => key ?? ""));
    for (const file of ["package.nls.json", "package.nls.zh-cn.json"]) expect(new Set(Object.keys(read(file) as object)), file).toEqual(used);
  });

  it("activates at our scheme, our panel and nothing broad", () => {
    expect([...manifest.activationEvents].sort()).toEqual([`onFileSystem:${TRANSCRIPT_SCHEME}`, `onFileSystem:${LABEL_SCHEME}`, "onUri", `onWebviewPanel:${PANEL_TYPE}`].sort());
  });

  it("keeps everything about endpoints out of workspace settings", () => {
    for (const { properties } of manifest.contributes.configuration) {
      for (const [id, { scope }] of Object.entries(properties)) if (id.startsWith("fidelity.models.")) expect(scope, id).toBe("application");
    }
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe("limited");
  });

  it("pins the editor's types to the floor", () => {
    expect(manifest.devDependencies["@types/vscode"]).toBe(manifest.engines.vscode.replace("^", "~"));
  });

  it("names files that exist", () => {
    const named = [
      manifest.icon,
      ...manifest.contributes.languages.map(({ configuration }) => configuration),
      ...manifest.contributes.grammars.map((grammar) => grammar.path),
      ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    ];
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    expect(manifest.contributes.languages.map(({ id }) => id)).toEqual([TRANSCRIPT_LANGUAGE, PROMPT_LANGUAGE]);
    expect(manifest.contributes.languages.flatMap(({ extensions = [] }) => extensions)).toEqual([TEMPLATE_ENDING]);
  });
});
