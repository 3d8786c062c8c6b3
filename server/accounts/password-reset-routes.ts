import { Hono } from "hono";
import { PasswordReset, PasswordResetOffer, PasswordResetRequest } from "../../shared/account-security.ts";
import { addressOf, networkOf } from "../platform/http/address.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { createRequestLimit } from "../platform/http/rate-limit.ts";
import type { May } from "./guards.ts";
import { mailPasswordReset, type ResetDeps, readPasswordReset, resetPassword } from "./password-reset.ts";

const QUARTER = 15 * 60;
/** Links that can be asked for in a quarter of an hour, for an address, known or not, and from a network. */
const MAX_FOR_EMAIL = 5;
const MAX_FROM_NETWORK = 50;

/** The routes for a forgotten password. Without a session. */
export function passwordResetRoutes(deps: ResetDeps, may: May) {
  const forEmail = createRequestLimit(MAX_FOR_EMAIL, QUARTER);
  const fromNetwork = createRequestLimit(MAX_FROM_NETWORK, QUARTER);
  return new Hono()
    .post(
      "/password-resets",
      endpoint("Mail a link to set a new password, if the address has an account", null, "too_many_requests"),
      may("account.enter"),
      json(PasswordResetRequest),
      async (c) => {
        const { email } = c.req.valid("json");
        await fromNetwork.take(networkOf(addressOf(c, deps.config.trustedProxies)));
        await forEmail.take(email);
        mailPasswordReset(deps, email);
        return c.body(null, 204);
      },
    )
    .get(
      "/password-resets/:token",
      endpoint("Read whose password a link sets", PasswordResetOffer, "link_invalid"),
      may("account.enter"),
      async (c) => {
        const { email } = await readPasswordReset(deps, c.req.param("token"));
        return c.json({ email });
      },
    )
    .post(
      "/password-resets/:token",
      endpoint("Set a new password. All sessions of the agent end", null, "link_invalid"),
      may("account.enter"),
      json(PasswordReset),
      async (c) => {
        const { password } = c.req.valid("json");
        await resetPassword(deps, { token: c.req.param("token"), password, from: deps.auth.from(c) });
        return c.body(null, 204);
      },
    );
}
