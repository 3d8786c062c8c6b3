import { asciiDigits } from "./digits.ts";

/** RFC 5321, section 4.5.3.1: a local part has at most 64 octets, a path 254. */
const MAX_EMAIL = 254;
const MAX_LOCAL = 64;

/** More characters than any e-mail has, with whatever was pasted around it. A longer text is not tidied, for its cost. */
const MAX_TYPED = 1_000;

/**
 * An e-mail as it was meant (R8): full-width characters (`＠`, `．`, `ａ`), ligatures of printed texts (`ﬁ`), ideographic
 * full stops and, in a part of otherwise ASCII characters, the digits of other scripts become those of ASCII; invisible
 * characters and surrounding space are removed, but not the joiners inside a word of a script that needs them. Any other
 * character stays as typed.
 */
export function tidyEmail(typed: string): string {
  if (typed.length > MAX_TYPED || /^[!-~]*$/.test(typed)) return typed;
  return typed
    .normalize("NFKC")
    .replace(/。/g, ".")
    .replace(/(?![\u200c\u200d])\p{DI}/gu, "")
    .replace(/(^|[\s!-~])[\u200c\u200d]+|[\u200c\u200d]+(?=[\s!-~]|$)/g, "$1")
    .trim()
    .normalize()
    .split("@")
    .map((part) => (/[^!-~\p{Nd}]/u.test(part) ? part : asciiDigits(part)))
    .join("@");
}

/** The ASCII form of a domain in lower case (UTS #46, by the platform's URL parser), or null if the text is not a domain. */
export function asciiDomain(domain: string): string | null {
  // nearly every domain is plain ASCII, and the parser is fifty times slower
  if (/^(?!.*xn--)([a-z\d-]+\.)+[a-z]+$/i.test(domain)) return domain.toLowerCase();
  if (/[\s/?#@:\\[\]%]/.test(domain)) return null;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return null; // the parser throws if the text is not a host
  }
}

/**
 * The key by which e-mails are compared (R8): tidied, in lower case, with the domain in its ASCII form. Checks the length
 * first, because converting a domain to ASCII takes quadratic time.
 *
 * @returns null if the text is not an e-mail address
 */
export function emailKey(typed: string): string | null {
  const email = tidyEmail(typed);
  if (email.length > MAX_EMAIL) return null;
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  const domain = at > 0 ? asciiDomain(email.slice(at + 1)) : null;
  if (!domain || local.length > MAX_LOCAL) return null;
  const localOk = !/[\s\p{Cc}"(),:;<>@[\]\\]|\.\.|^\.|\.$/u.test(local);
  const domainOk =
    /^(?=.{3,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d]([a-z\d-]{0,61}[a-z\d])$/.test(domain);
  return localOk && domainOk ? `${local.toLowerCase()}@${domain}` : null;
}
