// Builds and packages the extension by the project's own commands. Knows where the results are, not how they are made.
import fs from "node:fs";
import path from "node:path";
import { npm } from "./parts.ts";
import { repo } from "./paths.ts";

/** Builds `dist/`. Throws with the build's output when it fails. */
export async function buildExtension(): Promise<void> {
  await npm(["run", "build"], repo);
}

/** Makes the `.vsix` and returns its path. Throws with the output when it fails. */
export async function packageExtension(): Promise<string> {
  await npm(["run", "package"], repo);
  const packages = fs.readdirSync(repo).filter((name) => name.endsWith(".vsix"));
  const newest = packages.map((name) => path.join(repo, name)).sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  if (newest === undefined) throw new Error("`npm run package` left no .vsix at the root.");
  return newest;
}
