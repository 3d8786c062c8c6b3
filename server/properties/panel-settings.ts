import { createHash } from "node:crypto";
import type { PanelSettings, PropertySettings } from "../../shared/property.ts";
import type { ServedForm } from "../../shared/rules/draw-form.ts";
import { isPlainForm } from "../../shared/rules/plain-form.ts";
import { type Asset, type Assets, createAsset } from "../platform/http/assets.ts";
import { formsOf, versionsOf } from "./form-version.ts";
import { literal } from "./script-literal.ts";

/** The placeholder of these settings in the built locales (widget/locales/words.ts). */
const PLACEHOLDER = "__FOYER_PROPERTY__";

/** A folder that has the property's own locales: its ID, and a hash. */
const FOLDER = /^([a-z\d]{10})-/;

/** The part of a property's settings that only the panel needs. */
export function panelSettings(settings: PropertySettings): PanelSettings {
  const forms = formsOf(settings);
  const [preChat, offline] = [forms.get("pre_chat"), forms.get("offline")] as [ServedForm, ServedForm]; // each property has both
  const isOne = offline.version === preChat.version && !offline.compared && !preChat.compared;
  return {
    name: settings.name,
    ...(settings.greeting && { greeting: settings.greeting }),
    forms: { pre_chat: preChat, ...(!isOne && { offline }) },
    ...(!settings.files.allowed && { noFiles: true }),
  };
}

/**
 * The name of the folder with the panel's files for a property: `shop000001-Abc12345`. It changes with their content,
 * so that browsers may keep them for ever.
 */
export function panelFolder(
  { panelHash }: Pick<Assets, "panelHash">,
  { id, settings }: { readonly id: string; readonly settings: PropertySettings },
): string {
  const content = `${panelHash} ${literal(panelSettings(settings))}`;
  return `${id}-${createHash("sha256").update(content).digest("base64url").slice(0, 8)}`;
}

/** The folder of the panel's files as the embed names it, relative to its own: `assets/shop000001-Abc12345/`. */
export const embedFiles = (...property: Parameters<typeof panelFolder>): string =>
  `assets/${panelFolder(...property)}/`;

/** The ID of the property whose folder it is; undefined for a folder that has all properties' files. */
export const propertyOfFolder = (folder: string): string | undefined => FOLDER.exec(folder)?.[1];

/**
 * The built file that a property has under a name. What draws its forms is smaller if all of them are plain.
 *
 * @param settings undefined: those of no property
 */
export function builtName(name: string, settings: PropertySettings | undefined): string {
  if (!settings) return name;
  const { pre_chat, offline = pre_chat } = panelSettings(settings).forms;
  const isPlain = [pre_chat, offline].flatMap(versionsOf).every(isPlainForm);
  return name === "form-view.js" && isPlain ? "form-plain.js" : name;
}

/**
 * Writes a property's settings into a file of the panel, if it is a locale.
 *
 * @param settings undefined: those of no property, for an embed that has them itself
 */
export function withPanelSettings(name: string, file: Asset, settings: PropertySettings | undefined): Asset {
  const text = file.body.toString();
  if (!text.includes(PLACEHOLDER)) return file;
  const property = settings && { property: panelSettings(settings) };
  // a function, because `$&` in an owner's text would be replaced
  return createAsset(name, Buffer.from(text.replace(PLACEHOLDER, () => literal(property ?? {}))));
}
