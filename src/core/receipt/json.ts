// Owns JSON that people can read in a diff and that stays small: what fits on a line stands on one. Refuses what it says.

const WIDTH = 160;

/** The text of plain data with a line break at its end; numbers as JSON has them, to their last digit. */
export function compactJson(value: unknown): string {
  return `${lines(value, "")}\n`;
}

function lines(value: unknown, indent: string): string {
  const whole = JSON.stringify(value);
  if (typeof value !== "object" || value === null || whole.length + indent.length <= WIDTH) return whole;
  const deeper = `${indent} `;
  if (Array.isArray(value)) return `[\n${value.map((each) => deeper + lines(each, deeper)).join(",\n")}\n${indent}]`;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{\n${fields.map(([name, inner]) => `${deeper}${JSON.stringify(name)}: ${lines(inner, deeper)}`).join(",\n")}\n${indent}}`;
}
