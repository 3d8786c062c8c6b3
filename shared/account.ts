import * as z from "zod/mini";
import { Email } from "./contact.ts";
import { DashboardLanguage } from "./dashboard-language.ts";
import { PropertyId } from "./property-id.ts";
import { lineUpTo } from "./tidied-text.ts";

export const Role = z.enum(["admin", "agent"]);
export type Role = z.infer<typeof Role>;

export const Password = z
  .string()
  .check(
    z.minLength(10, "a password has at least 10 characters"),
    z.maxLength(200, "a password has at most 200 characters"),
  );
export const PersonName = lineUpTo(100, "a name is needed");
export const AccountEmail = z.pipe(
  Email,
  z.transform((email) => email.trim().toLowerCase()),
);

export const SignIn = z.object({ email: AccountEmail, password: z.string().check(z.maxLength(200)) });

/** The path of an agent's picture on the server; null if there is none and initials are shown. */
const PicturePath = z.nullable(z.string());
/** The answer to a change of one's own picture. */
export const Picture = z.object({ picture: PicturePath });

export const SetupState = z.object({
  /** No agent has an account yet, so that the set-up link is valid. */
  open: z.boolean(),
  /** Whether the server can send a mail with a link to set a new password. */
  resetByMail: z.boolean(),
});

/** `required`: it is off, but a property of the agent demands it, so that nothing else can be done before it is set up. */
export const TwoFactorState = z.enum(["off", "on", "required"]);
export type TwoFactorState = z.infer<typeof TwoFactorState>;

/** The signed-in agent, and their properties. */
export const Me = z.object({
  agent: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    picture: PicturePath,
    twoFactor: TwoFactorState,
    /** The language of the dashboard; null: the browser's. */
    language: z.nullable(DashboardLanguage),
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
      /** Whether the account is disabled: nobody can sign in to it. */
      isDisabled: z.boolean(),
      since: z.number(),
    }),
  ),
  invitations: z.array(
    z.object({ id: z.string(), email: z.string(), role: Role, createdAt: z.number(), expiresAt: z.number() }),
  ),
});
export type Team = z.infer<typeof Team>;

export const AccountDisabling = z.object({ isDisabled: z.boolean() });
export const RoleUpdate = z.object({ role: Role });
