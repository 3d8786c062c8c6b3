import type { Context, Env, Handler, MiddlewareHandler } from "hono";
import { originAllowed } from "../../shared/rules/origin.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { answerPreflight } from "../platform/http/cors.ts";
import { isOwnPage, type RequestOrigin, requestOrigin } from "../platform/http/own-origin.ts";
import type { KnownProperty, PropertyStore } from "./store.ts";

export type WidgetEnv = { Variables: { property: KnownProperty } };

/**
 * Admits requests of a property's widget from the sites that the owner allows, and refuses all others. The page can read
 * the refusal (`allowOtherOrigins`), so that the site's owner sees the reason.
 *
 * @param publicUrl the server's own address, whose pages (the demo, the preview) are always allowed
 */
export function widgetAccess(
  properties: PropertyStore,
  publicUrl: string | null,
): MiddlewareHandler<WidgetEnv, "/:property/*"> {
  return async (c, next) => {
    const origin = c.req.header("origin");
    const property = await properties.get(c.req.param("property"));
    const isRead = c.req.method === "GET";
    const ok = isRead && !origin ? true : mayUseWidget(property, originOf(c), publicUrl);
    if (!ok) throw new ApiError("origin_not_allowed");
    c.set("property", property);
    return next();
  };
}

/**
 * Answers the preflight requests of a property's widget. Pages that may not use it are refused; a property that does not
 * exist is not, because a page can read the reason only of the request itself.
 */
export function widgetPreflight(
  properties: PropertyStore,
  publicUrl: string | null,
): Handler<Env, "/:property/*"> {
  return async (c) => {
    const property = await properties.find(c.req.param("property"));
    if (property && !mayUseWidget(property, originOf(c), publicUrl)) throw new ApiError("origin_not_allowed");
    return answerPreflight(c);
  };
}

const originOf = (c: Context) => requestOrigin((name) => c.req.header(name));

/**
 * Whether a request's page may use a property's widget. A program without an Origin header may, unless the owner has
 * listed sites.
 */
export function mayUseWidget(
  { settings }: KnownProperty,
  from: RequestOrigin,
  publicUrl: string | null,
): boolean {
  if (!from.origin) return !settings.allowedOrigins.length;
  return originAllowed(from.origin, settings.allowedOrigins) || isOwnPage(from, publicUrl);
}
