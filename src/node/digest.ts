// Owns SHA-256 on Node.
import { createHash } from "node:crypto";
import type { Digest } from "../core/ports.ts";

export const nodeDigest: Digest = {
  sha256: (data) => createHash("sha256").update(data).digest("hex"),
  start() {
    const hash = createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
  },
};
