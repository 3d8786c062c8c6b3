import * as z from "zod/mini";
import { AccountEmail, Password, TwoFactorState } from "./account.ts";

/** The second step of signing in, within ten minutes of the first. */
export const TwoFactorSignIn = z.object({
  /** `app`: the six digits of the authenticator app. `recovery`: one of the recovery codes, each of which works once. */
  kind: z.enum(["app", "recovery"]),
  code: z.string().check(z.trim(), z.maxLength(40)),
  /** Whether this browser is not asked for a code for 30 days. */
  trustBrowser: z.boolean(),
});

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
/** The data that an authenticator app needs. It is shown once; a first code turns two-factor authentication on. */
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
