import type { Me } from "../../shared/account.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { readTwoFactorState } from "./session-state.ts";

/**
 * The signed-in agent and their properties, in the order of the names.
 *
 * @throws ApiError `sign_in_required` if the account has been deleted in the meantime
 */
export async function readMe(db: Db, id: string): Promise<Me> {
  const agent = await db
    .selectFrom("agents")
    .select(["id", "name", "email", "image as picture", "language"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!agent) throw new ApiError("sign_in_required");
  const properties = await db
    .selectFrom("memberships")
    .innerJoin("properties", "properties.id", "memberships.property_id")
    .select(["properties.id", "properties.name", "memberships.role"])
    .where("memberships.agent_id", "=", id)
    .orderBy("properties.name")
    .orderBy("properties.id")
    .execute();
  return { agent: { ...agent, twoFactor: await readTwoFactorState(db, id) }, properties };
}
