import { lengthOf } from "../../../shared/rules/text.ts";

/** Why a row is not imported, in words. */
export class RowError extends Error {}

/** Characters of a name, a user ID or an organization. */
const MAX_TEXT = 200;
/** E-mails, phones or organizations of one row. */
export const MAX_VALUES = 50;

const formatCount = (count: number) => count.toLocaleString("en");

/** @throws Refusal if a text is longer than can be kept */
export function checkTextLength(text: string, what: string, most = MAX_TEXT): string {
  if (text.length > most)
    throw new RowError(
      `The ${what} has ${formatCount(lengthOf(text))} characters; at most ${formatCount(most)} can be kept.`,
    );
  return text;
}

/** That a row has more of something than can be kept. */
export const tooManyError = (count: number, what: string, most = MAX_VALUES) =>
  new RowError(`There are ${formatCount(count)} ${what}; at most ${most} can be kept.`);

/** A text to show within a reason. */
export function shorten(text: string): string {
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : text;
}
