/** The value of a digit. Unicode encodes the digits of each script in one row, from zero to nine (section 4.6). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) as number; // a match is never empty
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10); // the rows of some scripts follow each other
}

/** Replaces the decimal digits of all scripts (٣, ३, ３) by those of ASCII. Slow on texts of many thousand digits. */
export const asciiDigits = (text: string): string => text.replace(/(?!\d)\p{Nd}/gu, asciiDigit);
