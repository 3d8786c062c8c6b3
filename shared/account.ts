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

/** The first admin account and property, made with the one-time link that the server printed. */
export const Setup = z.object({
  token: z.string(),
  name: PersonName,
  email: AccountEmail,
  password: Password,
  property: PropertyCreate,
});

export const SignIn = z.object({ email: AccountEmail, password: z.string().check(z.maxLength(200)) });

/** The path of an agent's picture on the server; null if there is none and initials are shown. */
const PicturePath = z.nullable(z.string());
/** The answer to a change of one's own picture. */
export const Picture = z.object({ picture: PicturePath });

/** `open`: no agent has an account yet, so that the set-up link is valid. */
export const SetupState = z.object({ open: z.boolean() });

/** The signed-in agent, and their properties. */
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
/** A property of the signed-in agent, with their role in it. */
export type PropertyOfMe = Me["properties"][number];

export const Presence = z.enum(["available", "away"]);
export type Presence = z.infer<typeof Presence>;

/**
 * Sent by every open dashboard every 15 seconds. An agent without one for 90 seconds is away; the interval is that long
 * because browsers run timers of hidden tabs once a minute.
 */
export const PresenceUpdate = z.object({ status: Presence });
export const PresenceReceipt = z.object({
  /** For each property: whether visitors see the pre-chat form, and the numbers of open and unread conversations. */
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
/** `path` is the dashboard's address with the secret token in it. It is shown once and not stored. */
export const InvitationCreated = z.object({ id: z.string(), path: z.string() });
/** An invitation as the invited person sees it before accepting. */
export const InvitationOffer = z.object({
  property: z.string(),
  email: z.string(),
  role: Role,
  hasAccount: z.boolean(),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;
/** Empty if the invited person has an account and has signed in. */
export const InvitationAccept = z.object({ name: z.optional(PersonName), password: z.optional(Password) });

export const RoleUpdate = z.object({ role: Role });
