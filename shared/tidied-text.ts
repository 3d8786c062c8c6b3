import * as z from "zod/mini";
import { tidyLine, tidyText } from "./rules/text.ts";

/** A text this many times as long as is allowed is refused unread, because tidying takes time in proportion to it (R37). */
const TYPED = 10;

/** A text as it was typed, before it is tidied to at most so many characters. */
export const typedUpTo = (most: number) => z.string().check(z.maxLength(TYPED * most, { abort: true }));

/** @param missing the words of the fault of an empty text; absent: it may be empty */
const tidied = (tidy: (typed: string) => string) => (most: number, missing?: string) =>
  typedUpTo(most).check(
    z.overwrite(tidy),
    ...(missing === undefined ? [] : [z.minLength(1, missing)]),
    z.maxLength(most),
  );

/** A tidied text of one line, of at most so many characters. */
export const lineUpTo = tidied(tidyLine);

/** A tidied text, of at most so many characters. */
export const textUpTo = tidied(tidyText);
