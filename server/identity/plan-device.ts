import { hasOtherUserId } from "../contacts/identity/match.ts";
import type { Person } from "../contacts/identity/person.ts";

/** A browser, and what a signature says about its visitor. */
interface SignedDevice {
  /** The browser's own record. */
  readonly visitor: Person;
  /** The contact that the browser is attached to, if any. */
  readonly contact: Person | null;
  /** The contact that the signed details name (R9), if any. */
  readonly match: Person | null;
  /** The signed user ID. */
  readonly userId: string;
}

/**
 * The step that a browser needs before the signed details are upserted:
 * - `none`: DESIGN's table has the rest.
 * - `detach`: it is a device of a contact that the signed person is not.
 * - `refuse`: its own record is another user's.
 */
export type DevicePlan = "none" | "detach" | "refuse";

/**
 * Decides whether a browser can become the signed person's as it is. Pure.
 *
 * A claim attached it to somebody's contact: if that is not whom the signature names, what the signature says must not be written
 * into it. A contact with another user ID is another person, by the owner's own keys.
 */
export function planDevice({ visitor, contact, match, userId }: SignedDevice): DevicePlan {
  if (!contact) return hasOtherUserId(visitor, userId) ? "refuse" : "none";
  const named = match && !hasOtherUserId(match, userId) ? match : null;
  if (named?.id === contact.id) return "none";
  if (!visitor.attachedProven) return named ? "none" : "detach";
  return named || hasOtherUserId(contact, userId) ? "detach" : "none";
}
