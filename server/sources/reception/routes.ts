import { Hono } from "hono";
import type { Deps } from "../../deps.ts";
import { addressOf } from "../../platform/http/address.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { perMinute, perNetwork } from "../../platform/http/rate-limit.ts";
import { RECEIVED_BODIES } from "../../platform/limits.ts";
import { findSourceBySecret, type SourceRow } from "../source-store.ts";
import { hashAddressSecret, isAddressSecret } from "./address-secret.ts";
import { describeEvent } from "./describe-event.ts";
import { isPing, MAX_BODY_BYTES, parseBody } from "./parse-body.ts";
import { storeBody } from "./store-body.ts";
import { isSigned, isSigning } from "./verify-signature.ts";

/**
 * The addresses of incoming webhooks: `POST /in/SECRET`. When it answers, the body is on disk; the same event again changes
 * nothing (R36). Contacts are changed later, so that a provider never waits for it.
 */
export function receiveBodyRoutes(deps: Deps) {
  const { config, database, now } = deps;
  const unknown = perNetwork(RECEIVED_BODIES.unknownSecrets);
  const requests = perMinute(RECEIVED_BODIES.perMinute);
  const kilobytes = perMinute(RECEIVED_BODIES.kilobytesPerMinute);

  return new Hono()
    .post("/in/:secret", async (c) => {
      const secret = c.req.param("secret");
      const source = isAddressSecret(secret)
        ? await findSourceBySecret(database.read, hashAddressSecret(secret))
        : undefined;
      if (!source) {
        await unknown.take(addressOf(c, config.trustedProxies));
        throw new ApiError("not_found");
      }
      await requests.take(source.id);
      const raw = new Uint8Array(await c.req.arrayBuffer());
      if (raw.byteLength > MAX_BODY_BYTES) throw new ApiError("payload_too_large");
      await kilobytes.take(source.id, Math.ceil(raw.byteLength / 1_024));
      const contentType = c.req.header("content-type") ?? "";
      if (source.provider === "woocommerce" && isPing(raw, contentType))
        return c.json({ received: true }, 200);
      const header = (name: string) => c.req.header(name);
      const isVerified = await verify(source, { header, raw, now: now() });
      const body = parseBody(raw, contentType);
      const event = describeEvent(source.provider, { header, raw, body });
      const isNew = await database.write((tx) => storeBody(tx, deps, source, { event, body, isVerified }));
      return c.json({ received: true, known: !isNew }, 202, { "Cache-Control": "no-store" });
    })
    .all("/in/:secret", () => {
      throw new ApiError("method_not_allowed", { headers: { Allow: "POST" } });
    });

  /**
   * @returns false if the secret to check the signature with is not stored yet
   * @throws ApiError `wrong_signature`, which is counted
   */
  async function verify(source: SourceRow, request: Parameters<typeof isSigned>[2]): Promise<boolean> {
    if (!isSigning(source.provider)) return true;
    if (source.signing_secret === null) return false;
    if (isSigned(source.provider, source.signing_secret, request)) return true;
    await database.write((tx) =>
      tx
        .updateTable("webhook_sources")
        .set((eb) => ({
          wrong_signatures: eb("wrong_signatures", "+", 1),
          last_wrong_signature_at: request.now,
        }))
        .where("property_id", "=", source.property_id)
        .where("id", "=", source.id)
        .execute(),
    );
    throw new ApiError("wrong_signature");
  }
}
