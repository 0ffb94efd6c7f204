// Owns what is given to open a dataset. Refuses opening it.
import type { Digest, Files } from "../core/ports.ts";
import type { ReadProgress, ReadSoFar } from "./dataset.ts";
import type { OpenedStudy } from "./study.ts";

export interface OpenOptions {
  /** Absolute path of a file or folder. */
  readonly path: string;
  readonly files: Files;
  readonly digest: Digest;
  /** The study of the workspace; its entry for this path decides format, mapping, names and users. */
  readonly study?: OpenedStudy | undefined;
  /** The identity will be asked for: making it may begin at once. */
  readonly identified?: boolean | undefined;
  readonly onProgress?: ReadProgress | undefined;
  /** Of one file; a folder is not told of before it is whole. */
  readonly onSoFar?: ReadSoFar | undefined;
  readonly signal?: AbortSignal | undefined;
}
