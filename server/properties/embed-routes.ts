import { type Context, Hono } from "hono";
import { type Availability, EmbedOptions } from "../../shared/property.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { Asset } from "../platform/http/assets.ts";
import { createAsset, encode } from "../platform/http/assets.ts";
import { type EmbedVariant, embedScript, formsScript } from "./embed-script.ts";
import { builtName, panelFolder, propertyOfFolder, withPanelSettings } from "./panel-settings.ts";
import { publicForm } from "./public-form.ts";
import type { KnownProperty, PropertyDeps } from "./store.ts";
import { type WidgetEnv, widgetAccess } from "./widget-access.ts";

export type IsAvailable = (property: KnownProperty) => Promise<boolean>;

/** Any site may load the widget's code: it is public. */
export const PUBLIC_SCRIPT = {
  "Access-Control-Allow-Origin": "*",
  "Timing-Allow-Origin": "*",
  "X-Content-Type-Options": "nosniff",
} as const;

/** Fresh for a minute, then used while a newer one is fetched: a change reaches every page within two loads. */
export const SHORT_CACHE = "public, max-age=60, stale-while-revalidate=600";
const FOR_EVER = "public, max-age=31536000, immutable";

/** How many variants of a property's script are cached. Anybody can ask for more, by other options and hosts. */
const MAX_VARIANTS = 50;
/** The effort of compressing a variant that anybody can ask for, about 1 ms. */
const QUICK = 5;

/** The requests without a visitor token: the embed with a property's settings, its hashed files, the availability. */
export function embedRoutes(deps: PropertyDeps, isAvailable: IsAvailable) {
  const scripts = createScripts(deps);
  const panelFile = createPanelFiles(deps);
  const formsScripts = createFormsScripts(deps);
  const access = widgetAccess(deps.properties, deps.config.publicUrl);
  return new Hono<WidgetEnv>()
    .get("/assets/:hash/:path{(?:\\d+/)?[\\w.-]+}", async (c) => {
      const { hash, path } = c.req.param();
      // the widget asks again in a folder with the number of the attempt, because browsers remember what failed
      const file = await panelFile(hash, path.replace(/^\d+\//, ""));
      if (!file) throw new ApiError("not_found");
      // after an upgrade or a save, a page may ask for an old folder: it gets the current file, but must not cache it
      const cache = hash === file.folder ? FOR_EVER : "no-store";
      return sendAsset(c, file.asset, { ...PUBLIC_SCRIPT, "Cache-Control": cache });
    })
    .get("/:file{[a-z0-9]+\\.js}", async (c) => {
      const property = await deps.properties.get(c.req.param("file").slice(0, -3));
      const { host, searchParams } = new URL(c.req.url);
      const script = scripts(property, {
        available: await isAvailable(property),
        // which protocol a proxy speaks with the browser is not known
        base: `${deps.config.publicUrl ?? `//${host}`}/w/`,
        query: readEmbedOptions(searchParams),
      });
      return sendAsset(c, script, { ...PUBLIC_SCRIPT, "Cache-Control": SHORT_CACHE });
    })
    .get("/:property/forms/:file{[a-z][a-z\\d_]{0,39}\\.json}", access, async (c) => {
      const form = publicForm(c.var.property, c.req.param("file").slice(0, -".json".length));
      if (!form) throw new ApiError("form_unknown");
      return c.json(form, 200, { "Cache-Control": SHORT_CACHE });
    })
    .get("/:property/forms.js", async (c) => {
      const property = await deps.properties.get(c.req.param("property"));
      return sendAsset(c, formsScripts(property), {
        ...PUBLIC_SCRIPT,
        "Cache-Control": SHORT_CACHE,
      });
    })
    .get("/:property/availability", access, async (c) => {
      const answer: Availability = { available: await isAvailable(c.var.property) };
      return c.json(answer, 200, { "Cache-Control": "no-store" });
    });
}

/** The valid options in a script's address. Of one that stands there twice, the last counts. */
function readEmbedOptions(parameters: URLSearchParams): EmbedOptions {
  const given: Readonly<Record<string, string>> = Object.fromEntries(parameters);
  const valid = Object.entries(EmbedOptions.shape).filter(
    ([name, values]) => Object.hasOwn(given, name) && values.safeParse(given[name]).success,
  );
  return Object.fromEntries(valid.map(([name]) => [name, given[name]]));
}

/** Composes the scripts, cached until their property changes. */
function createScripts({ assets }: Pick<PropertyDeps, "assets">) {
  const cache = new WeakMap<KnownProperty, Map<string, Asset>>();
  return (property: KnownProperty, variant: EmbedVariant): Asset => {
    const variants = cache.get(property) ?? new Map<string, Asset>();
    cache.set(property, variants);
    const key = JSON.stringify(variant);
    const known = variants.get(key);
    if (known) return known;
    const isCommon = !Object.keys(variant.query ?? {}).length;
    const asset = createAsset("embed.js", Buffer.from(embedScript(assets, property, variant)));
    const script = { ...asset, ...(!isCommon && { effort: QUICK }) };
    if (variants.size >= MAX_VARIANTS) variants.clear();
    variants.set(key, script);
    return script;
  };
}

/** Composes the modules that show forms in a page, cached until their property changes. */
function createFormsScripts({ assets }: Pick<PropertyDeps, "assets">) {
  const cache = new WeakMap<KnownProperty, Asset>();
  return (property: KnownProperty): Asset => {
    const script = cache.get(property) ?? createAsset("forms.js", Buffer.from(formsScript(assets, property)));
    cache.set(property, script);
    return script;
  };
}

/** Gets the panel's files, in which a property's settings are written once until the property changes. */
function createPanelFiles({ assets, properties }: Pick<PropertyDeps, "assets" | "properties">) {
  /** Of all properties, and then of each. */
  const common = new Map<string, Asset>();
  const cache = new WeakMap<KnownProperty, { readonly folder: string; readonly files: Map<string, Asset> }>();

  async function folderOf(folder: string) {
    const id = propertyOfFolder(folder);
    if (!id) return { folder: assets.panelHash, files: common, settings: undefined };
    const property = await properties.get(id);
    const known = cache.get(property) ?? { folder: panelFolder(assets, property), files: new Map() };
    cache.set(property, known);
    return { ...known, settings: property.settings };
  }

  /** @returns a file, and the folder in which it is to be asked for; undefined: there is none with that name */
  return async (asked: string, name: string): Promise<{ folder: string; asset: Asset } | undefined> => {
    const find = (built: string) => assets.file("panel", built) ?? assets.file("forms", built);
    if (!find(name)) return undefined;
    const { folder, files, settings } = await folderOf(asked);
    const file = find(builtName(name, settings));
    if (!file) return undefined;
    const asset = files.get(name) ?? withPanelSettings(name, file, settings);
    files.set(name, asset);
    return { folder, asset };
  };
}

/** Answers with a file in the best encoding, or with 304. */
export function sendAsset(c: Context, asset: Asset, headers: Readonly<Record<string, string>>): Response {
  const all: Record<string, string> = { ...headers, ETag: asset.etag, Vary: "Accept-Encoding" };
  const known = (c.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known.includes(asset.etag)) return c.body(null, 304, all);
  const { body, encoding } = encode(asset, c.req.header("accept-encoding"));
  if (encoding) all["Content-Encoding"] = encoding;
  return c.body(new Uint8Array(body), 200, { ...all, "Content-Type": asset.type });
}
