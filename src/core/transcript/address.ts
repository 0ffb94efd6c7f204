// Owns the address of a transcript: dataset and conversation, nothing else, since it is the tab's title and stays in the
// editor's history. Refuses outcome, stratum, branch and turn.
import { visible } from "./visible.ts";

const SCHEME = "fidelity";
const EXTENSION = ".fidelity";
/** Stands for an empty name; cannot come from escaping, which always writes digits after it. */
const EMPTY = "%";

/** `dataset` is the key under which the workspace knows the dataset, `conversation` the id of the record; any strings. */
export interface TranscriptAddress {
  readonly dataset: string;
  readonly conversation: string;
}

/**
 * The path of the address in its decoded form, as an editor's URI object holds it: `/<dataset>/<conversation>.fidelity`.
 * Letters of any script stay readable; what would split or disguise a path is percent-escaped in UTF-8 (`%2F`).
 */
export function transcriptPath(address: TranscriptAddress): string {
  return `/${escapeName(address.dataset)}/${escapeName(address.conversation)}${EXTENSION}`;
}

/** The whole address as a string: the scheme and the encoded path, e.g. `fidelity:/sample/c-0001.fidelity`. */
export function transcriptAddress(address: TranscriptAddress): string {
  return `${SCHEME}:${transcriptPath(address).split("/").map(encodeURIComponent).join("/")}`;
}

/** Reads `transcriptPath` back; undefined for any other path, also for other spellings of the same names. */
export function parseTranscriptPath(path: string): TranscriptAddress | undefined {
  const [root, dataset, conversation, ...rest] = path.split("/");
  if (root !== "" || dataset === undefined || conversation === undefined || rest.length > 0) return undefined;
  if (dataset === "" || !conversation.endsWith(EXTENSION)) return undefined;
  const names = [unescapeName(dataset), unescapeName(conversation.slice(0, -EXTENSION.length))] as const;
  if (names[0] === undefined || names[1] === undefined) return undefined;
  const address = { dataset: names[0], conversation: names[1] };
  // Two spellings of one address would be two tabs of one conversation.
  return transcriptPath(address) === path ? address : undefined;
}

/** Reads `transcriptAddress` back, also in the editor's own encoding and with a fragment; undefined for any other address. */
export function parseTranscriptAddress(address: string): TranscriptAddress | undefined {
  const match = /^([a-z-]+):([^?#]*)/i.exec(address);
  if (match?.[1]?.toLowerCase() !== SCHEME || match[2] === undefined) return undefined;
  const path = decoded(match[2]);
  return path === undefined ? undefined : parseTranscriptPath(path);
}

function escapeName(name: string): string {
  if (name === "") return EMPTY;
  // Dot names would be folded away as path segments by whoever joins paths.
  if (/^\.+$/.test(name)) return name.replaceAll(".", "%2E");
  let escaped = "";
  for (const char of name) escaped += /[%/\\?#:]/.test(char) || visible(char) !== char ? bytesOf(char) : char;
  return escaped;
}

/** A lone surrogate has no UTF-8 form and is written `%uD83D`. */
function bytesOf(char: string): string {
  if (/^\p{Cs}$/u.test(char)) return `%u${char.charCodeAt(0).toString(16).toUpperCase()}`;
  const encoded = encodeURIComponent(char);
  return encoded === char ? `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}` : encoded;
}

function unescapeName(name: string): string | undefined {
  if (name === EMPTY) return "";
  const parts = name.split(/%u(D[89A-F][0-9A-F]{2})/);
  const read = parts.map((part, index) => (index % 2 === 0 ? decoded(part) : String.fromCharCode(Number.parseInt(part, 16))));
  return read.some((part) => part === undefined) ? undefined : read.join("");
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
