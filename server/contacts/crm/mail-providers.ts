/** Public mail providers, by the label of their domain. An address there says nothing about an organization. */
const NAMES =
  "gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud me mac aol aim proton protonmail pm zoho gmx " +
  "web t-online freenet arcor mail inbox bk list yandex ya rambler orange wanadoo free laposte sfr libero virgilio tiscali " +
  "alice wp onet o2 interia seznam centrum qq 163 126 sina foxmail naver daum hanmail nate rediffmail uol bol terra ig " +
  "btinternet sky virginmedia ntlworld comcast verizon att sbcglobal bellsouth cox charter earthlink shaw rogers " +
  "sympatico bigpond optusnet tutanota tuta fastmail hey posteo mailbox hushmail mailinator";
const PROVIDERS: ReadonlySet<string> = new Set(NAMES.split(" "));
/** Second-level labels under which country registries sell domains: `co.uk`. */
const SHARED_SECOND_LEVEL = /^(co|com|net|org|ac|gov|edu|ne|or)$/;

/** The label that the owner of a domain chose: `acme` of `mail.acme.co.uk`. Pure. */
export function domainLabel(domain: string): string {
  const parts = domain.split(".").slice(0, -1);
  if (parts.length > 1 && SHARED_SECOND_LEVEL.test(parts.at(-1) ?? "")) parts.pop();
  return parts.at(-1) ?? domain;
}

export function isPublicMailProvider(domain: string): boolean {
  return PROVIDERS.has(domainLabel(domain));
}
