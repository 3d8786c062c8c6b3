import { findMember } from "../../accounts/store.ts";
import type { Author } from "../../conversations/core/row-changes.ts";
import type { Db } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { RequestKey } from "../keys/key-store.ts";

/** A member of the team for whom a key acts. `via` is the key's name, which the dashboard shows beside theirs. */
export interface ActingMember extends Author {
  readonly via: string;
}

/**
 * Finds the member who acts: the one that a request names, or else the admin who created the key.
 *
 * @throws ApiError `invalid_request` if they are not, or no longer, in the team
 */
export async function actingMember(
  db: Db,
  { property, createdBy, name }: RequestKey,
  agent: string | undefined,
): Promise<ActingMember> {
  const member = await findMember(db, property, agent ?? createdBy);
  if (member) return { ...member, via: name };
  const message =
    agent === undefined
      ? "is needed: the admin who created the key has left the team"
      : "is not a member of this property's team";
  throw new ApiError("invalid_request", { faults: [{ path: "agent", code: "no_member", message }] });
}
