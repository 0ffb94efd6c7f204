// Owns one writing of digits, signs and spaces for the rules to read. Refuses changing the length: places stay those of the original.

const FULL_WIDTH = /[\uff01-\uff5e]/gu;
const SPACES = /[\u00a0\u2000-\u200a\u202f\u3000]/gu;
const HYPHENS = /[\u2010-\u2015\u2212\ufe58\ufe63]/gu;
const PLAIN = /^[ -~\n\u3001-\u30ff\u4e00-\u9fff]*$/u;

/** The text with full-width signs as their ASCII forms, every space a space, every hyphen and dash `-`; as many UTF-16 units as before. */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(SPACES, " ")
    .replace(HYPHENS, "-");
}
