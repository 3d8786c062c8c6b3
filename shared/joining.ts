import * as z from "zod/mini";
import { AccountEmail, Password, PersonName, Role } from "./account.ts";
import { PropertyCreate } from "./property.ts";

/** The first admin account and property, made with the one-time link that the server printed. */
export const Setup = z.object({
  token: z.string(),
  name: PersonName,
  email: AccountEmail,
  password: Password,
  property: PropertyCreate,
});

export const InvitationCreate = z.object({
  email: AccountEmail,
  role: Role,
  /** True: no mail is sent, and the admin hands the link over. */
  byHand: z.optional(z.boolean()),
});
export const InvitationCreated = z.object({
  id: z.string(),
  /**
   * The dashboard's address with the secret token in it. It is shown once and not stored. Null: it went to the mailbox only,
   * so that whoever accepts the invitation owns the address.
   */
  path: z.nullable(z.string()),
  /** Whether the link is sent to the person by mail. */
  isMailed: z.boolean(),
});
/** An invitation as the invited person sees it before accepting. */
export const InvitationOffer = z.object({
  property: z.string(),
  email: z.string(),
  role: Role,
  /** Whether the person has to sign in to an account, instead of making one. */
  hasAccount: z.boolean(),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;
/** Empty if the invited person has an account and has signed in. */
export const InvitationAccept = z.object({ name: z.optional(PersonName), password: z.optional(Password) });
