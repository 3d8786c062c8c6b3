import type { Tx } from "../platform/database/open.ts";
import { assertMayTryCode } from "./code-limits.ts";
import { hashAddress, isCode, MAX_TRIES } from "./one-time-code.ts";
import { type ClaimedEmail, type CodeDeps, emailKeyOf } from "./request-code.ts";

/** Why a code is not accepted, or that it is. */
export type CodeCheck = "right" | "code_wrong" | "code_expired";

/**
 * Tries a code (R33): the live one of this browser and address. Every try is counted before it is compared, in one
 * statement, so that tries at the same time are counted too. The caller commits the count whatever the outcome is.
 *
 * @throws ApiError `codes_exhausted` if the codes of the address were tried too often, by however many browsers
 */
export async function checkCode(
  tx: Tx,
  deps: CodeDeps,
  { property, visitor, email }: ClaimedEmail,
  code: string,
): Promise<CodeCheck> {
  const now = deps.now();
  const emailKey = emailKeyOf(email);
  const address = hashAddress(deps.codeSecrets, emailKey);
  const live = await tx
    .selectFrom("email_codes")
    .select("id")
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .where("address_hash", "in", address)
    .where("code_hash", "<>", "")
    .where("expires_at", ">", now)
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (!live) return "code_expired";
  await assertMayTryCode(tx, { property: property.id, visitor, address }, now);
  const tried = await tx
    .updateTable("email_codes")
    .set((eb) => ({ tries: eb("tries", "+", 1) }))
    .where("property_id", "=", property.id)
    .where("id", "=", live.id)
    .where("tries", "<", MAX_TRIES)
    .returning(["code_hash", "tries"])
    .executeTakeFirst();
  if (!tried) return "code_expired";
  const binding = { property: property.id, visitor, emailKey, id: live.id };
  const isRight = isCode(deps.codeSecrets, binding, { code, hash: tried.code_hash });
  const isOver = isRight || tried.tries >= MAX_TRIES;
  if (isOver)
    await tx
      .updateTable("email_codes")
      .set({ code_hash: "" })
      .where("property_id", "=", property.id)
      .where("id", "=", live.id)
      .execute();
  if (isRight) return "right";
  return isOver ? "code_expired" : "code_wrong";
}
