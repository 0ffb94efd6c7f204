// Owns making identifiers on Node.
import { randomInt, randomUUID } from "node:crypto";
import type { Ids } from "../core/ports.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

export const nodeIds: Ids = {
  unique: () => randomUUID(),
  short: (length) => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join(""),
};
