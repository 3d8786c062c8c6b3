import {
  AgentSessionList,
  PasswordResetOffer,
  RecoveryCodes,
  TwoFactorSetup,
  TwoFactorStatus,
} from "../../../shared/account-security.ts";
import type { Api } from "../data/api.ts";
import { NoContent } from "../data/client.ts";

/** The requests for a forgotten password. They are loaded with its screens. */
export function passwordResetCalls({ call }: Pick<Api, "call">) {
  return {
    request: (email: string) => call(NoContent, "POST", "/password-resets", { json: { email } }),
    offer: (token: string) =>
      call(PasswordResetOffer, "GET", "/password-resets/:token", { param: { token } }),
    reset: (token: string, password: string) =>
      call(NoContent, "POST", "/password-resets/:token", { param: { token }, json: { password } }),
  } as const;
}

/** The requests of the screen of one's own account. They are loaded with it. */
export function securityCalls({ call }: Pick<Api, "call">) {
  return {
    changePassword: (json: { current: string; password: string }) =>
      call(NoContent, "PUT", "/me/password", { json }),
    sessions: () => call(AgentSessionList, "GET", "/me/sessions", {}),
    endSession: (id: string) => call(NoContent, "DELETE", "/me/sessions/:id", { param: { id } }),
    endOtherSessions: () => call(NoContent, "DELETE", "/me/sessions", {}),
    twoFactor: () => call(TwoFactorStatus, "GET", "/me/two-factor", {}),
    setUpTwoFactor: (password: string) =>
      call(TwoFactorSetup, "POST", "/me/two-factor", { json: { password } }),
    confirmTwoFactor: (code: string) => call(NoContent, "POST", "/me/two-factor/confirm", { json: { code } }),
    renewRecoveryCodes: (password: string) =>
      call(RecoveryCodes, "POST", "/me/two-factor/recovery-codes", { json: { password } }),
    turnTwoFactorOff: (password: string) =>
      call(NoContent, "POST", "/me/two-factor/turn-off", { json: { password } }),
  } as const;
}
