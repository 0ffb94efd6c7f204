// Owns reading a time of the files people give us. Refuses times without an offset: they mean another moment on another machine.

const ISO_WITH_OFFSET =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/i;

/** Milliseconds since the epoch of an ISO 8601 time with offset (`Z`, `+08:00`, `+0800`); undefined for anything else. */
export function instantOf(time: string): number | undefined {
  if (!ISO_WITH_OFFSET.test(time)) return undefined;
  const spelled = time.toUpperCase().replace(" ", "T").replace(/([+-]\d{2})(\d{2})$/u, "$1:$2");
  const milliseconds = Date.parse(spelled);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
