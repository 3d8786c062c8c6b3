import { localeLabels } from "../../shared/locales.ts";
import {
  DEFAULT_OFFSET,
  type EmbedOptions,
  type EmbedSettings,
  type InlinedSettings,
  type PropertySettings,
} from "../../shared/property.ts";
import { textOn } from "../../shared/rules/contrast.ts";
import type { Assets } from "../platform/http/assets.ts";
import { embedFiles, panelSettings } from "./panel-settings.ts";
import { literal } from "./script-literal.ts";

/** File paths are relative to the script, and the preview's script is below `/api/properties/`. */
const FROM_PREVIEW = "../../w/";

/** The facts that an embed depends on besides its property. */
export interface EmbedVariant {
  /** Whether an agent is available. */
  readonly available: boolean;
  /** The folder of the server's files for visitors, as `EmbedSettings.base`. */
  readonly base: string;
  /** The options in the script's address. */
  readonly query?: EmbedOptions;
  /** For the dashboard's preview: the notice that is shown instead of sending. */
  readonly preview?: string;
}

/** The part of a property's settings that visitors' browsers get. */
export function embedSettings(
  assets: Pick<Assets, "panelHash">,
  { id, settings }: { id: string; settings: PropertySettings },
  { available, base, query, preview }: EmbedVariant,
): EmbedSettings {
  const [desktop, phone] = [offsetText(settings.launcher.desktop), offsetText(settings.launcher.phone)];
  return {
    property: id,
    base,
    ...(query && Object.keys(query).length && { query }),
    accent: settings.accent,
    onAccent: textOn(settings.accent),
    ...(settings.position === "left" && { position: settings.position }),
    ...(settings.consent === "required" && { consent: settings.consent }),
    ...(desktop && { offset: desktop }),
    ...(phone && { offsetPhone: phone }),
    ...(settings.theme !== "auto" && { theme: settings.theme }),
    ...(settings.visitorDomain && { domain: settings.visitorDomain }),
    ...(settings.handOver && { handOver: settings.allowedOrigins }),
    ...(available && { available }),
    files: `${preview ? FROM_PREVIEW : ""}assets/${assets.panelHash}/`,
    labels: localeLabels(settings.languages),
    ...panelSettings(settings),
    ...(preview && { preview }),
  };
}

/** The launcher's distances as the page's options name them; absent if they are the default. */
const offsetText = ({ x, y }: { readonly x: number; readonly y: number }) =>
  x === DEFAULT_OFFSET.x && y === DEFAULT_OFFSET.y ? "" : `${x} ${y}`;

/** The settings in the script. Those of the panel are in its own files, except in a preview of settings not yet saved. */
function inlinedSettings(
  assets: Pick<Assets, "panelHash">,
  property: { id: string; settings: PropertySettings },
  variant: EmbedVariant,
): InlinedSettings {
  const settings = embedSettings(assets, property, variant);
  if (variant.preview) return settings;
  const { name, greeting, forms, noFiles, ...inlined } = settings;
  return { ...inlined, files: embedFiles(assets, property) };
}

/**
 * The script that a site's script tag loads: the embed's code with the property's settings. What few properties use is
 * only in the code of those.
 */
export function embedScript(
  assets: Pick<Assets, "panelHash" | "embed" | "fullEmbed">,
  property: { id: string; settings: PropertySettings },
  variant: EmbedVariant,
): string {
  const settings = inlinedSettings(assets, property, variant);
  const { domain, handOver, preview } = settings;
  const code = domain || handOver || preview ? assets.fullEmbed : assets.embed;
  // a function, because `$&` in an owner's text would be replaced
  const script = code.replace("__FOYER_SETTINGS__", () => literal(settings));
  // a site may join scripts into one: without semicolons, the parentheses around each would call what stands before
  return `;${script};`;
}

/** The module that shows forms in a page, `/w/PROPERTY/forms.js`: it hands the settings that forms need to the common code. */
export function formsScript(
  assets: Pick<Assets, "panelHash">,
  property: { id: string; settings: PropertySettings },
): string {
  const settings = inlinedSettings(assets, property, { available: false, base: "" });
  const { accent, onAccent, consent, domain, handOver, files } = settings;
  const labels = settings.labels.map(([locale, , tags]) => [locale, "", ...(tags ? [tags] : [])]);
  const given = { property: property.id, accent, onAccent, consent, domain, handOver, labels };
  return `import f from ${JSON.stringify(`../${files}forms.js`)};export const{mountForm,createForm}=f(${literal(given)},import.meta.url)`;
}
