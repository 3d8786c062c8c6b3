import { sql } from "kysely";
import type { ContactSummary } from "../../../shared/contact.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import { tidyPhone } from "../../../shared/rules/phone.ts";
import type { Db } from "../../platform/database/open.ts";
import { isIndexedIdentifier } from "../identity/indexed-details.ts";
import { loadContactSummaries } from "../search/list-contacts.ts";

/** Phones that share this many last digits count as the same, written with or without the country's code. */
const PHONE_SUFFIX = 8;
const MAX_CONTACTS = 10;

/** Finds the contacts that have an e-mail or a phone as a current value or an alternative. */
export async function lookUpByIdentifier(
  db: Db,
  property: string,
  { email, phone }: { readonly email?: string | undefined; readonly phone?: string | undefined },
): Promise<ContactSummary[]> {
  const digits = tidyPhone(phone ?? "").replace(/\D/g, "");
  const ids = new Set([
    ...(await findHolders(db, property, "email", emailKey(email ?? ""))),
    ...(await findHolders(db, property, "phone", digits ? `+${digits}` : null)),
    ...(await findByPhoneSuffix(db, property, digits)),
  ]);
  return loadContactSummaries(db, property, [...ids].slice(0, MAX_CONTACTS));
}

/** The contacts with a current value first. */
async function findHolders(
  db: Db,
  property: string,
  field: "email" | "phone",
  key: string | null,
): Promise<string[]> {
  if (key === null) return [];
  const holders = (status: "current" | "alternative") =>
    db
      .selectFrom("details")
      .select("visitor_id")
      .where("property_id", "=", property)
      .where("field", "=", sql.lit(field))
      .where("compare_key", "=", key)
      .where(isIndexedIdentifier[status])
      .limit(MAX_CONTACTS)
      .execute();
  return [...(await holders("current")), ...(await holders("alternative"))].map((row) => row.visitor_id);
}

/** The search index has the last digits of current phones. */
async function findByPhoneSuffix(db: Db, property: string, typed: string): Promise<string[]> {
  const digits = typed.replace(/^0+/, "");
  if (digits.length < PHONE_SUFFIX) return [];
  const rows = await db
    .selectFrom("contact_terms")
    .select("visitor_id")
    .where("property_id", "=", property)
    .where("term", "=", digits.slice(-PHONE_SUFFIX))
    .limit(MAX_CONTACTS)
    .execute();
  return rows.map((row) => row.visitor_id);
}
