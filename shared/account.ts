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

/** The second step of signing in, within ten minutes of the first. */
export const TwoFactorSignIn = z.object({
  /** `app`: the six digits of the authenticator app. `recovery`: one of the recovery codes, each of which works once. */
  kind: z.enum(["app", "recovery"]),
  code: z.string().check(z.trim(), z.maxLength(40)),
  /** Whether this browser is not asked for a code for 30 days. */
  trustBrowser: z.boolean(),
});

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
export const InvitationCreated = z.object({
  id: z.string(),
  /** The dashboard's address with the secret token in it. It is shown once and not stored. */
  path: z.string(),
  /** Whether the link is sent to the person by mail. */
  isMailed: z.boolean(),
});
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

/** Asks for a mail with a link to set a new password. The answer is the same for an unknown address. */
export const PasswordResetRequest = z.object({ email: AccountEmail });
/** The account of a link to set a new password. */
export const PasswordResetOffer = z.object({ email: z.string() });
export const PasswordReset = z.object({ password: Password });

/** A password that is entered again before something sensitive. */
const EnteredPassword = z.string().check(z.maxLength(200));
export const PasswordChange = z.object({ current: EnteredPassword, password: Password });
export const PasswordConfirmation = z.object({ password: EnteredPassword });

/** A browser in which the agent is signed in. */
export const AgentSession = z.object({
  id: z.string(),
  /** `Firefox 128 on Linux`; empty: unknown. */
  browser: z.string(),
  /** The network address at the sign-in; empty: unknown. */
  address: z.string(),
  signedInAt: z.number(),
  /** The last use, as of some minutes ago. */
  seenAt: z.number(),
  /** Whether it is the session of this request. */
  isCurrent: z.boolean(),
});
export type AgentSession = z.infer<typeof AgentSession>;
/** Newest use first. */
export const AgentSessionList = z.object({ items: z.array(AgentSession) });

export const TwoFactorStatus = z.object({
  state: TwoFactorState,
  /** How many recovery codes are unused. */
  recoveryCodes: z.number(),
});
export type TwoFactorStatus = z.infer<typeof TwoFactorStatus>;
/** What an authenticator app needs. It is shown once; a first code turns two-factor authentication on. */
export const TwoFactorSetup = z.object({
  /** An `otpauth:` address, for a QR code. */
  uri: z.string(),
  /** The secret in base32, for typing. */
  secret: z.string(),
  recoveryCodes: z.array(z.string()),
});
export type TwoFactorSetup = z.infer<typeof TwoFactorSetup>;
export const TwoFactorCode = z.object({ code: z.string().check(z.trim(), z.maxLength(40)) });
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

/** Whether a property demands two-factor authentication of its team. */
export const TwoFactorPolicy = z.object({
  isRequired: z.boolean(),
  /** The IDs of the members who have not set it up. */
  without: z.array(z.string()),
});
export type TwoFactorPolicy = z.infer<typeof TwoFactorPolicy>;
export const TwoFactorPolicyUpdate = z.object({ isRequired: z.boolean() });
