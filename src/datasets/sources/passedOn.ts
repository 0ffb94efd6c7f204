// Owns the parts of Files that a view of them hands on unchanged.
import type { Files } from "../../core/ports.ts";

/** All of `files`, bound to them whatever they are made of. */
export function passedOn(files: Files): Files {
  return {
    open: (path) => files.open(path),
    stat: (path) => files.stat(path),
    list: (path) => files.list(path),
    join: (...parts) => files.join(...parts),
    basename: (path) => files.basename(path),
    ...(files.scratch && { scratch: files.scratch }),
    ...(files.isUtf8 && { isUtf8: files.isUtf8 }),
    ...(files.inflate && { inflate: files.inflate }),
    ...(files.threads && { threads: files.threads }),
    ...(files.kept && { kept: files.kept }),
  };
}
