// What every JournalStore does, whatever holds its files.
import { describe, expect, it } from "vitest";
import type { JournalLine, JournalStore } from "../../src/core/ports.ts";

/** One place that stores share, as processes share a folder. */
export interface JournalWorld {
  /** Another store on the same place. */
  store(): JournalStore;
  /** The bytes of a journal as text. */
  raw(name: string): Promise<string>;
  /** Writes the file as another program, or a crash, would leave it. */
  leave(name: string, text: string): Promise<void>;
  /** Makes the lock that is held look abandoned. */
  abandon(name: string): Promise<void>;
}

export function journalStoreContract(kind: string, makeWorld: () => Promise<JournalWorld>): void {
  const NAME = "runs/one.jsonl";

  async function lines(store: JournalStore, name = NAME): Promise<JournalLine[]> {
    const found: JournalLine[] = [];
    for await (const line of store.read(name)) found.push(line);
    return found;
  }

  describe(`${kind} journal store`, () => {
    it("gives back what was appended, in order", async () => {
      const store = (await makeWorld()).store();
      const file = await store.open(NAME);
      await Promise.all(["a", "b", "é\u2028c"].map((line) => file.append(line)));
      await file.flush();
      expect(await lines(store)).toEqual([
        { line: 1, text: "a", complete: true },
        { line: 2, text: "b", complete: true },
        { line: 3, text: "é\u2028c", complete: true },
      ]);
      await file.close();
    });

    it("goes on after what was there before", async () => {
      const world = await makeWorld();
      await world.leave(NAME, "old\n");
      const file = await world.store().open(NAME);
      await file.append("new");
      await file.close();
      expect(await world.raw(NAME)).toBe("old\nnew\n");
    });

    it("reports a cut last line and closes it before appending", async () => {
      const world = await makeWorld();
      await world.leave(NAME, 'whole\n{"cut');
      const store = world.store();
      expect((await lines(store)).at(-1)).toEqual({ line: 2, text: '{"cut', complete: false });
      const file = await store.open(NAME);
      await file.append("next");
      await file.append("after");
      await file.close();
      expect(await world.raw(NAME)).toBe('whole\n{"cut\nnext\nafter\n');
    });

    it("passes over empty lines and keeps counting them", async () => {
      const world = await makeWorld();
      await world.leave(NAME, "a\n\nb\n");
      expect((await lines(world.store())).map(({ line }) => line)).toEqual([1, 3]);
    });

    it("reads nothing where there is no journal", async () => {
      const store = (await makeWorld()).store();
      expect(await lines(store)).toEqual([]);
      expect(await store.list("runs")).toEqual([]);
    });

    it("lists journals by name, and nothing else", async () => {
      const world = await makeWorld();
      await world.leave("runs/b.jsonl", "x\n");
      await world.leave("runs/a.jsonl", "x\n");
      await world.leave("runs/note.txt", "x\n");
      const file = await world.store().open(NAME);
      expect(await world.store().list("runs")).toEqual(["runs/a.jsonl", "runs/b.jsonl", NAME]);
      await file.close();
    });

    it("refuses a line with a line break", async () => {
      const file = await (await makeWorld()).store().open(NAME);
      await expect(file.append("a\nb")).rejects.toThrow(TypeError);
      await file.close();
    });

    it("has one writer", async () => {
      const world = await makeWorld();
      const [mine, other] = [world.store(), world.store()];
      const file = await mine.open(NAME);
      await expect(other.open(NAME)).rejects.toMatchObject({ id: "journal-locked", values: { name: NAME } });
      expect([await mine.held(NAME), await other.held(NAME)]).toEqual([false, true]);
      await file.close();
      expect(await other.held(NAME)).toBe(false);
      await (await other.open(NAME)).close();
    });

    it("has one writer among many who open at once", async () => {
      const world = await makeWorld();
      const opened = await Promise.allSettled(Array.from({ length: 12 }, () => world.store().open(NAME)));
      const won = opened.filter((each) => each.status === "fulfilled");
      expect(won).toHaveLength(1);
      await won[0]?.value.close();
    });

    it("gives an abandoned lock to one of many, and stops its former owner", async () => {
      const world = await makeWorld();
      const former = await world.store().open(NAME);
      await former.append("before");
      await world.abandon(NAME);
      const opened = await Promise.allSettled(Array.from({ length: 12 }, () => world.store().open(NAME)));
      const won = opened.filter((each) => each.status === "fulfilled");
      expect(won).toHaveLength(1);
      await expect(former.append("late")).rejects.toMatchObject({ id: "journal-lost", values: { name: NAME } });
      await won[0]?.value.append("after");
      expect(await world.raw(NAME)).toBe("before\nafter\n");
      await former.close();
      expect(await world.store().held(NAME)).toBe(true);
      await won[0]?.value.close();
    });

    it("takes no append after closing", async () => {
      const file = await (await makeWorld()).store().open(NAME);
      await file.close();
      await expect(file.append("late")).rejects.toMatchObject({ id: "journal-lost" });
      await file.close();
    });

    it("is rewritten under its lock, all at once, and goes on from there", async () => {
      const world = await makeWorld();
      await world.leave(NAME, 'a\nb\nc\n{"cut');
      const store = world.store();
      const seen: string[] = [];
      await store.rewrite(NAME, (line) => {
        seen.push(line);
        return line === "b" ? undefined : line.toUpperCase();
      }, () => [`${seen.length} seen`]);
      expect(await world.raw(NAME)).toBe('A\nC\n{"CUT\n4 seen\n');
      const file = await store.open(NAME);
      await file.append("d");
      await expect(world.store().rewrite(NAME, (line) => line, () => [])).rejects.toMatchObject({ id: "journal-locked" });
      await file.close();
      await expect(store.rewrite(NAME, () => { throw new Error("no"); }, () => [])).rejects.toThrow("no");
      expect(await world.raw(NAME)).toBe('A\nC\n{"CUT\n4 seen\nd\n');
      expect(await store.list("runs")).toEqual([NAME]);
      expect(await world.store().held(NAME)).toBe(false);
    });

    it("tells followers that another writer appended, until they stop", async () => {
      const world = await makeWorld();
      const follower = world.store();
      await world.leave(NAME, "start\n");
      let heard: () => void = () => undefined;
      const change = new Promise<void>((resolve) => (heard = resolve));
      const following = follower.watch(NAME, () => heard());
      const file = await world.store().open(NAME);
      const stop = new AbortController();
      // Followers may look only now and then, so the writer writes until it was seen.
      const writing = (async () => {
        for (let n = 0; !stop.signal.aborted; n++) {
          await file.append(`entry ${n}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      await change;
      stop.abort();
      await writing;
      following.dispose();
      await file.close();
    });
  });
}
