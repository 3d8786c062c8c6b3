/**
 * The fields of a mail that nobody wrote: other programs do not answer it (RFC 3834, section 5, and Microsoft's field,
 * which Exchange obeys).
 *
 * @param cause generated: by something here. replied: by a mail that came in
 */
export const automatic = (cause: "generated" | "replied"): Readonly<Record<string, string>> => ({
  "Auto-Submitted": `auto-${cause}`,
  "X-Auto-Response-Suppress": "All",
});

/**
 * The fields by which a client offers to end mails of a kind, by one click (RFC 2369, RFC 8058). They belong to mails that
 * come without somebody having written to this person: a personal answer has none.
 *
 * @param url answers to a POST; null: nothing can be ended
 */
export const unsubscribable = (url: string | null): Readonly<Record<string, string>> =>
  url === null
    ? {}
    : { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
