import { type Context, Hono } from "hono";
import type { Details } from "../../shared/contact.ts";
import { type IdentifyAnswer, IdentifyRequest } from "../../shared/identity.ts";
import { addressOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { perMinute, perNetwork } from "../platform/http/rate-limit.ts";
import { readBody } from "../platform/http/read-body.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import { authorizeVisitor } from "../visitors/authorize-visitor.ts";
import type { WidgetDeps } from "../visitors/routes.ts";
import { claimDetails, proveUser } from "./identify.ts";
import { noteSecretUsed } from "./identity-secrets.ts";
import { verifyRequest } from "./verify-request.ts";

/** Identifications a minute: each page of the site asks for one. */
const PER_VISITOR = 60;
/** Claims a minute and network: each may make a contact, and nothing but the address limits who makes visitors (R37). */
const CLAIMS_PER_NETWORK = 300;

/**
 * `POST /:property/identities`: the page says who its visitor is (R33). A refusal changes nothing: the visitor goes on as
 * before. The answer depends on the request, the settings and the secrets alone, not on who is known (R12).
 */
export function visitorIdentityRoutes(deps: WidgetDeps) {
  const { config, database } = deps;
  const access = widgetAccess(deps.properties, config.publicUrl);
  const visitorLimit = perMinute(PER_VISITOR, deps.now);
  const claimLimit = perNetwork(CLAIMS_PER_NETWORK, deps.now);

  async function admit(c: Context<WidgetEnv>, { kind, token }: IdentifyRequest): Promise<string> {
    const address = addressOf(c, config.trustedProxies);
    await deps.addressLimit.take(address);
    const property = c.var.property.id;
    const { visitor } = await authorizeVisitor(deps, property, token);
    await visitorLimit.take(`${property} ${visitor}`);
    if (kind === "claim") await claimLimit.take(address);
    return visitor;
  }

  return new Hono<WidgetEnv>().post("/:property/identities", access, async (c) => {
    const request = await readBody(c, IdentifyRequest);
    const { property } = c.var;
    const visitor = await admit(c, request);
    const { signed, claimed, ignored } = await verifyRequest(database.read, property.id, request, deps.now());
    if (!signed && property.settings.signedInOnly) throw new ApiError("identity_required");
    await database.write(async (tx) => {
      const browser = { property, visitor };
      if (signed) {
        await proveUser(tx, deps, browser, signed);
        await noteSecretUsed(tx, property.id, signed.secret, deps.now());
      }
      if (Object.keys(claimed).length) await claimDetails(tx, deps, browser, claimed);
    });
    const answer: IdentifyAnswer = {
      userId: signed?.userId ?? null,
      known: toKnown({ ...claimed, ...signed?.details }),
      ignored: [...ignored],
    };
    return c.json(answer, 200, { "Cache-Control": "no-store" });
  });
}

/** The details that the form need not ask again. They are the request's own. */
function toKnown({ name, emails = [], phones = [] }: Details): IdentifyAnswer["known"] {
  const [[email], [phone]] = [emails, phones];
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  };
}
