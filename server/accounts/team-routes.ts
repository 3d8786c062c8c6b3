import { Hono } from "hono";
import { AccountDisabling, RoleUpdate, Team } from "../../shared/account.ts";
import { TwoFactorPolicy, TwoFactorPolicyUpdate } from "../../shared/account-security.ts";
import { InvitationCreate, InvitationCreated } from "../../shared/joining.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { recordAudit } from "./audit-log.ts";
import { disableMember } from "./disable-account.ts";
import type { AgentEnv, May } from "./guards.ts";
import { invite, revokeInvitation } from "./invitations.ts";
import type { AccountDeps } from "./routes.ts";
import { changeRole, readTeam, removeMember } from "./team.ts";
import { readTwoFactorPolicy, saveTwoFactorPolicy } from "./two-factor-policy.ts";

/** A property's team. Behind `signedIn`. */
export function teamRoutes(deps: AccountDeps, may: May) {
  const { config, database, now } = deps;
  const mayChange = may("team.change");
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/team",
      endpoint("The property's agents and open invitations", Team, "property_unknown"),
      may("property.read"),
      async (c) => c.json(await readTeam(database.read, c.req.param("property"), now())),
    )
    .post(
      "/properties/:property/invitations",
      endpoint(
        "Invite a person by mail, or by a link that the admin hands over",
        InvitationCreated,
        "property_unknown",
        "forbidden",
        "email_taken",
      ),
      mayChange,
      json(InvitationCreate),
      async (c) => {
        // an agent's own browser says which address it has opened, and `sameOrigin` has compared that with the host
        const base = config.publicUrl ?? c.req.header("origin") ?? null;
        const wanted = { property: c.req.param("property"), base, ...c.req.valid("json") };
        return c.json(await database.write((tx) => invite(tx, deps, c.var.agent, wanted)));
      },
    )
    .delete(
      "/properties/:property/invitations/:id",
      endpoint("Revoke an invitation", null, "property_unknown", "forbidden", "not_found"),
      mayChange,
      async (c) => {
        const invitation = c.req.param();
        await database.write((tx) => revokeInvitation(tx, deps, c.var.agent, invitation));
        return c.body(null, 204);
      },
    )
    .put(
      "/properties/:property/team/:agent",
      endpoint("Change an agent's role", Team, "property_unknown", "forbidden", "not_found", "last_admin"),
      mayChange,
      json(RoleUpdate),
      async (c) => {
        const change = { ...c.req.param(), ...c.req.valid("json") };
        await database.write((tx) => changeRole(tx, deps, c.var.agent, change));
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
      mayChange,
      async (c) => {
        const member = c.req.param();
        await database.write((tx) => removeMember(tx, deps, c.var.agent, member));
        return c.body(null, 204);
      },
    )
    .put(
      "/properties/:property/team/:agent/disabled",
      endpoint(
        "Disable an agent's account, which ends all their sessions at once, or enable it again",
        Team,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      json(AccountDisabling),
      async (c) => {
        const change = { ...c.req.param(), ...c.req.valid("json") };
        await database.write((tx) => disableMember(tx, deps, c.var.agent, change));
        return c.json(await readTeam(database.read, change.property, now()));
      },
    )
    .get(
      "/properties/:property/two-factor",
      endpoint(
        "Whether the team needs two-factor authentication, and who has none",
        TwoFactorPolicy,
        "property_unknown",
        "forbidden",
      ),
      mayChange,
      async (c) => c.json(await readTwoFactorPolicy(database.read, c.req.param("property"))),
    )
    .put(
      "/properties/:property/two-factor",
      endpoint(
        "Demand two-factor authentication of the team, or no longer",
        TwoFactorPolicy,
        "property_unknown",
        "forbidden",
        "two_factor_setup_needed",
      ),
      mayChange,
      json(TwoFactorPolicyUpdate),
      async (c) => {
        const property = c.req.param("property");
        const { isRequired } = c.req.valid("json");
        const policy = await database.write(async (tx) => {
          const action = isRequired ? "two_factor_demanded" : "two_factor_not_demanded";
          await recordAudit(tx, deps, c.var.agent, { property, action });
          return saveTwoFactorPolicy(tx, property, c.var.agent, isRequired);
        });
        return c.json(policy);
      },
    );
}
