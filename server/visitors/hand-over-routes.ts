import { Hono } from "hono";
import { type HandedOver, type HandOverCode, HandOverRequest, Redemption } from "../../shared/hand-over.ts";
import { originAllowed } from "../../shared/rules/origin.ts";
import type { Tx } from "../platform/database/open.ts";
import { addressOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { readBody } from "../platform/http/read-body.ts";
import type { KnownProperty } from "../properties/store.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import { openHandOver, type ReadHandOver, sealHandOver } from "./hand-over-code.ts";
import { hashOf } from "./proof.ts";
import type { WidgetDeps } from "./routes.ts";

const NO_STORE = { "Cache-Control": "no-store" } as const;

/**
 * The routes that take a visitor from a page of one allowed origin to that of another (R40): `POST /:property/hand-overs` gives
 * a code to the browser that proves to be the visitor, `POST /:property/redemptions` takes it once, from a page of the
 * origin that it was made for.
 */
export function handOverRoutes(deps: WidgetDeps) {
  const { config, database } = deps;
  const sealing = { secrets: deps.handOverSecrets, now: deps.now, random: deps.random };
  const access = widgetAccess(deps.properties, config.publicUrl);

  return new Hono<WidgetEnv>()
    .post("/:property/hand-overs", access, async (c) => {
      await deps.addressLimit.take(addressOf(c, config.trustedProxies));
      const { to, pending, ...who } = await readBody(c, HandOverRequest);
      const { property } = c.var;
      const from = c.req.header("origin") ?? "";
      if (!mayHandOver(property, from, to)) throw new ApiError("hand_over_refused");
      await requireVisitor(database.read, property.id, who);
      const code = sealHandOver(sealing, { property: property.id, from, to, pending, ...who });
      return c.json({ code } satisfies HandOverCode, 200, NO_STORE);
    })
    .post("/:property/redemptions", access, async (c) => {
      await deps.addressLimit.take(addressOf(c, config.trustedProxies));
      const { code, from } = await readBody(c, Redemption);
      const { property } = c.var;
      const handOver = openHandOver(sealing, code);
      const isMeant =
        handOver?.property === property.id &&
        handOver.to === c.req.header("origin") &&
        handOver.from === from &&
        mayHandOver(property, from, handOver.to);
      if (!handOver || !isMeant) throw new ApiError("hand_over_refused");
      await database.write(async (tx) => {
        await requireVisitor(tx, property.id, handOver);
        await useOnce(tx, handOver);
      });
      const { visitor, proof, pending } = handOver;
      return c.json({ visitor, proof, pending } satisfies HandedOver, 200, NO_STORE);
    });
}

/** Whether the owner lets visitors be handed over between two origins. Never from an encrypted page to another one. */
function mayHandOver({ settings }: KnownProperty, from: string, to: string): boolean {
  const { handOver, allowedOrigins } = settings;
  const isDowngrade = from.startsWith("https:") && !to.startsWith("https:");
  if (!handOver || !allowedOrigins.length || from === to || isDowngrade) return false;
  return [from, to].every((origin) => originAllowed(origin, allowedOrigins));
}

/** @throws ApiError `hand_over_refused` unless the visitor exists and the proof is theirs */
async function requireVisitor(
  db: Pick<Tx, "selectFrom">,
  property: string,
  { visitor, proof }: { visitor: string; proof: string },
): Promise<void> {
  const row = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("id", "=", visitor)
    .where("proof_hash", "=", hashOf(proof))
    .executeTakeFirst();
  if (!row) throw new ApiError("hand_over_refused");
}

/** @throws ApiError `hand_over_refused` if the code was used before, in this process or another */
async function useOnce(tx: Tx, { id, expiresAt }: ReadHandOver): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("used_hand_overs")
    .values({ id, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new ApiError("hand_over_refused");
}

/** Removes the codes that can no longer be redeemed. */
export async function removeExpiredHandOvers(tx: Tx, now: number): Promise<void> {
  await tx.deleteFrom("used_hand_overs").where("expires_at", "<", now).execute();
}
