import { type Context, Hono } from "hono";
import {
  InvitationAccept,
  InvitationCreate,
  InvitationCreated,
  InvitationOffer,
  Me,
  PresenceReceipt,
  PresenceUpdate,
  RoleUpdate,
  Setup,
  SetupState,
  SignIn,
  Team,
} from "../../shared/account.ts";
import { Property, PropertyCreate } from "../../shared/property.ts";
import { addressOf } from "../platform/http/address.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { readProperty } from "../properties/read-property.ts";
import type { PropertyDeps } from "../properties/store.ts";
import type { Auth, SignedIn } from "./auth.ts";
import { createProperty } from "./create-property.ts";
import type { AgentEnv, MemberOf } from "./guards.ts";
import { acceptInvitation, invite, readOffer, revokeInvitation } from "./invitations.ts";
import { type InboxState, presenceReceipt, savePresence } from "./presence.ts";
import { readMe } from "./read-me.ts";
import { setUp } from "./set-up.ts";
import { checkSignIn } from "./sign-in.ts";
import { createSignInLimits } from "./sign-in-limits.ts";
import { hasAgents } from "./store.ts";
import { changeRole, readTeam, removeMember } from "./team.ts";

export interface AccountDeps extends PropertyDeps {
  readonly auth: Auth;
}

/** The routes without a session: set-up, sign-in and invitations. */
export function publicAccountRoutes(deps: AccountDeps) {
  const { auth, config, database, now } = deps;
  const limits = createSignInLimits();
  const welcome = async (c: Context, agent: SignedIn) => {
    await auth.signIn(c, agent.id);
    return readMe(database.read, agent);
  };

  return new Hono()
    .get("/setup", endpoint("Whether Foyer has no admin yet", SetupState), async (c) =>
      c.json({ open: !(await hasAgents(database.read)) }),
    )
    .post(
      "/setup",
      endpoint(
        "Create the first admin and the first property, and sign in",
        Me,
        "setup_done",
        "link_invalid",
      ),
      json(Setup),
      async (c) => c.json(await welcome(c, await setUp(deps, c.req.valid("json")))),
    )
    .post(
      "/sign-in",
      endpoint("Sign in", Me, "sign_in_failed", "too_many_requests"),
      json(SignIn),
      async (c) => {
        const address = addressOf(c, config.trustedProxies);
        const agent = await checkSignIn({ db: database.read, limits }, c.req.valid("json"), address);
        return c.json(await welcome(c, agent));
      },
    )
    .get("/invitations/:token", endpoint("Read an invitation", InvitationOffer, "link_invalid"), async (c) =>
      c.json(await readOffer(database.read, c.req.param("token"), now())),
    )
    .post(
      "/invitations/:token",
      endpoint("Accept an invitation, and sign in", Me, "link_invalid", "sign_in_required", "forbidden"),
      json(InvitationAccept),
      async (c) => {
        const signedIn = await auth.session(c);
        const agent = await acceptInvitation(deps, c.req.param("token"), c.req.valid("json"), signedIn);
        return c.json(await welcome(c, agent));
      },
    );
}

/** The routes of an agent's own account. Behind `signedIn`. */
export function accountRoutes(deps: AccountDeps, inboxState: InboxState) {
  const { auth, database, now, random } = deps;
  return new Hono<AgentEnv>()
    .post("/sign-out", endpoint("Sign out", null), async (c) => {
      const agent = c.var.agent.id;
      await auth.signOut(c);
      await database.write(async (tx) => {
        await savePresence(tx, { agent, status: "away", now: now() });
        tx.publish({ kind: "agent_revoked", agent, property: null });
      });
      return c.body(null, 204);
    })
    .get("/me", endpoint("The signed-in agent", Me), async (c) =>
      c.json(await readMe(database.read, c.var.agent)),
    )
    .put(
      "/presence",
      endpoint("Report the agent's presence, and read what waits", PresenceReceipt),
      json(PresenceUpdate),
      async (c) => {
        const agent = c.var.agent.id;
        const { status } = c.req.valid("json");
        await database.write((tx) => savePresence(tx, { agent, status, now: now() }));
        return c.json(await presenceReceipt(deps, agent, inboxState));
      },
    )
    .post(
      "/properties",
      endpoint("Create a property, with the agent as its admin", Property, "forbidden"),
      json(PropertyCreate),
      async (c) => {
        const admin = c.var.agent.id;
        const wanted = c.req.valid("json");
        const id = await database.write((tx) => createProperty(tx, wanted, { admin, now: now(), random }));
        return c.json(await readProperty(database.read, id));
      },
    );
}

/** A property's team. Behind `signedIn`. */
export function teamRoutes({ database, now, random }: AccountDeps, memberOf: MemberOf) {
  const admin = memberOf("admin");
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/team",
      endpoint("The property's agents and open invitations", Team, "property_unknown"),
      memberOf("agent"),
      async (c) => c.json(await readTeam(database.read, c.req.param("property"), now())),
    )
    .post(
      "/properties/:property/invitations",
      endpoint("Invite a person by link", InvitationCreated, "property_unknown", "forbidden", "email_taken"),
      admin,
      json(InvitationCreate),
      async (c) => {
        const property = c.req.param("property");
        const wanted = { property, by: c.var.agent.id, ...c.req.valid("json") };
        return c.json(await database.write((tx) => invite(tx, { now, random }, wanted)));
      },
    )
    .delete(
      "/properties/:property/invitations/:id",
      endpoint("Revoke an invitation", null, "property_unknown", "forbidden", "not_found"),
      admin,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) => revokeInvitation(tx, property, id));
        return c.body(null, 204);
      },
    )
    .put(
      "/properties/:property/team/:agent",
      endpoint("Change an agent's role", Team, "property_unknown", "forbidden", "not_found", "last_admin"),
      admin,
      json(RoleUpdate),
      async (c) => {
        const change = { ...c.req.param(), ...c.req.valid("json") };
        await database.write((tx) => changeRole(tx, change));
        return c.json(await readTeam(database.read, change.property, now()));
      },
    )
    .delete(
      "/properties/:property/team/:agent",
      endpoint(
        "Remove an agent from the team",
        null,
        "property_unknown",
        "forbidden",
        "not_found",
        "last_admin",
      ),
      admin,
      async (c) => {
        const member = c.req.param();
        await database.write((tx) => removeMember(tx, member));
        return c.body(null, 204);
      },
    );
}
