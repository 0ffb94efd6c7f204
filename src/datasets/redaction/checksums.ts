// Owns the check digits of numbers people are known by. Refuses finding them in a text.

/** Luhn, ISO/IEC 7812-1 annex B: payment cards. Digits only. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Chinese resident id of 18 characters, GB 11643: ISO 7064 mod 11-2 and a date of birth that exists. */
export function isChineseId(text: string): boolean {
  const id = text.toUpperCase();
  if (!/^[1-9]\d{5}(?:18|19|20)\d{9}[\dX]$/u.test(id)) return false;
  const [year, month, day] = [id.slice(6, 10), id.slice(10, 12), id.slice(12, 14)].map(Number);
  const born = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  if (born.getUTCMonth() !== (month ?? 0) - 1 || born.getUTCDate() !== day) return false;
  const sum = [...id.slice(0, 17)].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return "10X98765432"[sum % 11] === id[17];
}

/** IBAN, ISO 13616: moved to its end, letters as numbers, the rest by 97 is 1. Capital letters and digits only. */
export function isIban(text: string): boolean {
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Hong Kong identity card, letters, six digits and a check character: weights 9 to 2, an absent first letter counts 36. */
export function isHongKongId(text: string): boolean {
  const compact = text.toUpperCase().replace(/[^A-Z\d]/gu, "");
  const characters = compact.length === 8 ? ` ${compact}` : compact;
  const sum = [...characters.slice(0, 8)].reduce((total, character, at) => total + (character === " " ? 36 : Number.parseInt(character, 36)) * (9 - at), 0);
  return (sum + Number.parseInt(characters[8] ?? "0", 36)) % 11 === 0;
}

/** Taiwan national id, a letter and nine digits. */
export function isTaiwanId(text: string): boolean {
  const letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(text[0]?.toUpperCase() ?? "") + 10;
  const sum = [...text.slice(1)].reduce((total, digit, at) => total + Number(digit) * (at < 8 ? 8 - at : 1), Math.floor(letter / 10) + (letter % 10) * 9);
  return letter > 9 && sum % 10 === 0;
}

/** Spanish DNI or NIE: its letter is the number's rest by 23. */
export function isSpanishId(text: string): boolean {
  const compact = text.toUpperCase().replace(/[^A-Z\d]/gu, "");
  const number = Number(compact.slice(0, -1).replace(/^[XYZ]/u, (letter) => String("XYZ".indexOf(letter))));
  return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] === compact.at(-1);
}

/** Brazilian CPF, eleven digits of which two are checks. Digits only. */
export function isCpf(digits: string): boolean {
  if (digits.length !== 11 || /^(\d)\1*$/u.test(digits)) return false;
  return [9, 10].every((length) => {
    const sum = [...digits.slice(0, length)].reduce((total, digit, at) => total + Number(digit) * (length + 1 - at), 0);
    return ((sum * 10) % 11) % 10 === Number(digits[length]);
  });
}

/** French social security number, 13 digits and a key: 97 less the rest by 97. Digits only. */
export function isFrenchId(digits: string): boolean {
  return digits.length === 15 && 97n - (BigInt(digits.slice(0, 13)) % 97n) === BigInt(digits.slice(13));
}

const TIMES = Array.from({ length: 10 }, (_, a) => Array.from({ length: 10 }, (_unused, b) => dihedral(a, b)));
const STEP = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Indian Aadhaar, twelve digits, Verhoeff (1969): multiplication in the dihedral group of ten with a permutation per place. Digits only. */
export function isAadhaar(digits: string): boolean {
  let check = 0;
  for (let at = 0; at < digits.length; at++) {
    let digit = Number(digits[digits.length - 1 - at]);
    for (let turn = 0; turn < at % 8; turn++) digit = STEP[digit] ?? 0;
    check = TIMES[check]?.[digit] ?? 0;
  }
  return digits.length === 12 && check === 0;
}

function dihedral(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b - 5) % 5);
  return b < 5 ? 5 + ((a - 5 - b + 5) % 5) : (a - b + 5) % 5;
}
