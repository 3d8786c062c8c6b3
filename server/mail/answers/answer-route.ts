import type { AnswerRoute } from "../../../shared/mail.ts";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { addressKey } from "../address/mail-address.ts";
import { readMailAccount } from "../settings/mail-account.ts";
import { hasStoppedMail, readMailCustomer } from "./read-answer.ts";

/**
 * Finds out whether answers in a conversation reach its customer by mail.
 *
 * @throws ApiError `not_found` if the property has no such conversation
 */
export async function readAnswerRoute(
  db: Db,
  defaults: MailSettings | null,
  property: string,
  id: string,
): Promise<AnswerRoute> {
  const conversation = await db
    .selectFrom("conversations")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!conversation) throw new ApiError("not_found");
  if (!(await readMailAccount(db, defaults, property))) return { kind: "not_configured" };
  if (await hasStoppedMail(db, conversation)) return { kind: "stopped" };
  const { address, copied } = await readMailCustomer(db, conversation);
  const participants = await db
    .selectFrom("conversation_participants")
    .select(["address", "address_key"])
    .where("property_id", "=", property)
    .where("conversation_id", "=", id)
    .orderBy("added_at")
    .orderBy("address_key")
    .execute();
  const own = address && addressKey(address.address);
  const all = new Map([
    ...copied.map((key) => [key, key] as const),
    ...participants.map((one) => [one.address_key, one.address] as const),
  ]);
  if (own) all.delete(own);
  return { kind: "mail", to: address?.address ?? null, copied: [...all.values()] };
}
