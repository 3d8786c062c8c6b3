import { Hono } from "hono";
import { DeliveryBatch, type DeliveryReceipts } from "../../shared/delivery.ts";
import { addressOf } from "../platform/http/address.ts";
import type { Limit } from "../platform/http/rate-limit.ts";
import { readBody } from "../platform/http/read-body.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import type { WidgetDeps } from "../visitors/routes.ts";
import { verifyVisitorToken } from "../visitors/visitor-token.ts";
import { createFormLookup } from "./form-lookup.ts";
import { createIntake } from "./intake.ts";
import { readDelivery } from "./read-delivery.ts";

/** `POST /:property/deliveries` accepts a batch from one outbox. Each entry gets a receipt, in the same order. */
export function deliveryRoutes(deps: WidgetDeps & { readonly visitorLimit: Limit }) {
  const { config, database } = deps;
  const acceptBatch = createIntake(deps);
  return new Hono<WidgetEnv>().post(
    "/:property/deliveries",
    widgetAccess(deps.properties, config.publicUrl),
    async (c) => {
      await deps.addressLimit.take(addressOf(c, config.trustedProxies));
      const { token, deliveries } = await readBody(c, DeliveryBatch);
      const { property } = c.var;
      const visitor = verifyVisitorToken(deps.visitorSecrets, {
        token,
        property: property.id,
        now: deps.now(),
      });
      await deps.visitorLimit.take(`${property.id} ${visitor}`, deliveries.length);
      const findForm = createFormLookup(database.read, property);
      const { allowedParameters } = property.settings;
      const entries = await Promise.all(
        deliveries.map((entry) => readDelivery(entry, findForm, allowedParameters)),
      );
      const receipts = await acceptBatch({ property, visitor, entries });
      return c.json({ receipts } satisfies DeliveryReceipts, 200, { "Cache-Control": "no-store" });
    },
  );
}
