// Walks the import graph of src and webview against the table of directions, circles included; fails with the offending edge.
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** Room → rooms it may import beside itself. `import type` counts. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ["core"],
  datasets: ["core", "protocol"],
  models: ["core"],
  node: ["core"],
  study: ["core", "datasets", "models", "protocol"],
  server: ["core", "datasets", "protocol", "node"],
  cli: ["core", "datasets", "node", "study", "protocol", "models"],
  host: ["core", "protocol", "study", "node", "ids"],
  views: ["core", "protocol", "study", "ids", "host"],
  ids: [],
  extension: ["core", "datasets", "host", "ids", "models", "node", "protocol", "study", "views"],
  worker: ["core", "datasets", "node"],
  webview: ["core", "protocol"],
};

const MAY_IMPORT_VSCODE = new Set(["host", "views", "extension"]);
const MAY_IMPORT_NODE = new Set(["node", "cli", "host", "server", "worker"]);

interface Edge {
  readonly from: string;
  readonly to: string;
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const full = path.join(folder, name);
    if (statSync(full).isDirectory()) return files(full);
    return /\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [full] : [];
  });
}

const sources = [...files(path.join(root, "src")), ...files(path.join(root, "webview"))];
const edges: Edge[] = sources.flatMap((file) =>
  ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles.map(({ fileName }) => ({
    from: path.relative(root, file),
    to: fileName.startsWith(".") ? path.relative(root, path.resolve(path.dirname(file), fileName)) : fileName,
  })),
);

function roomOf(file: string): string {
  const parts = file.split(path.sep);
  if (parts[0] === "webview") return "webview";
  return (parts.length > 2 ? parts[1] : parts[1]?.replace(/(\.web)?\.ts$/, "")) ?? "";
}

function isLocal(to: string): boolean {
  return to.startsWith("src" + path.sep) || to.startsWith("webview" + path.sep);
}

describe("the house", () => {
  it("imports only in the directions of the table", () => {
    const wrong = edges.filter(({ from, to }) => {
      const room = roomOf(from);
      return isLocal(to) && roomOf(to) !== room && !(ALLOWED[room] ?? []).includes(roomOf(to));
    });
    expect(wrong).toEqual([]);
  });

  it("lets no view import another", () => {
    const view = (file: string): string | undefined => (file.startsWith(path.join("src", "views")) ? file.split(path.sep)[2] : undefined);
    expect(edges.filter(({ from, to }) => view(from) !== undefined && view(to) !== undefined && view(from) !== view(to))).toEqual([]);
  });

  it("keeps vscode in host, views and the composition root", () => {
    expect(edges.filter(({ from, to }) => to === "vscode" && !MAY_IMPORT_VSCODE.has(roomOf(from)))).toEqual([]);
  });

  it("keeps Node's modules in node, cli, host and server", () => {
    expect(edges.filter(({ from, to }) => to.startsWith("node:") && !MAY_IMPORT_NODE.has(roomOf(from)))).toEqual([]);
  });

  it("has no circle", () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of edges) if (isLocal(to)) next.set(from, [...(next.get(from) ?? []), to]);
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") {
        circles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
        return;
      }
      state.set(file, "open");
      for (const each of next.get(file) ?? []) visit(each, [...trail, file]);
      state.set(file, "done");
    };
    for (const file of next.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it("keeps the webview toolkit behind one file", () => {
    const users = edges.filter(({ to }) => to.startsWith("@vscode/webview-ui-toolkit")).map(({ from }) => from);
    expect(new Set(users)).toEqual(new Set([path.join("webview", "dashboard", "toolkit.ts")]));
  });

  it("loads each heavy package in one file only", () => {
    for (const heavy of ["openai", "csv-parse", "csv-stringify", "vscode-languageclient"]) {
      const loads = new RegExp(`^import (?!type )[^;]*from "${heavy}[/"]|import\\("${heavy}[/"]`, "m");
      const users = sources.filter((file) => loads.test(readFileSync(file, "utf8"))).map((file) => path.relative(root, file));
      expect(users, heavy).toHaveLength(1);
    }
  });

  it("allows no file over 400 lines and a median under 120", () => {
    const lengths = sources.map((file) => ({ file: path.relative(root, file), lines: readFileSync(file, "utf8").split("\n").length }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(120);
  });
});

describe("core is pure", () => {
  it("uses no clock and no randomness of its own", () => {
    const impure = sources.filter((file) => file.includes(path.join("src", "core")) && /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(readFileSync(file, "utf8")));
    expect(impure.map((file) => path.relative(root, file))).toEqual([]);
  });
});
