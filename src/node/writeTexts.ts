// Owns writing a folder of texts, each file whole or not at all. Refuses removing what is there.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../core/messages/failure.ts";
import { codeOf, reasonOf } from "./systemError.ts";
import { writeWhole } from "./wholeFile.ts";

/** Writes each text under its name, which may lead into a folder of `folder`. Rejects with `file-not-written`. */
export async function writeTexts(folder: string, files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
  for (const { name, text } of files) {
    const file = path.join(folder, name);
    try {
      await mkdir(path.dirname(file), { recursive: true });
    } catch (error) {
      throw codeOf(error) === undefined ? error : new Failure("file-not-written", { path: file, reason: reasonOf(error) }, { cause: error });
    }
    await writeWhole(file, inPieces(text), new AbortController().signal);
  }
}

const PIECE = 1 << 20;

async function* inPieces(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += PIECE) yield await Promise.resolve(text.slice(from, from + PIECE));
}
