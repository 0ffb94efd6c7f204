// What every Files and its Bytes do, wherever the files are.
import { describe, expect, it } from "vitest";
import type { Files } from "../../src/core/ports.ts";

/** `root` is a folder that holds exactly the files given. */
export type MakeFiles = (content: Readonly<Record<string, Uint8Array>>) => Promise<{ readonly files: Files; readonly root: string }>;

export function filesContract(kind: string, make: MakeFiles): void {
  const ten = Uint8Array.from({ length: 10 }, (_, index) => index);

  describe(`${kind} files`, () => {
    it("read the range asked for, shorter only at the end", async () => {
      const { files, root } = await make({ "a.bin": ten });
      const bytes = await files.open(files.join(root, "a.bin"));
      expect(bytes.size).toBe(10);
      expect([...(await bytes.read(2, 3))]).toEqual([2, 3, 4]);
      expect([...(await bytes.read(8, 100))]).toEqual([8, 9]);
      expect([...(await bytes.read(10, 5))]).toEqual([]);
      expect([...(await bytes.read(99, 5))]).toEqual([]);
      expect([...(await bytes.read(4, 0))]).toEqual([]);
      await bytes.close();
    });

    it("keep what was read apart from later reads", async () => {
      const { files, root } = await make({ "a.bin": ten });
      const bytes = await files.open(files.join(root, "a.bin"));
      const first = await bytes.read(0, 4);
      await bytes.read(4, 4);
      expect([...first]).toEqual([0, 1, 2, 3]);
      await bytes.close();
    });

    it("say what is there", async () => {
      const { files, root } = await make({ "b/x.txt": ten, "a.bin": ten });
      expect(await files.list(root)).toEqual(["a.bin", "b"]);
      expect(await files.list(files.join(root, "none"))).toEqual([]);
      expect(await files.stat(files.join(root, "a.bin"))).toMatchObject({ kind: "file", size: 10 });
      expect(await files.stat(files.join(root, "b"))).toMatchObject({ kind: "folder" });
      expect(await files.stat(files.join(root, "none"))).toBeUndefined();
      expect(files.basename(files.join(root, "b", "x.txt"))).toBe("x.txt");
    });

    it("refuse what is not there, and folders, as failures", async () => {
      const { files, root } = await make({ "b/x.txt": ten });
      const missing = files.join(root, "none");
      await expect(files.open(missing)).rejects.toMatchObject({ name: "Failure", id: "file-not-found", values: { path: missing } });
      await expect(files.open(files.join(root, "b"))).rejects.toMatchObject({ name: "Failure", id: "file-unreadable" });
    });

    it("stop reading when asked to", async () => {
      const { files, root } = await make({ "a.bin": ten });
      const bytes = await files.open(files.join(root, "a.bin"));
      const reason = new Error("stop");
      await expect(bytes.read(0, 4, AbortSignal.abort(reason))).rejects.toBe(reason);
      await bytes.close();
    });
  });
}
