import { Hono } from "hono";
import { Me, PresenceReceipt, PresenceUpdate, SetupState, SignIn } from "../../shared/account.ts";
import { TwoFactorSignIn } from "../../shared/account-security.ts";
import { LanguageChoice } from "../../shared/dashboard-language.ts";
import { InvitationAccept, InvitationOffer, Setup } from "../../shared/joining.ts";
import { Property, PropertyCreate } from "../../shared/property.ts";
import { addressOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { readProperty } from "../properties/read-property.ts";
import type { PropertyDeps } from "../properties/store.ts";
import type { AccountMails } from "./account-mails.ts";
import { recordAudit } from "./audit-log.ts";
import type { Auth } from "./auth.ts";
import { createProperty } from "./create-property.ts";
import type { AgentEnv, May } from "./guards.ts";
import { acceptInvitation, readOffer } from "./invitations.ts";
import { findKnownBrowser } from "./known-browsers.ts";
import { canResetByMail } from "./password-reset.ts";
import { type InboxState, presenceReceipt, savePresence } from "./presence.ts";
import { readMe } from "./read-me.ts";
import { setUp } from "./set-up.ts";
import { checkSignIn } from "./sign-in.ts";
import type { SignInLimits } from "./sign-in-limits.ts";
import { hasAgents } from "./store.ts";
import { verifySignInCode } from "./two-factor.ts";
import { welcome } from "./welcome.ts";

export interface AccountDeps extends PropertyDeps {
  readonly auth: Auth;
  readonly accountMails: AccountMails;
  readonly limits: SignInLimits;
}

/** The routes without a session: set-up, sign-in and invitations. */
export function publicAccountRoutes(deps: AccountDeps, may: May) {
  const { auth, config, database, limits, now } = deps;

  return new Hono()
    .get("/setup", endpoint("Whether Foyer has no admin yet", SetupState), may("account.enter"), async (c) =>
      c.json({ open: !(await hasAgents(database.read)), resetByMail: await canResetByMail(deps) }),
    )
    .post(
      "/setup",
      endpoint(
        "Create the first admin and the first property, and sign in",
        Me,
        "setup_done",
        "link_invalid",
      ),
      may("account.enter"),
      json(Setup),
      async (c) => {
        const { id } = await setUp(deps, c.req.valid("json"), auth.from(c));
        await auth.signIn(c, id);
        return c.json(await welcome(deps, c, id, { isNewAccount: true }));
      },
    )
    .post(
      "/sign-in",
      endpoint(
        "Sign in",
        Me,
        "sign_in_failed",
        "account_disabled",
        "too_many_requests",
        "two_factor_code_needed",
      ),
      may("account.enter"),
      json(SignIn),
      async (c) => {
        const entered = c.req.valid("json");
        const attempt = {
          address: addressOf(c, config.trustedProxies),
          knownBrowser: await findKnownBrowser(c, database.read, entered.email),
        };
        const { id } = await checkSignIn({ ...deps, limits }, entered, { ...attempt, ...auth.from(c) });
        if ((await auth.signIn(c, id)) === "code_needed") throw new ApiError("two_factor_code_needed");
        return c.json(await welcome(deps, c, id));
      },
    )
    .post(
      "/sign-in/two-factor",
      endpoint(
        "Finish signing in with the code of the authenticator app, or with a recovery code",
        Me,
        "two_factor_code_wrong",
        "two_factor_expired",
        "too_many_requests",
      ),
      may("account.enter"),
      json(TwoFactorSignIn),
      async (c) => c.json(await welcome(deps, c, await verifySignInCode(deps, c, c.req.valid("json")))),
    )
    .get(
      "/invitations/:token",
      endpoint("Read an invitation", InvitationOffer, "link_invalid"),
      may("account.enter"),
      async (c) => c.json(await readOffer(database.read, c.req.param("token"), now(), await auth.session(c))),
    )
    .post(
      "/invitations/:token",
      endpoint("Accept an invitation, and sign in", Me, "link_invalid", "sign_in_required", "forbidden"),
      may("account.enter"),
      json(InvitationAccept),
      async (c) => {
        const signedIn = await auth.session(c);
        const { agent, isNewAccount } = await acceptInvitation(
          deps,
          c.req.param("token"),
          c.req.valid("json"),
          signedIn,
          auth.from(c),
        );
        if (!isNewAccount) return c.json(await readMe(database.read, agent));
        await auth.signIn(c, agent);
        return c.json(await welcome(deps, c, agent, { isNewAccount }));
      },
    );
}

/** The routes of an agent's own account that are there before two-factor authentication is set up. Behind `signedIn`. */
export function ownAccountRoutes({ auth, database, now }: AccountDeps, may: May) {
  return new Hono<AgentEnv>()
    .post("/sign-out", endpoint("Sign out", null), may("account.own"), async (c) => {
      const agent = c.var.agent.id;
      await auth.signOut(c);
      await database.write(async (tx) => {
        await savePresence(tx, { agent, status: "away", now: now() });
        tx.publish({ kind: "agent_revoked", agent, property: null });
      });
      return c.body(null, 204);
    })
    .get("/me", endpoint("The signed-in agent", Me), may("account.own"), async (c) =>
      c.json(await readMe(database.read, c.var.agent.id)),
    );
}

/** The other routes of an agent's own account. Behind `signedIn`. */
export function accountRoutes(deps: AccountDeps, may: May, inboxState: InboxState) {
  const { database, now, random } = deps;
  return new Hono<AgentEnv>()
    .put(
      "/presence",
      endpoint("Report the agent's presence, and read what waits", PresenceReceipt),
      may("account.own"),
      json(PresenceUpdate),
      async (c) => {
        const agent = c.var.agent.id;
        const { status } = c.req.valid("json");
        await database.write((tx) => savePresence(tx, { agent, status, now: now() }));
        return c.json(await presenceReceipt(deps, agent, inboxState));
      },
    )
    .put(
      "/me/language",
      endpoint("Choose the language of the dashboard, or the browser's", LanguageChoice),
      may("account.own"),
      json(LanguageChoice),
      async (c) => {
        const { language } = c.req.valid("json");
        await database.write((tx) =>
          tx.updateTable("agents").set({ language }).where("id", "=", c.var.agent.id).execute(),
        );
        return c.json({ language });
      },
    )
    .post(
      "/properties",
      endpoint("Create a property, with the agent as its admin", Property, "forbidden"),
      may("property.create"),
      json(PropertyCreate),
      async (c) => {
        const admin = c.var.agent.id;
        const wanted = c.req.valid("json");
        const id = await database.write(async (tx) => {
          const property = await createProperty(tx, wanted, { admin, now: now(), random });
          await recordAudit(tx, deps, c.var.agent, { property, action: "property_created" });
          return property;
        });
        return c.json(await readProperty(database.read, id));
      },
    );
}
