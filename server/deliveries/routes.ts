import { Hono } from "hono";
import { DeliveryBatch, type DeliveryReceipts } from "../../shared/delivery.ts";
import { addressOf } from "../platform/http/address.ts";
import type { Limit } from "../platform/http/rate-limit.ts";
import { readBody } from "../platform/http/read-body.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import { identifyVisitor } from "../visitors/authorize-visitor.ts";
import type { WidgetDeps } from "../visitors/routes.ts";
import { createAdmission } from "./admission.ts";
import { createFormLookup } from "./form-lookup.ts";
import { createIntake } from "./intake.ts";
import { readDelivery } from "./read-delivery.ts";

/**
 * `POST /:property/deliveries` accepts a batch from one outbox. Each entry gets a receipt, in the same order; the last ones get none if
 * they exceed a limit (R37), and are sent again.
 */
export function deliveryRoutes(deps: WidgetDeps & { readonly visitorLimit: Limit }) {
  const { config, database } = deps;
  const acceptBatch = createIntake(deps);
  const admit = createAdmission(deps);
  return new Hono<WidgetEnv>().post(
    "/:property/deliveries",
    widgetAccess(deps.properties, config.publicUrl),
    async (c) => {
      const address = addressOf(c, config.trustedProxies);
      await deps.addressLimit.take(address);
      const { token, work, deliveries } = await readBody(c, DeliveryBatch);
      const { property } = c.var;
      const { visitor } = await identifyVisitor(deps, property.id, token);
      await deps.visitorLimit.take(`${property.id} ${visitor}`, deliveries.length);
      const findForm = createFormLookup(database.read, property);
      const { allowedParameters } = property.settings;
      const entries = await Promise.all(
        deliveries.map((entry) => readDelivery(entry, findForm, allowedParameters)),
      );
      const accepted = await admit({ property: property.id, visitor, address, entries, work });
      const receipts = await acceptBatch({ property, visitor, entries: entries.slice(0, accepted) });
      return c.json({ receipts } satisfies DeliveryReceipts, 200, { "Cache-Control": "no-store" });
    },
  );
}
