import { type Context, Hono, type MiddlewareHandler } from "hono";
import * as z from "zod/mini";
import { FormKind } from "../../shared/form-key.ts";
import { Property, type PropertySettings, PropertyUpdate } from "../../shared/property.ts";
import type { Right } from "../../shared/rules/rights.ts";
import type { Deps } from "../deps.ts";
import { basePath } from "../platform/config.ts";
import type { Tx } from "../platform/database/open.ts";
import { endpoint, json, query } from "../platform/http/endpoint.ts";
import { embedScript } from "./embed-script.ts";
import { PREVIEW_HEADERS, previewPage, readDraft } from "./preview.ts";
import { readProperty } from "./read-property.ts";
import { updateProperty } from "./store.ts";

/** The settings before and after a save. */
export interface SavedSettings {
  readonly property: string;
  readonly before: PropertySettings;
  readonly settings: PropertySettings;
}

/** Further changes in the transaction of a save. Other modules provide them. */
type AfterSave = (c: Context, tx: Tx, saved: SavedSettings) => Promise<void>;

/** Requires a right in the route's `:property` (R38). Accounts implement it. */
type May = (right: Right) => MiddlewareHandler;

/** The notice that the preview shows instead of sending a message, in the dashboard's language. */
const PREVIEW = "This is a preview: nothing was sent.";

const Draft = z.object({
  draft: z.string().check(z.regex(/^[\w-]+$/, "must be base64url")),
  form: z._default(FormKind, "pre_chat"),
  view: z._default(z.enum(["panel", "launcher"]), "panel"),
  language: z._default(z.string().check(z.regex(/^[A-Za-z\d-]{1,35}$/, "must be a language tag")), "en"),
});

/** A property's settings, and their live preview. */
export function propertyRoutes(deps: Deps, may: May, afterSave: AfterSave) {
  const { assets, database, now } = deps;
  return new Hono()
    .get(
      "/properties/:property",
      endpoint("A property with its settings", Property, "property_unknown"),
      may("property.read"),
      async (c) => c.json(await readProperty(database.read, c.req.param("property"))),
    )
    .put(
      "/properties/:property",
      endpoint("Save a property's settings", Property, "property_unknown", "forbidden", "settings_changed"),
      may("settings.change"),
      json(PropertyUpdate),
      async (c) => {
        const id = c.req.param("property");
        const update = { id, now: now(), ...c.req.valid("json") };
        await database.write(async (tx) => {
          const { settings: before } = await readProperty(tx, id);
          await updateProperty(tx, update);
          await afterSave(c, tx, { property: id, before, settings: update.settings });
        });
        return c.json(await readProperty(database.read, id));
      },
    )
    .get("/properties/:property/preview", may("property.read"), query(Draft), (c) => {
      const wanted = c.req.valid("query");
      readDraft(wanted.draft);
      return c.html(previewPage({ ...wanted }), 200, PREVIEW_HEADERS);
    })
    .get("/properties/:property/preview.js", may("property.read"), query(Draft), (c) => {
      const { draft, form, view } = c.req.valid("query");
      const definition = { id: c.req.param("property"), settings: readDraft(draft) };
      const available = form === "pre_chat";
      // the script finds its files by its tag
      const script = embedScript(assets, definition, {
        available,
        base: `${basePath(deps.config)}/w/`,
        preview: PREVIEW,
      });
      // the widget opens by itself in a preview
      return c.body(view === "launcher" ? `${script}\n;Foyer.close();\n` : script, 200, {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      });
    });
}
