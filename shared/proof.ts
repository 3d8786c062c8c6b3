import * as z from "zod/mini";
import { Email } from "./contact.ts";
import { asciiDigits } from "./rules/digits.ts";

const Token = z.string().check(z.maxLength(1_000));

/** How many digits a one-time code has. */
export const CODE_DIGITS = 6;

/** More characters than a code has that was copied with what stands around it. */
const MAX_TYPED = 100;

/** A code as it is typed or copied: with the digits of any script, and with spaces or marks of direction. */
const Code = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(MAX_TYPED)),
    z.transform((typed: string) => asciiDigits(typed).replace(/[^\p{L}\d]/gu, "")),
  ),
  z.string().check(z.regex(/^\d{6}$/, "must be six digits")),
);

/** Asks for a one-time code by mail (R33). */
export const CodeRequest = z.object({ token: Token, email: Email });

/** Proves an e-mail by the code that was sent to it (R33). */
export const ProofRequest = z.object({
  token: Token,
  email: Email,
  code: Code,
});
