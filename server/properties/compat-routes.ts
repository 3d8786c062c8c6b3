import { type Context, Hono } from "hono";
import { type CompatVendor, CompatVendors } from "../../shared/property.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type Asset, createAsset } from "../platform/http/assets.ts";
import { allowOtherOrigins } from "../platform/http/cors.ts";
import { PUBLIC_SCRIPT, SHORT_CACHE, sendAsset } from "./embed-routes.ts";
import { literal } from "./script-literal.ts";
import type { PropertyDeps } from "./store.ts";

/** The placeholder in the scripts (widget/compat/scripts/place.ts). */
const PLACE = "__FOYER_PLACE__";

/** How many scripts are cached. Anybody can ask for more, by other hosts. */
const MAX_SCRIPTS = 200;

/** The effort of compressing a script, about 1 ms. */
const QUICK = 5;

/** The end of the address in a snippet of tawk.to, `/PROPERTY/WIDGET`; Foyer has no widgets, so it may be any. */
const TAWK_ADDRESS = "/:property{[a-z\\d]{10}}/:widget{[\\w-]{1,40}}";

/**
 * The scripts that answer to other vendors' interfaces (`widget/compat`), at the paths at which the vendors' own snippets
 * and packages look for theirs, so that a site that moves to Foyer changes the address alone.
 */
export function compatRoutes(deps: PropertyDeps) {
  const scripts = createScripts(deps);
  const serverOf = (c: Context) => deps.config.publicUrl ?? `//${new URL(c.req.url).host}`;
  const send = (c: Context, vendor: CompatVendor, server: string, property = "") =>
    sendAsset(c, scripts(vendor, { server, property }), { ...PUBLIC_SCRIPT, "Cache-Control": SHORT_CACHE });
  /** @throws ApiError `property_unknown` */
  const sendOfProperty = async (c: Context, vendor: CompatVendor) => {
    const { id } = await deps.properties.get(c.req.param("property") ?? "");
    return send(c, vendor, serverOf(c), id);
  };
  return (
    new Hono()
      // for the attribute `data-compat`: the page has the widget already
      .get(`/w/compat/:file{(?:${CompatVendors.options.join("|")})\\.js}`, (c) =>
        send(c, CompatVendors.parse(c.req.param("file").slice(0, -3)), ""),
      )
      .get("/packs/js/sdk.js", allowOtherOrigins, (c) => send(c, "chatwoot", serverOf(c)))
      .get("/l.js", allowOtherOrigins, (c) => send(c, "crisp", serverOf(c)))
      .get("/widget/:property", allowOtherOrigins, (c) => sendOfProperty(c, "intercom"))
      .get(TAWK_ADDRESS, allowOtherOrigins, (c) => sendOfProperty(c, "tawk"))
  );
}

/** Writes into the scripts where they come from. */
function createScripts({ assets }: Pick<PropertyDeps, "assets">) {
  const cache = new Map<string, Asset>();
  return (vendor: CompatVendor, place: { readonly server: string; readonly property: string }): Asset => {
    const key = `${vendor} ${JSON.stringify(place)}`;
    const known = cache.get(key);
    if (known) return known;
    const name = `${vendor}.js`;
    const file = assets.file("compat", name);
    if (!file) throw new ApiError("not_found");
    // a function, because `$&` in a host would be replaced
    const body = Buffer.from(file.body.toString().replace(PLACE, () => literal(place)));
    const script = { ...createAsset(name, body), effort: QUICK };
    if (cache.size >= MAX_SCRIPTS) cache.clear();
    cache.set(key, script);
    return script;
  };
}
