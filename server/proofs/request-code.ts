import { findVisitor } from "../contacts/identity/contact-store.ts";
import { normalizeEmail } from "../contacts/identity/normalize-email.ts";
import { type QueueDeps, queueMail } from "../mail/outbound/queue-mail.ts";
import { mailLocale } from "../mail/outbound/templates/locale.ts";
import { codeMail } from "../mail/outbound/templates/visitor-mails.tsx";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import type { KnownProperty } from "../properties/store.ts";
import { assertMayAskForCode } from "./code-limits.ts";
import { CODE_LIFE, drawCode, hashAddress, hashCode } from "./one-time-code.ts";

/** Dependencies of one-time codes. */
export interface CodeDeps extends QueueDeps {
  readonly codeSecrets: readonly ServerSecret[];
}

/** A browser of a property, and the address that its visitor wants to prove. */
export interface ClaimedEmail {
  readonly property: KnownProperty;
  readonly visitor: string;
  /** As it was typed. */
  readonly email: string;
}

/** @throws ApiError `invalid_request` for what is no address, which the request's schema has refused before */
export function emailKeyOf(email: string): string {
  const key = normalizeEmail(email);
  if (key === null) throw new ApiError("invalid_request");
  return key;
}

/**
 * Sends a one-time code to an address (R33). It goes to every address alike, and nothing is looked up for it: neither the
 * answer nor its time can say whether somebody is known here by that address. A new code replaces the one before of the
 * same browser and address.
 *
 * @throws ApiError `token_invalid` if the visitor was removed, `codes_exhausted`
 */
export async function requestCode(
  tx: Tx,
  deps: CodeDeps,
  { property, visitor, email }: ClaimedEmail,
): Promise<void> {
  const now = deps.now();
  const device = await findVisitor(tx, property.id, visitor);
  if (!device) throw new ApiError("token_invalid");
  const emailKey = emailKeyOf(email);
  const address = hashAddress(deps.codeSecrets, emailKey);
  await assertMayAskForCode(tx, { property: property.id, visitor, address }, now);
  await tx
    .updateTable("email_codes")
    .set({ code_hash: "" })
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .where("address_hash", "in", address)
    .execute();
  const id = newId(deps);
  const code = drawCode(deps.random);
  const binding = { property: property.id, visitor, emailKey, id };
  await tx
    .insertInto("email_codes")
    .values({
      property_id: property.id,
      id,
      visitor_id: visitor,
      address_hash: address[0] ?? "",
      code_hash: hashCode(deps.codeSecrets, binding, code),
      tries: 0,
      created_at: now,
      expires_at: now + CODE_LIFE,
    })
    .execute();
  const { name, accent } = property.settings;
  await queueMail(tx, deps, {
    property: property.id,
    kind: "one_time_code",
    about: { kind: "visitor", id: visitor },
    recipients: { to: [{ name: "", address: email.trim() }], cc: [], bcc: [] },
    content: codeMail({
      brand: { name, accent },
      locale: mailLocale(device.language),
      code,
      minutes: CODE_LIFE / 60_000,
    }),
    replyTo: null,
    files: [],
    expiresAt: now + CODE_LIFE,
  });
}
