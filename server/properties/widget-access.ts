import type { MiddlewareHandler } from "hono";
import { originAllowed } from "../../shared/rules/origin.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { KnownProperty, PropertyStore } from "./store.ts";

export type WidgetEnv = { Variables: { property: KnownProperty } };

/**
 * Admits requests of a property's widget from the sites that the owner allows, by CORS and by refusing all others.
 *
 * A refusal has CORS headers too, so that the site's owner can read the reason.
 *
 * @param publicUrl the server's own address, whose pages (the demo, the preview) are always allowed
 */
export function widgetAccess(
  properties: PropertyStore,
  publicUrl: string | null,
): MiddlewareHandler<WidgetEnv, "/:property/*"> {
  return async (c, next) => {
    const origin = c.req.header("origin");
    c.header("Vary", "Origin");
    if (origin) c.header("Access-Control-Allow-Origin", origin);
    c.header("Access-Control-Expose-Headers", "Content-Disposition, Retry-After");
    const property = await properties.get(c.req.param("property"));
    const isRead = c.req.method === "GET";
    const ok =
      isRead && !origin ? true : mayUseWidget(property, { origin, host: c.req.header("host") }, publicUrl);
    if (!ok) throw new ApiError("origin_not_allowed");
    c.set("property", property);
    if (c.req.method === "OPTIONS") {
      c.header("Access-Control-Allow-Methods", "GET, POST");
      c.header("Access-Control-Allow-Headers", "Authorization, Content-Type, Range, X-Foyer-Name");
      c.header("Access-Control-Max-Age", "86400");
      return c.body(null, 204);
    }
    return next();
  };
}

/**
 * Whether a request's page may use a property's widget. A program without an Origin header may, unless the owner has
 * listed sites.
 */
export function mayUseWidget(
  { settings }: KnownProperty,
  from: { readonly origin: string | undefined; readonly host: string | undefined },
  publicUrl: string | null,
): boolean {
  if (!from.origin) return !settings.allowedOrigins.length;
  return originAllowed(from.origin, settings.allowedOrigins) || isOwn(from.origin, from.host, publicUrl);
}

/** Whether a page belongs to this server. No page can make a browser send a false Origin or Host. */
function isOwn(origin: string, host: string | undefined, publicUrl: string | null): boolean {
  if (publicUrl && new URL(publicUrl).origin === origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
