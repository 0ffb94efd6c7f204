// Owns reading what the operating system says went wrong. Refuses sentences: those are core/messages'.

/** The system's code such as `ENOENT`, or undefined when the error is none of the system's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The system's own short words: "EACCES: permission denied". */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(",")[0] ?? error.message) : String(error);
}
