import { Hono } from "hono";
import { FormMeasure, FormMeasureQuery } from "../../shared/form-measure.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { endpoint, query } from "../platform/http/endpoint.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { dayIn } from "./days.ts";
import { readMeasure } from "./read-measure.ts";

/** The measure of a form (R29). Behind `signedIn`. */
export function formMeasureRoutes(
  { database, properties, now }: Pick<PropertyDeps, "database" | "properties" | "now">,
  may: May,
) {
  return new Hono<AgentEnv>().get(
    "/properties/:property/forms/:form/measure",
    endpoint(
      "How often a form was shown, started, left at each field and sent, by its versions",
      FormMeasure,
      "property_unknown",
      "forbidden",
      "invalid_request",
    ),
    may("reports.read"),
    query(FormMeasureQuery),
    async (c) => {
      const property = await properties.get(c.req.param("property"));
      const since = dayIn(property.settings.timeZone, now(), Number(c.req.valid("query").days) - 1);
      return c.json(await readMeasure(database.read, property, { form: c.req.param("form"), since }));
    },
  );
}
