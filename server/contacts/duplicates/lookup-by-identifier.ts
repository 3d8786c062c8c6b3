import { sql } from "kysely";
import type { ContactSummary } from "../../../shared/contact.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import { tidyPhone } from "../../../shared/rules/phone.ts";
import type { Db } from "../../platform/database/open.ts";
import { loadContactSummaries } from "../search/list-contacts.ts";

/** By so many digits at the end a phone is the same, with its country's code or as it is dialled at home. */
const PHONE_END = 8;
const MAX = 10;

/** Contacts who have an e-mail or a phone, in use or beside, the phone also if it is written differently. */
export async function lookUpByIdentifier(
  db: Db,
  property: string,
  { email, phone }: { readonly email?: string | undefined; readonly phone?: string | undefined },
): Promise<ContactSummary[]> {
  const digits = tidyPhone(phone ?? "").replace(/\D/g, "");
  const ids = new Set([
    ...(await holdersOf(db, property, "email", emailKey(email ?? ""))),
    ...(await holdersOf(db, property, "phone", digits ? `+${digits}` : null)),
    ...(await findByPhoneEnd(db, property, digits)),
  ]);
  return loadContactSummaries(db, property, [...ids].slice(0, MAX));
}

async function holdersOf(db: Db, property: string, field: "email" | "phone", key: string | null) {
  if (key === null) return [];
  const some = (status: "current" | "alternative") =>
    db
      .selectFrom("details")
      .select("visitor_id")
      .where("property_id", "=", property)
      .where("field", "=", sql.lit(field))
      .where("compare_key", "=", key)
      // in the words of the partial indexes
      .where("status", "=", sql.lit(status))
      .where("field", "in", INDEXED[status])
      .limit(MAX)
      .execute();
  return [...(await some("current")), ...(await some("alternative"))].map((row) => row.visitor_id);
}

const INDEXED = {
  current: [sql.lit("email"), sql.lit("phone"), sql.lit("user_id")],
  alternative: [sql.lit("email"), sql.lit("phone")],
};

/** The search index has the ends of phones. */
async function findByPhoneEnd(db: Db, property: string, typed: string): Promise<string[]> {
  const digits = typed.replace(/^0+/, "");
  if (digits.length < PHONE_END) return [];
  const rows = await db
    .selectFrom("contact_terms")
    .select("visitor_id")
    .where("property_id", "=", property)
    .where("term", "=", digits.slice(-PHONE_END))
    .limit(MAX)
    .execute();
  return rows.map((row) => row.visitor_id);
}
