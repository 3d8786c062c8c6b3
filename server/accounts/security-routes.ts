import { type Context, Hono } from "hono";
import {
  AgentSessionList,
  PasswordChange,
  PasswordConfirmation,
  RecoveryCodes,
  TwoFactorCode,
  TwoFactorSetup,
  TwoFactorStatus,
} from "../../shared/account-security.ts";
import { addressOf } from "../platform/http/address.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { recordAccountAudit } from "./audit-log.ts";
import { changePassword } from "./change-password.ts";
import type { AgentEnv, May } from "./guards.ts";
import { findKnownBrowser } from "./known-browsers.ts";
import type { AccountDeps } from "./routes.ts";
import { endOtherSessions, endSession, listSessions } from "./sessions.ts";
import {
  confirmTwoFactor,
  readTwoFactor,
  renewRecoveryCodes,
  setUpTwoFactor,
  turnTwoFactorOff,
} from "./two-factor.ts";

/** Sessions, password and two-factor authentication of one's own account. Behind `signedIn`. */
export function securityRoutes(deps: AccountDeps, may: May) {
  const { auth, config, database, limits } = deps;
  /** Limits the attempts at a password, as at the sign-in: somebody may have found an open session. */
  const limited = async <T>(c: Context<AgentEnv>, check: () => Promise<T>): Promise<T> => {
    const { email } = c.var.agent;
    const attempt = {
      email,
      address: addressOf(c, config.trustedProxies),
      knownBrowser: await findKnownBrowser(c, database.read, email),
    };
    await limits.take(attempt);
    const answer = await check();
    await limits.refund(attempt);
    return answer;
  };

  /** The library changes in a transaction of its own, so the row follows it. */
  const record = (
    c: Context<AgentEnv>,
    action: "two_factor_on" | "two_factor_off" | "recovery_codes_renewed",
  ) => database.write((tx) => recordAccountAudit(tx, deps, c.var.agent, { agent: c.var.agent.id, action }));

  return new Hono<AgentEnv>()
    .get("/me/sessions", endpoint("The agent's sessions", AgentSessionList), may("account.own"), async (c) =>
      c.json({ items: await listSessions(deps, c, c.var.agent) }),
    )
    .delete(
      "/me/sessions",
      endpoint("End all sessions but this one", null),
      may("account.own"),
      async (c) => {
        await endOtherSessions(deps, c, c.var.agent);
        return c.body(null, 204);
      },
    )
    .delete(
      "/me/sessions/:id",
      endpoint("End a session", null, "not_found"),
      may("account.own"),
      async (c) => {
        await endSession(deps, c, c.var.agent, c.req.param("id"));
        return c.body(null, 204);
      },
    )
    .put(
      "/me/password",
      endpoint("Change the password. All other sessions end", null, "password_wrong", "too_many_requests"),
      may("account.own"),
      json(PasswordChange),
      async (c) => {
        const { current, password } = c.req.valid("json");
        await limited(c, () => changePassword(deps, c, c.var.agent, { current, password }));
        return c.body(null, 204);
      },
    )
    .get(
      "/me/two-factor",
      endpoint("The agent's two-factor authentication", TwoFactorStatus),
      may("account.own"),
      async (c) => c.json(await readTwoFactor({ auth }, c.var.agent)),
    )
    .post(
      "/me/two-factor",
      endpoint(
        "Make a secret for an authenticator app, and recovery codes",
        TwoFactorSetup,
        "password_wrong",
        "two_factor_changed",
        "too_many_requests",
      ),
      may("account.own"),
      json(PasswordConfirmation),
      async (c) => c.json(await limited(c, () => setUpTwoFactor({ auth }, c, c.req.valid("json").password))),
    )
    .post(
      "/me/two-factor/confirm",
      endpoint(
        "Turn two-factor authentication on, by a first code",
        null,
        "two_factor_code_wrong",
        "two_factor_changed",
      ),
      may("account.own"),
      json(TwoFactorCode),
      async (c) => {
        await confirmTwoFactor(deps, c, c.var.agent, c.req.valid("json").code);
        await record(c, "two_factor_on");
        return c.body(null, 204);
      },
    )
    .post(
      "/me/two-factor/recovery-codes",
      endpoint(
        "Make new recovery codes: the old ones are void",
        RecoveryCodes,
        "password_wrong",
        "two_factor_changed",
        "too_many_requests",
      ),
      may("account.own"),
      json(PasswordConfirmation),
      async (c) => {
        const { password } = c.req.valid("json");
        const recoveryCodes = await limited(c, () => renewRecoveryCodes({ auth }, c, password));
        await record(c, "recovery_codes_renewed");
        return c.json({ recoveryCodes });
      },
    )
    .post(
      "/me/two-factor/turn-off",
      endpoint("Turn two-factor authentication off", null, "password_wrong", "too_many_requests"),
      may("account.own"),
      json(PasswordConfirmation),
      async (c) => {
        const { password } = c.req.valid("json");
        await limited(c, () => turnTwoFactorOff(deps, c, c.var.agent, password));
        await record(c, "two_factor_off");
        return c.body(null, 204);
      },
    );
}
