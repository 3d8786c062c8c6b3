import { domainToUnicode } from "node:url";
import { emailKey } from "../../../shared/rules/email.ts";

/** A domain as its owner writes it: `bücher.example` of `xn--bcher-kva.example`. */
export function showDomain(domain: string): string {
  return /xn--/i.test(domain) ? domainToUnicode(domain) || domain : domain;
}

/**
 * An e-mail as people write it. Browsers turn an international domain that is typed into a field of the type `email` into
 * its ASCII form, which the widget sent until it used another type.
 *
 * @returns the e-mail unchanged if it has no such domain, or if the two forms would not be the same e-mail (R8)
 */
export function showEmail<T extends string | null>(email: T): T | string {
  if (email === null || !/@.*xn--/i.test(email)) return email;
  const at = email.lastIndexOf("@") + 1;
  const shown = email.slice(0, at) + showDomain(email.slice(at));
  return emailKey(shown) === emailKey(email) ? shown : email;
}
