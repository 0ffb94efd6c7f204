// Looks through everything a round leaves behind - folder, settings, storage, state databases, logs, journals - for keys that suites used.
import fs from "node:fs";
import path from "node:path";

/** The form of every key a suite makes up: `sk-right-` or `sk-wrong-` and a random UUID, so that no source text looks like one. */
const KEY = /sk-(?:right|wrong)-[0-9a-f]{8}-[0-9a-f]{4}/u;

/** One sentence for each file below a folder that holds a key, plain, in UTF-16 or in base64. */
export function keysLeft(folder: string): readonly string[] {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => path.join(parentPath, name)).filter(holdsKey).map((file) => `${path.relative(folder, file)} holds a key.`);
}

function holdsKey(file: string): boolean {
  const text = fs.readFileSync(file).toString("latin1");
  return KEY.test(text) || KEY.test(text.replaceAll("\0", "")) || IN_BASE64.some((form) => text.includes(form));
}

/** The fixed beginnings of such keys at each of the three places a byte can have in base64. */
const IN_BASE64 = ["sk-right-", "sk-wrong-"].flatMap((start) => [0, 1, 2].map((shift) => Buffer.from(`${"\0".repeat(shift)}${start}`).toString("base64").slice(shift === 0 ? 0 : shift + 1, -4)));
