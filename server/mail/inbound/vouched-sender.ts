import { domainOf, isSameAddress, parseAddressList } from "../address/mail-address.ts";
import type { MailAuthor } from "./author.ts";
import type { MailHeader } from "./inbound-mail.ts";

/** Results of more methods than this are no server's. */
const MAX_RESULTS = 50;

/**
 * Whether the owner's mail server vouches for the author of a mail (R33): its `Authentication-Results` (RFC 8601) say that
 * DMARC has passed for the domain in `From`, or that a signature of just that domain has (DKIM). Only the topmost field of
 * the server that the owner has named counts: fields below may have come with the mail. SPF alone does not count, because
 * it is about the envelope. An author in `Reply-To` or in a group's field is never vouched for.
 *
 * @param authservId the name with which the owner's server begins its fields; null: none is trusted
 */
export function isVouchedFor(
  { fields }: MailHeader,
  author: MailAuthor | null,
  authservId: string | null,
): boolean {
  const senders = (fields.get("from") ?? []).flatMap(parseAddressList);
  const [sender] = senders;
  // several senders, or several fields: servers and clients disagree about which of them is checked
  if (author?.by !== "from" || !sender || senders.length > 1 || authservId === null) return false;
  if (!isSameAddress(sender.address, author.address.address)) return false;
  const ours = fields
    .get("authentication-results")
    ?.find((field) => serverOf(toPlainField(field)) === authservId.toLowerCase());
  const domain = domainOf(sender.address);
  return resultsOf(ours ?? "").some(
    ({ method, result, properties }) =>
      result === "pass" &&
      ((method === "dmarc" && properties.get("header.from") === domain) ||
        (method === "dkim" && signerOf(properties) === domain)),
  );
}

interface Result {
  readonly method: string;
  readonly result: string;
  readonly properties: ReadonlyMap<string, string>;
}

/**
 * A field without its comments and quotation marks (RFC 5322, sections 3.2.2 and 3.2.4). What was quoted becomes one word,
 * because a sender chooses the words in it: `smtp.mailfrom="x; dmarc=pass"@example.com`. A comment or a quotation without
 * an end reaches to the end of the field.
 */
function toPlainField(field: string): string {
  let [text, depth, isQuoted] = ["", 0, false];
  for (let at = 0; at < field.length; at++) {
    const char = field.charAt(at);
    const isNested = depth > 0;
    if (char === "\\" && (isNested || isQuoted)) at++;
    else if (isQuoted && char === '"') isQuoted = false;
    else if (isQuoted) text += /[\w.@-]/.test(char) ? char : "_";
    else if (char === "(") depth++;
    else if (isNested) depth -= char === ")" ? 1 : 0;
    else if (char === '"') isQuoted = true;
    else text += char;
  }
  return text;
}

/** RFC 8601, section 2.2: the field begins with the server's name and possibly a version. */
const serverOf = (field: string): string => field.trim().split(/[\s;]/, 1)[0]?.toLowerCase() ?? "";

function resultsOf(field: string): readonly Result[] {
  const [, ...statements] = toPlainField(field).toLowerCase().split(";", MAX_RESULTS);
  return statements.flatMap((statement) => {
    const [, method, result, rest = ""] = /^\s*([\w-]+)(?:\/\d+)?\s*=\s*([\w-]+)(.*)$/s.exec(statement) ?? [];
    if (!method || !result) return [];
    const pairs = [...rest.matchAll(/([\w-]+\.[\w-]+)\s*=\s*([^\s;]+)/g)];
    return [{ method, result, properties: new Map(pairs.map(([, name = "", value = ""]) => [name, value])) }];
  });
}

/** The domain of a DKIM signature: `header.d`, or that of `header.i`. */
const signerOf = (properties: ReadonlyMap<string, string>): string | undefined =>
  properties.get("header.d") ?? properties.get("header.i")?.replace(/^.*@/, "");
