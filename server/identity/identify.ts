import type { Details } from "../../shared/contact.ts";
import { Candidates } from "../contacts/identity/candidates.ts";
import { findMatch, hasOtherUserId } from "../contacts/identity/match.ts";
import { normalizeEmail } from "../contacts/identity/normalize-email.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../contacts/identity/upsert.ts";
import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import { detachPerson } from "../people/detach-person.ts";
import { reassignConversations } from "../people/reassign-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import { saveProvenEmail, upsertProven } from "../proofs/upsert-proven.ts";
import type { KnownProperty } from "../properties/store.ts";
import { planDevice } from "./plan-device.ts";

/** A browser of a property. */
export interface Browser {
  readonly property: KnownProperty;
  readonly visitor: string;
}

/**
 * Makes a browser's visitor the user whom the owner's server has signed (R33): by the column "proven" of DESIGN's table, with the
 * history of the user's other browsers.
 *
 * @param details what is signed, without the user ID
 * @throws ApiError `identity_user_differs` if the browser is another user's; `token_invalid` if the visitor was removed
 */
export async function proveUser(
  tx: Tx,
  deps: ConversationDeps,
  { property, visitor }: Browser,
  { userId, details }: { readonly userId: string; readonly details: Details },
): Promise<void> {
  const signed: Details = { ...details, userId };
  const { plan, isSharedEmail } = await readPlan(tx, { property, visitor }, userId, signed);
  if (plan === "refuse") throw new ApiError("identity_user_differs");
  if (plan === "detach") await detachPerson(tx, deps, property, visitor);
  await upsertProven(tx, deps, { property, visitor, details: signed });
  const now = deps.now();
  await tx
    .insertInto("proven_user_ids")
    .values({ property_id: property.id, visitor_id: visitor, user_id: userId, proven_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(["property_id", "visitor_id"])
        .doUpdateSet((eb) => ({ proven_at: eb.ref("excluded.proven_at") })),
    )
    .execute();
  for (const email of isSharedEmail ? [] : (details.emails ?? []))
    await saveProvenEmail(tx, {
      property: property.id,
      visitor,
      emailKey: normalizeEmail(email) ?? email,
      now,
    });
}

async function readPlan(tx: Tx, { property, visitor }: Browser, userId: string, details: Details) {
  const earlier = await tx
    .selectFrom("proven_user_ids")
    .select("user_id")
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .executeTakeFirst();
  if (earlier && earlier.user_id !== userId) throw new ApiError("identity_user_differs");
  const candidates = await Candidates.load(tx, property.id, [{ visitor, details }], null);
  if (!candidates.has(visitor)) throw new ApiError("token_invalid");
  const { person } = candidates.get(visitor);
  const contact = person.attachedTo ? candidates.contactOf(visitor) : null;
  const matches = candidates.matches(details);
  const { person: match } = findMatch(
    { matches, details, source: "proven", proven: true },
    contact ?? person,
  );
  return {
    plan: planDevice({ visitor: person, contact, match, userId }),
    // an address of two users of the owner's opens to neither what the other has written
    isSharedEmail: matches.email.some((holder) => hasOtherUserId(holder, userId)),
  };
}

/**
 * Saves what a page says about its visitor without a proof (R12, source *browser*), like a form that was typed.
 *
 * @param details without a user ID, which a claim cannot name (R9)
 * @throws ApiError `token_invalid` if the visitor was removed
 */
export async function claimDetails(
  tx: Tx,
  deps: ConversationDeps,
  { property, visitor }: Browser,
  details: Details,
): Promise<void> {
  const batch = await UpsertBatch.load(tx, property.id, [{ visitor, details }], () => newId(deps));
  if (!batch.knows(visitor)) throw new ApiError("token_invalid");
  const { contact, claimed } = batch.apply({
    visitor,
    details,
    source: "browser",
    proven: false,
    matching: property.settings.matching,
    now: deps.now(),
  });
  publishContactsChanged(tx, property.id, await batch.save());
  await reassignConversations(tx, deps, property, { visitor, to: contact, claimed });
}
