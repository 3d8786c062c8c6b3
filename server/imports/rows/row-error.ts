import { lengthOf } from "../../../shared/rules/text.ts";

/** A row, or a value of it, cannot be imported. The message is the reason, for the user. */
export class RowError extends Error {}

/** Characters of a name, a user ID or an organization, unless another limit is given. */
const MAX_TEXT = 200;
/** E-mails, phones or organizations in one row. */
export const MAX_VALUES = 50;

const formatCount = (count: number) => count.toLocaleString("en");

/** @returns the text @throws RowError if it is too long */
export function checkTextLength(text: string, what: string, most = MAX_TEXT): string {
  if (text.length > most)
    throw new RowError(
      `The ${what} has ${formatCount(lengthOf(text))} characters; at most ${formatCount(most)} are allowed.`,
    );
  return text;
}

/** The error for a row with too many values of one kind. */
export const tooManyError = (count: number, what: string, most = MAX_VALUES) =>
  new RowError(`There are ${formatCount(count)} ${what}; at most ${most} are allowed.`);

/** The error for a cell that is too long to be read. */
export const longCellError = (header: string, length: number, most: number) =>
  new RowError(
    `In “${shorten(header)}”, there are ${formatCount(length)} characters; at most ${formatCount(most)} are allowed.`,
  );

/** A text as reasons quote it, at most 60 characters. */
export function shorten(text: string): string {
  const letters = [...text.slice(0, 122)];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : text;
}
