import { lengthOf } from "../../../shared/rules/text.ts";

/** Why a row is not imported, in words. */
export class Refusal extends Error {}

/** Characters of a name, a user ID or an organization. */
const MAX_TEXT = 200;
/** E-mails, phones or organizations of one row. */
export const MAX_VALUES = 50;

const inWords = (count: number) => count.toLocaleString("en");

/** @throws Refusal if a text is longer than can be kept */
export function bounded(text: string, what: string, most = MAX_TEXT): string {
  if (text.length > most)
    throw new Refusal(
      `The ${what} has ${inWords(lengthOf(text))} characters; at most ${inWords(most)} can be kept.`,
    );
  return text;
}

/** That a row has more of something than can be kept. */
export const tooMany = (count: number, what: string, most = MAX_VALUES) =>
  new Refusal(`There are ${inWords(count)} ${what}; at most ${most} can be kept.`);

/** A text to show within a reason. */
export function short(text: string): string {
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 59).join("")}…` : text;
}
