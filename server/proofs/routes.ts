import { type Context, Hono } from "hono";
import { CodeRequest, ProofRequest } from "../../shared/proof.ts";
import type { VisitorConversationDeps } from "../conversations/visitor/routes.ts";
import { addressOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { perNetwork } from "../platform/http/rate-limit.ts";
import { readBody } from "../platform/http/read-body.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import { authorizeVisitor } from "../visitors/authorize-visitor.ts";
import { checkCode } from "./check-code.ts";
import { proveEmail } from "./prove-email.ts";
import { type ClaimedEmail, type CodeDeps, requestCode } from "./request-code.ts";

/** Codes, and tries of codes, for each network and minute. */
const PER_NETWORK = 30;

export interface ProofDeps extends VisitorConversationDeps, CodeDeps {}

/**
 * The routes by which a visitor proves an e-mail (R33): `POST /:property/codes` sends a code, `POST /:property/proofs` takes
 * it. Both are answered alike whether the address is known or not, and answer nothing but that it is done.
 */
export function proofRoutes(deps: ProofDeps) {
  const { config, database } = deps;
  const access = widgetAccess(deps.properties, config.publicUrl);
  const networkLimit = perNetwork(PER_NETWORK);

  /** @throws ApiError `too_many_requests`, `token_…`, `visitor_blocked` */
  async function admit(c: Context<WidgetEnv>, token: string): Promise<string> {
    const address = addressOf(c, config.trustedProxies);
    await deps.addressLimit.take(address);
    await networkLimit.take(address);
    const property = c.var.property.id;
    return (await authorizeVisitor(deps, property, token)).visitor;
  }

  return new Hono<WidgetEnv>()
    .post("/:property/codes", access, async (c) => {
      const { token, email } = await readBody(c, CodeRequest);
      const { property } = c.var;
      const visitor = await admit(c, token);
      if (!(await deps.canSendMail(property.id))) throw new ApiError("proof_unavailable");
      await database.write((tx) => requestCode(tx, deps, { property, visitor, email }));
      return c.body(null, 204);
    })
    .post("/:property/proofs", access, async (c) => {
      const { token, email, code } = await readBody(c, ProofRequest);
      const { property } = c.var;
      const claimed: ClaimedEmail = { property, visitor: await admit(c, token), email };
      // a refusal is thrown after the commit, which counts the try
      const check = await database.write(async (tx) => {
        const result = await checkCode(tx, deps, claimed, code);
        if (result === "right") await proveEmail(tx, deps, claimed);
        return result;
      });
      if (check !== "right") throw new ApiError(check);
      return c.body(null, 204);
    });
}
