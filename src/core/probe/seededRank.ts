// Owns a place in a random order that depends on a seed and a key alone, never on what else is in the list or in which order it came.

/** Unsigned 32-bit number from seed and key: FNV-1a over UTF-16 units, then {@link mixed}. */
export function seededRank(seed: number, key: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let place = 0; place < key.length; place++) hash = Math.imul(hash ^ key.charCodeAt(place), 0x01000193);
  return mixed(hash);
}

/** The finishing mix of MurmurHash3: a permutation of the unsigned 32-bit numbers. */
export function mixed(number: number): number {
  let hash = number ^ (number >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
