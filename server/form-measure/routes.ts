import { Hono } from "hono";
import { FormShowing, MeasuredDevice } from "../../shared/form-measure.ts";
import { createFormLookup } from "../deliveries/form-lookup.ts";
import type { Database } from "../platform/database/open.ts";
import { addressOf, networksOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { allowances, takeFromAll } from "../platform/http/rate-limit.ts";
import { readBody } from "../platform/http/read-body.ts";
import { recognizeDevice } from "../platform/http/recognize-device.ts";
import { WindowCounter } from "../platform/http/window-counter.ts";
import { FORM_SHOWINGS } from "../platform/limits.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import type { WidgetDeps } from "../visitors/routes.ts";
import { countShowing } from "./count-showing.ts";
import { dayIn } from "./days.ts";

/**
 * `POST /:property/form-showings`: the outcome of one showing of a form (R29). Only counters are stored; the address limits the
 * requests, in memory.
 */
export function formShowingRoutes(deps: WidgetDeps & { readonly database: Database }) {
  const { config, database } = deps;
  const counter = new WindowCounter(60, deps.now);
  const { address: ofAddress, property: ofProperty } = FORM_SHOWINGS;
  const access = widgetAccess(deps.properties, config.publicUrl);
  return new Hono<WidgetEnv>().post("/:property/form-showings", access, async (c) => {
    const { property } = c.var;
    takeFromAll([
      { counter, key: property.id, points: ofProperty },
      ...allowances(counter, networksOf(addressOf(c, config.trustedProxies)), ofAddress, "address "),
    ]);
    const showing = await readBody(c, FormShowing);
    const form = await createFormLookup(database.read, property)(showing.form, showing.version);
    const isKnown =
      form &&
      (showing.outcome !== "left" || !showing.field || form.fields.some(({ id }) => id === showing.field));
    if (!isKnown) throw new ApiError("form_unknown");
    const { kind } = recognizeDevice(c.req.header("user-agent") ?? "");
    const device = MeasuredDevice.safeParse(kind).data ?? "other";
    const day = dayIn(property.settings.timeZone, deps.now());
    await database.write((tx) => countShowing(tx, { property: property.id, day, device, showing }));
    return c.body(null, 204);
  });
}
