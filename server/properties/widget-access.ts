import type { MiddlewareHandler } from "hono";
import { originAllowed } from "../../shared/rules/origin.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { KnownProperty, PropertyStore } from "./store.ts";

export type WidgetEnv = { Variables: { property: KnownProperty } };

/**
 * Lets the widget of a property in from the sites that the owner allows, by CORS and by refusing everybody else.
 *
 * The refusal itself carries a CORS header too: it says nothing but "not allowed", and the page's owner can read why.
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
 * Whether the page that a request comes from may use a property's widget. A program that names no page may, as long
 * as the owner has not listed any.
 */
export function mayUseWidget(
  { settings }: KnownProperty,
  from: { readonly origin: string | undefined; readonly host: string | undefined },
  publicUrl: string | null,
): boolean {
  if (!from.origin) return !settings.allowedOrigins.length;
  return originAllowed(from.origin, settings.allowedOrigins) || isOwn(from.origin, from.host, publicUrl);
}

/** A browser can't be made to send a false pair of Origin and Host. */
function isOwn(origin: string, host: string | undefined, publicUrl: string | null): boolean {
  if (publicUrl && new URL(publicUrl).origin === origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
