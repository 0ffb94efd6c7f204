// Owns setting fields by names that come from files, where one may be called like a part of every object.

/** Sets a field that is the object's own whatever it is called. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__") Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
