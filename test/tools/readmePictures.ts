// npm run pictures: copies the pictures the host suite took for the README into media/screenshots.
import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const target = path.join(root, "media/screenshots");
mkdirSync(target, { recursive: true });
for (const name of ["panel", "transcript"]) copyFileSync(path.join(root, "out/screenshots", `readme-${name}.png`), path.join(target, `${name}.png`));
