import * as z from "zod/mini";
import { Email } from "./contact.ts";
import { PropertyCreate, PropertyId } from "./property.ts";

export const Role = z.enum(["admin", "agent"]);
export type Role = z.infer<typeof Role>;

export const Password = z
  .string()
  .check(
    z.minLength(10, "a password has at least 10 characters"),
    z.maxLength(200, "a password has at most 200 characters"),
  );
const PersonName = z.string().check(z.trim(), z.minLength(1, "a name is needed"), z.maxLength(100));
const AccountEmail = z.pipe(
  Email,
  z.transform((email) => email.trim().toLowerCase()),
);

/** The owner's first visit, by the one-time link that the server printed. */
export const Setup = z.object({
  token: z.string(),
  name: PersonName,
  email: AccountEmail,
  password: Password,
  property: PropertyCreate,
});

export const SignIn = z.object({ email: AccountEmail, password: z.string().check(z.maxLength(200)) });

/** An agent's picture, a path on the server; null: draw initials. */
const PicturePath = z.nullable(z.string());
/** The answer to a change of one's own picture. */
export const Picture = z.object({ picture: PicturePath });

/** Who is signed in. */
export const Me = z.object({
  agent: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    picture: PicturePath,
  }),
  properties: z.array(z.object({ id: PropertyId, name: z.string(), role: Role })),
});
export type Me = z.infer<typeof Me>;

export const Presence = z.enum(["available", "away"]);
export type Presence = z.infer<typeof Presence>;

/** Sent by every open dashboard every 15 seconds; without it for 90 an agent counts as away (a browser lets a hidden tab speak once a minute). */
export const PresenceUpdate = z.object({ status: Presence });
export const PresenceReceipt = z.object({
  /** Per property: whether visitors now see the pre-chat form, and what waits. */
  properties: z.array(
    z.object({
      id: PropertyId,
      available: z.boolean(),
      open: z.number(),
      unread: z.number(),
      latestAt: z.nullable(z.number()),
    }),
  ),
});
export type PresenceReceipt = z.infer<typeof PresenceReceipt>;

export const Team = z.object({
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      picture: PicturePath,
      role: Role,
      presence: Presence,
      since: z.number(),
    }),
  ),
  invitations: z.array(
    z.object({ id: z.string(), email: z.string(), role: Role, createdAt: z.number(), expiresAt: z.number() }),
  ),
});
export type Team = z.infer<typeof Team>;

export const InvitationCreate = z.object({ email: AccountEmail, role: Role });
/** `path` holds the secret and is shown once: the dashboard's address with the token in it. */
export const InvitationCreated = z.object({ id: z.string(), path: z.string() });
/** What the person with the link sees before accepting. */
export const InvitationOffer = z.object({
  property: z.string(),
  email: z.string(),
  role: Role,
  hasAccount: z.boolean(),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;
/** Somebody who has an account signs in first and sends nothing. */
export const InvitationAccept = z.object({ name: z.optional(PersonName), password: z.optional(Password) });

export const RoleUpdate = z.object({ role: Role });
