import { Hono } from "hono";
import type { AuditAction } from "../../shared/audit.ts";
import type { Details } from "../../shared/contact.ts";
import { ERRORS } from "../../shared/error.ts";
import {
  IdentitySecretCreate,
  IdentitySecrets,
  IdentityTokenTest,
  IdentityTokenVerdict,
  RevealedSecret,
} from "../../shared/identity.ts";
import { type Actor, recordAudit } from "../accounts/audit-log.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { listAttributes } from "../contacts/crm/attributes.ts";
import { findHolders, loadPeople } from "../contacts/identity/contact-store.ts";
import { hasOtherUserId, userIdOf } from "../contacts/identity/match.ts";
import { normalizeEmail } from "../contacts/identity/normalize-email.ts";
import { toValues } from "../contacts/identity/plan-writes.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import type { SignedIdentity } from "./check-identity-token.ts";
import { addSecret, listSecrets, readSecrets, removeSecret, revealSecret } from "./identity-secrets.ts";
import { readIdentityToken } from "./verify-request.ts";

/** The identity secrets of a property, and the check of a token (R33). To be mounted behind `signedIn`. */
export function identityRoutes(deps: Deps, may: May) {
  const { database, now } = deps;
  const mayManage = may("identity.configure");
  const audit = (tx: Tx, by: Actor, property: string, action: AuditAction) =>
    recordAudit(tx, deps, by, { property, action });

  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/identity-secrets",
      endpoint(
        "The identity secrets of a property, without the secrets",
        IdentitySecrets,
        "property_unknown",
        "forbidden",
      ),
      mayManage,
      async (c) => c.json({ items: await listSecrets(database.read, c.req.param("property")) }),
    )
    .post(
      "/properties/:property/identity-secrets",
      endpoint(
        "Add an identity secret: the owner's own, or a random one. Two are valid at a time",
        RevealedSecret,
        "property_unknown",
        "forbidden",
        "identity_secret_short",
        "identity_secret_used",
        "identity_secrets_full",
      ),
      mayManage,
      json(IdentitySecretCreate),
      async (c) => {
        const property = c.req.param("property");
        const { secret } = c.req.valid("json");
        return c.json(
          await database.write(async (tx) => {
            const added = await addSecret(tx, deps, property, secret);
            await audit(tx, c.var.agent, property, "identity_secret_added");
            return added;
          }),
        );
      },
    )
    .post(
      "/properties/:property/identity-secrets/:id/reveal",
      endpoint(
        "Read an identity secret in full",
        RevealedSecret,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayManage,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(
          await database.write(async (tx) => {
            const secret = await revealSecret(tx, property, id);
            await audit(tx, c.var.agent, property, "identity_secret_shown");
            return secret;
          }),
        );
      },
    )
    .delete(
      "/properties/:property/identity-secrets/:id",
      endpoint(
        "Remove an identity secret: what it signs is refused from then on",
        null,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayManage,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) => {
          await removeSecret(tx, property, id);
          await audit(tx, c.var.agent, property, "identity_secret_removed");
        });
        return c.body(null, 204);
      },
    )
    .post(
      "/properties/:property/identity-tokens/check",
      endpoint(
        "Whether an identity token would be accepted now, and what it would do",
        IdentityTokenVerdict,
        "property_unknown",
        "forbidden",
      ),
      mayManage,
      json(IdentityTokenTest),
      async (c) => {
        const property = c.req.param("property");
        const token = await readIdentityToken(c.req.valid("json").jwt.trim(), {
          property,
          attributes: await listAttributes(database.read, property),
          secrets: await readSecrets(database.read, property),
          now: now(),
        });
        if (token.kind === "refused")
          return c.json<IdentityTokenVerdict>({
            kind: "refused",
            code: token.code,
            reason: `${ERRORS[token.code][1]} (${token.detail})`,
          });
        return c.json<IdentityTokenVerdict>(await toVerdict(database.read, property, token));
      },
    );
}

async function toVerdict(
  db: Db,
  property: string,
  identity: SignedIdentity,
): Promise<Extract<IdentityTokenVerdict, { kind: "accepted" }>> {
  const { userId, details, unverifiedEmail, expiresAt, ignored } = identity;
  const emails = details.emails ?? (unverifiedEmail === null ? [] : [unverifiedEmail]);
  const shown: Details = { ...details, emails, userId };
  return {
    kind: "accepted",
    userId,
    expiresAt,
    details: toValues(shown).map(({ field, value }) => ({ field, value })),
    ignored: [...ignored],
    contact: await findKnown(db, property, identity),
  };
}

/** The contact that a signed person is known as: by the user ID, otherwise by an e-mail of somebody without another one (R9). */
async function findKnown(db: Db, property: string, { userId, details }: SignedIdentity) {
  const keys = (details.emails ?? []).flatMap((email) => normalizeEmail(email) ?? []);
  const byUserId = await findHolders(db, property, "user_id", [userId]);
  const byEmail = keys.length ? await findHolders(db, property, "email", keys) : [];
  const people = await loadPeople(
    db,
    property,
    [...byUserId, ...byEmail].map(({ id }) => id),
  );
  const known = [...people.values()].filter(({ person }) => !hasOtherUserId(person, userId));
  const found = known.find(({ person }) => userIdOf(person) === userId) ?? known[0];
  return found ? { id: found.row.id, name: found.row.name } : null;
}
