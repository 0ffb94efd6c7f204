// Owns the room into which a piece of a file is read, used again for the next: made anew for each, rooms pile up until they are collected. Refuses reading.

/** The room nobody uses now. */
let spare: Uint8Array | undefined;

/** Does the work with room for at least `length` bytes, which is whatever was in it before. Nothing of it may be held after. */
export async function withRoom<T>(length: number, work: (room: Uint8Array) => Promise<T>): Promise<T> {
  const room = spare && spare.length >= length ? spare : new Uint8Array(length);
  spare = undefined;
  try {
    return await work(room);
  } finally {
    spare = room;
  }
}
