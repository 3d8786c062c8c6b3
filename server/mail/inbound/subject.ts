/** More prefixes than this belong to no answer of a person. */
const MAX_PREFIXES = 20;
/** The prefixes of clients before the subject of an answer or a forwarded mail, in their languages, and their counters. */
const PREFIX =
  /^\s*(?:re|aw|antw|antwort|sv|vs|odp|ynt|yan|res|rif|r|ref|bls|atb|vá|υπ|απ|σχετ|на|отв|ответ|رد|回复|回覆|答复|返信|回答|fwd?|wg|wtr|tr|rv|enc|i|fs|vb|doorst|vl|pd|[iİ]lt|továbbítás|перес|пересл|fw|إعادة توجيه|转发|轉寄|転送)(?:\s*[[(]\d{1,3}[\])]|\^\d{1,3})?\s*[:：]\s*/iu;
/** Our ticket's number as our mails have it in the subject. */
const TICKET_TAG = /\[#([1-9]\d{0,14})\]/g;

/** A subject without the prefixes of answers and without our ticket's number, so that two of one thread are equal. */
export function threadSubject(subject: string): string {
  let rest = subject.replace(TICKET_TAG, "").trim();
  for (let n = 0; n < MAX_PREFIXES && PREFIX.test(rest); n++) rest = rest.replace(PREFIX, "");
  return rest.replace(/\s+/g, " ").trim();
}

/** The numbers of our tickets that a subject names as `[#1042]`. They decide nothing without the sender (R32). */
export const ticketNumbersOf = (subject: string): readonly number[] =>
  [...subject.matchAll(TICKET_TAG)].map(([, number]) => Number(number));
