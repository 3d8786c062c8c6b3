import { emailKey } from "../../../shared/rules/email.ts";
import { tidyLine } from "../../../shared/rules/text.ts";
import { drawVisitorId } from "../../../shared/rules/visitor-id.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { resolveAlias } from "../../contacts/identity/aliases.ts";
import { findVisitor } from "../../contacts/identity/contact-store.ts";
import { newPerson } from "../../contacts/identity/person.ts";
import { publishContactsChanged } from "../../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import type { Deps } from "../../deps.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { blankVisitor } from "../../visitors/blank-visitor.ts";
import { addressKey, type MailAddress } from "../address/mail-address.ts";

type SenderDeps = Pick<Deps, "now" | "random">;

/** The longest name of a person, in characters. */
const MAX_NAME = 200;

/**
 * The visitor that stands for an address: a device of its own, so that no browser which has typed the address sees what
 * is mailed from it (R12), and one for all mails of the address.
 *
 * @param address null: the mail names nobody
 * @returns its ID; one that is not stored yet if the address is new
 */
export async function findSender(
  db: Db,
  { random }: SenderDeps,
  property: string,
  address: string | null,
): Promise<string> {
  const row =
    address === null
      ? undefined
      : await db
          .selectFrom("mail_senders")
          .select("visitor_id")
          .where("property_id", "=", property)
          .where("address_key", "=", addressKey(address))
          .executeTakeFirst();
  const known = row && (await findVisitor(db, property, await resolveAlias(db, property, row.visitor_id)));
  return known?.id ?? drawVisitorId((bytes) => random(bytes.length));
}

export interface Sender {
  /** Of `findSender`. */
  readonly visitor: string;
  /** Null: the mail names nobody. */
  readonly address: MailAddress | null;
  /** The owner's mail server vouches for the address, so it is proven; otherwise it is claimed (R33). */
  readonly isVouched: boolean;
}

/**
 * Upserts the author of a mail by the one way in for details of people (R6).
 *
 * @returns the contact whose record shows it, and whether it is only claimed to be theirs
 */
export async function upsertSender(
  tx: Tx,
  deps: SenderDeps,
  { id: property, settings }: KnownProperty,
  { visitor, address, isVouched }: Sender,
): Promise<{ readonly contact: string; readonly claimed: boolean }> {
  const now = deps.now();
  const details = address ? toDetails(address) : {};
  const batch = await UpsertBatch.load(tx, property, [{ visitor, details }], () => newId(deps));
  if (!batch.knows(visitor))
    batch.candidates.add(blankVisitor(property, visitor, now), newPerson(visitor, now));
  if (address)
    await tx
      .insertInto("mail_senders")
      .values({ property_id: property, address_key: addressKey(address.address), visitor_id: visitor })
      .onConflict((conflict) =>
        conflict.columns(["property_id", "address_key"]).doUpdateSet({ visitor_id: visitor }),
      )
      .execute();
  const { matching } = settings;
  const result = batch.apply({ visitor, details, source: "mail", proven: isVouched, matching, now });
  publishContactsChanged(tx, property, await batch.save());
  return result;
}

/** A text that is no valid address says nothing of a person. */
function toDetails({ name, address }: MailAddress) {
  const tidy = [...tidyLine(wellFormed(name))].slice(0, MAX_NAME).join("");
  const isName = tidy !== "" && !tidy.includes("@");
  return {
    ...(isName && { name: tidy }),
    ...(emailKey(address) !== null && { emails: [address] }),
  };
}
